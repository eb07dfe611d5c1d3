// SPDX-License-Identifier: Apache-2.0
//
// What plugins of older versions do that has no effect, or another one, today.

#pragma once

#include "commands/context.hpp"

namespace tutor::commands::internal {

/// Alerts about patches of plugins whose place is gone, and about settings written as JSON, with a
/// comma after each: those are YAML now, where the comma becomes part of the value. Changes
/// nothing.
void alert_about_v0_patches(Context& context, const config::Config& config);

}  // namespace tutor::commands::internal
