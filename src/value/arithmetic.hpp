// SPDX-License-Identifier: Apache-2.0
//
// Python's operators. Failures are PythonError with the class and message of CPython 3.11.
//
//     value::add(Value("a"), Value(1));   // TypeError: can only concatenate str (not "int") to str
//
// An operand that is an object or undefined decides itself, through `Object::operate`.

#pragma once

#include "value/limits.hpp"
#include "value/object.hpp"
#include "value/value.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tutor::value {

Value add(const Value& a, const Value& b);
Value subtract(const Value& a, const Value& b);
Value multiply(const Value& a, const Value& b);
Value divide(const Value& a, const Value& b);  ///< `/`: always a float
Value floor_divide(const Value& a, const Value& b);
Value modulo(const Value& a, const Value& b);  ///< of strings: formatting.hpp's percent_format
Value power(const Value& a, const Value& b);
Value negate(const Value& value);
Value positive(const Value& value);

/// Jinja's `~` under autoescape: the texts of both; markup when one is, the other then escaped.
Value concat(const Value& a, const Value& b);
/// Jinja's `~` without autoescape: the texts of both as a plain string.
Value concat_text(const Value& a, const Value& b);

enum class Comparison : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };

/// @throws PythonError  "'<' not supported between instances of 'int' and 'str'"
bool compare(Comparison comparison, const Value& a, const Value& b);

/// `item in container`.
bool contains(const Value& container, const Value& item);

/// `container[key]`. @throws PythonError  IndexError, KeyError, TypeError
Value get_item(const Value& container, const Value& key);

/// `container[key]`, none where `get_item` throws IndexError, KeyError or TypeError.
std::optional<Value> find_item(const Value& container, const Value& key);

/// `container[start:stop:step]`; None for what is left out.
Value get_slice(
    const Value& container, const Value& start, const Value& stop, const Value& step = {});

/// Python's len(). @throws PythonError  "object of type 'int' has no len()"
std::size_t length(const Value& value);
/// None for what has no len().
std::optional<std::size_t> find_length(const Value& value);

/// The items of anything that has some: characters, keys, numbers.
///
/// Lists may grow while they are read, as in Python; a dict that does makes the iteration throw
/// RuntimeError. @throws PythonError  "'int' object is not iterable"
Iteration iterate(const Value& value);
bool is_iterable(const Value& value);

/// All items, in a vector of their own.
std::vector<Value> to_vector(const Value& value);

/// Calls a callable. @throws PythonError  "'int' object is not callable"
Value call(const Value& callable, Arguments& arguments);
bool is_callable(const Value& value);

}  // namespace tutor::value
