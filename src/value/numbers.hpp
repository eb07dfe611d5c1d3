// SPDX-License-Identifier: Apache-2.0
//
// Numbers and their texts, as Python's int(), float(), round(), abs() and repr() have them.

#pragma once

#include "value/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tutor::value {

/// The shortest text that reads back as the same number: "0.1", "1e+16", "inf", "-0.0".
std::string real_repr(double real);

/// What int(text, base) reads: white space around, sign, "_" between digits, digits of any
/// script; base 0 takes the base from the prefix. None when int() raises ValueError.
std::optional<Value> integer_from_text(std::string_view text, unsigned base = 10);

/// What float(text) reads, "inf" and "nan" included; none when float() raises ValueError.
std::optional<double> real_from_text(std::string_view text);

/// Python's int(number): truncates a float.
///
/// @throws PythonError  "cannot convert float infinity to integer"
Value truncate(const Value& number);

/// The number as a float. @throws PythonError  "int too large to convert to float"
double to_real(const Value& number);

/// Whether `value` is a bool, an int or a float.
bool is_number(const Value& value);

/// Python's round(number) without digits: to an int, half to even.
Value round_to_integer(const Value& number);
/// Python's round(number, digits): of the same type, correctly rounded.
Value round_to_digits(const Value& number, int digits);

/// Python's abs(). @throws PythonError  "bad operand type for abs(): 'str'"
Value absolute(const Value& number);

}  // namespace tutor::value
