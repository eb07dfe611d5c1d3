// SPDX-License-Identifier: Apache-2.0
//
// Python's pprint.pformat().

#pragma once

#include "value/value.hpp"

#include <string>

namespace tutor::jinja {

/// repr() with keys in order, broken into lines of at most `width` characters.
std::string pretty_text(const value::Value& value, std::size_t width);

}  // namespace tutor::jinja
