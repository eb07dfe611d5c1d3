// SPDX-License-Identifier: Apache-2.0
//
// Config maps that no manifest names any more: their names end with a hash of their content, so
// every change leaves one behind.

#pragma once

#include "k8s/platform.hpp"

#include <string>
#include <string_view>

namespace tutor::k8s::internal {

/// Whether we, or the reference through kubectl, applied the object: nobody else's is pruned.
bool was_applied_by_us(const value::Value& object);

/// Removes config maps of this platform that fit `selector`, were applied by an earlier start, and
/// are in no manifest; so for secrets when the platform has some.
void prune(Platform& platform, std::string_view selector);

}  // namespace tutor::k8s::internal
