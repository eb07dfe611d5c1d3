// SPDX-License-Identifier: Apache-2.0
//
// Python's built-in operations on values. Failures are PythonError with Python's message
// ("unhashable type: 'list'"); jinja turns them into its own classes.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace tutor::value {

std::string str(const Value& value);   ///< Python's str(): a string is itself
std::string repr(const Value& value);  ///< Python's repr(); cycles print as [...] and {...}
bool truth(const Value& value);        ///< Python's bool()
bool equal(const Value& a, const Value& b);
/// Python's `<` for sorting. @throws Error  the kinds have no order
bool less(const Value& a, const Value& b);
std::size_t hash(const Value& value);  ///< @throws Error  for lists and dicts
/// "int", "str", "NoneType" …
std::string type_name(const Value& value);
/// Lists, tuples and dicts copied recursively; strings and objects shared.
Value deep_copy(const Value& value);

}  // namespace tutor::value
