// SPDX-License-Identifier: Apache-2.0
//
// Python's three ways to format: `"%s" % x`, `"{}".format(x)` and `format(x, spec)`. The secret
// mark of the pattern or of anything printed goes to the result.

#pragma once

#include "value/object.hpp"
#include "value/value.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::value {

/// `pattern % arguments`; markup escapes what it takes in.
///
/// @throws PythonError  "not enough arguments for format string" and so on
Value percent_format(const Value& pattern, const Value& arguments);

/// How `{a.b}` reads an attribute: none is an AttributeError.
using AttributeReader =
    std::function<std::optional<Value>(const Value& object, std::string_view name)>;

/// `pattern.format(*positional, **keyword)`; markup escapes what it takes in.
///
/// Without `attributes` the module's own `attribute` (methods.hpp) is asked; a sandbox hands in
/// its own.
Value brace_format(
    const Value& pattern, const Arguments& arguments, const AttributeReader& attributes = {});

/// `pattern.format_map(mapping)`.
Value brace_format_map(
    const Value& pattern, const Value& mapping, const AttributeReader& attributes = {});

/// Python's format(value, spec).
///
/// @throws PythonError  "Unknown format code 'd' for object of type 'str'" and so on
std::string format(const Value& value, std::string_view spec);

}  // namespace tutor::value
