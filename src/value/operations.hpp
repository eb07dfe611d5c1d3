// SPDX-License-Identifier: Apache-2.0
//
// Python's built-in operations on values. Failures are PythonError with Python's message
// ("unhashable type: 'list'"); jinja turns them into its own classes.

#pragma once

#include "value/value.hpp"

#include <cstddef>
#include <string>
#include <string_view>

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

// As above, for templates: the string keeps the secret mark.
Value str_value(const Value& value);   ///< a plain string is itself, markup loses its kind
Value repr_value(const Value& value);  ///< secret when anything inside is

/// Whether a string with the secret mark is inside `value`, at any depth of lists, tuples, dicts
/// and what objects hold.
bool holds_secret(const Value& value);
inline Mark mark_of(const Value& value) {
    return holds_secret(value) ? Mark::secret : Mark::plain;
}

/// Secret when one of the two is.
inline Mark operator|(Mark a, Mark b) {
    return a == Mark::secret || b == Mark::secret ? Mark::secret : Mark::plain;
}

/// `str(value)` appended without a string in between.
void append_str(std::string& out, const Value& value);

/// For messages: repr() with "***" in place of secret strings.
std::string repr_masked(const Value& value);

/// Python's ascii(): repr() with everything beyond ASCII escaped.
std::string ascii(const Value& value);

}  // namespace tutor::value
