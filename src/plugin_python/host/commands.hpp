// SPDX-License-Identifier: Apache-2.0
//
// click commands as commands and jobs of ours, and the core's as click commands.

#pragma once

#include "catalog/types.hpp"
#include "plugin_python/host/python.hpp"
#include "plugin_python/host/values.hpp"

#include <optional>

namespace tutor::plugin_python {

/// A command that leaves all words behind its name to click.
///
/// @throws py::type_error  it is no click command
cli::Command command_of(py::handle click_command, const catalog::Source& source);

/// A `do` job whose callback returns, or yields, pairs of service and script.
catalog::Job job_of(py::handle click_command, const catalog::Source& source);

/// The click command: the one it was made from, or one that runs the core's.
py::object click_command_of(const cli::Command& command);
py::object click_command_of(const catalog::Job& job);

/// A command of the core, its options and sub-commands, as plain data.
py::dict describe_command(const cli::Command& command);

/// Parameters as a `do` job's callback gets them by name.
py::dict parameters_of(const cli::Invocation& call);

}  // namespace tutor::plugin_python
