// SPDX-License-Identifier: Apache-2.0
//
// What plugins written in Python may ask of the program.

#pragma once

#include "commands/context.hpp"
#include "plugin_python/services.hpp"

#include <memory>

namespace tutor::commands {

/// Refers to `context`, which must outlive it.
std::unique_ptr<plugin_python::Services> make_python_services(Context& context);

}  // namespace tutor::commands
