// SPDX-License-Identifier: Apache-2.0
//
// Attributes of Python's own that templates now and then use and `value` does not know:
// `__len__`, `__class__`, str.encode.

#pragma once

#include "value/value.hpp"

#include <optional>
#include <string_view>

namespace tutor::jinja {

std::optional<value::Value> python_attribute(const value::Value& self, std::string_view name);

}  // namespace tutor::jinja
