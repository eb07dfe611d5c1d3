// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string_view>

namespace tutor::yaml::internal {

/// The order in which Go's YAML writes keys: numbers in them by value, letters after everything
/// else.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace tutor::yaml::internal
