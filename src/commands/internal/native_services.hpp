// SPDX-License-Identifier: Apache-2.0
//
// What native plugins may ask of the program.

#pragma once

#include "plugin_native/services.hpp"

#include <memory>

namespace tutor::commands {
class Context;
}  // namespace tutor::commands

namespace tutor::commands::internal {

/// `context` must outlive the result and be complete when a plugin is loaded.
std::unique_ptr<plugin_native::Services> make_native_services(Context& context);

}  // namespace tutor::commands::internal
