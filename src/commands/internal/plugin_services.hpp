// SPDX-License-Identifier: Apache-2.0
//
// What native plugins may ask of the program.

#pragma once

#include "plugins/services.hpp"

#include <memory>

namespace tutor::commands {
class Context;
}  // namespace tutor::commands

namespace tutor::commands::internal {

/// `context` must outlive the result and be complete when a plugin is loaded.
std::unique_ptr<plugins::Services> make_plugin_services(Context& context);

}  // namespace tutor::commands::internal
