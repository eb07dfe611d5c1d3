// SPDX-License-Identifier: Apache-2.0
//
// Usage lines and help pages in click's layout.

#pragma once

#include "cli/internal/tree.hpp"

#include <string>

namespace tutor::cli {

/// "[SERVICE]...", as in usage lines and messages.
std::string metavar_of(const Argument& argument);

/// " / "-joined quoted names or the metavar: how messages call a parameter.
std::string hint_of(const Option& option);
std::string hint_of(const Argument& argument);

/// "Usage: tutor local start [OPTIONS] [SERVICE]...", wrapped, with a final "\n".
std::string usage_text(const Command& command, const std::string& command_path, int columns);

/// The page; `tree` is where lazy subcommands are found.
std::string
help_page(const Command& command, const std::string& command_path, Tree& tree, int columns);

/// The description of a command in lists.
std::string short_help_of(const Command& command, std::size_t max_length);

}  // namespace tutor::cli
