// SPDX-License-Identifier: Apache-2.0
//
// Equality that a file cares about.

#pragma once

#include "value/value.hpp"

namespace tutor::yaml::internal {

/// Whether both would be written alike: 1, 1.0 and true differ, a tuple is a list, the order of
/// keys does not count.
bool same(const value::Value& a, const value::Value& b);

}  // namespace tutor::yaml::internal
