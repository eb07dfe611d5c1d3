// SPDX-License-Identifier: Apache-2.0
//
// Reads values written in Python's notation: the language of python_cases.txt.

#pragma once

#include "value/value.hpp"

#include <string_view>

namespace tutor::value {

/// The value of `text`, as Python's ascii() writes it. @throws std::runtime_error
Value read_literal(std::string_view text);

}  // namespace tutor::value
