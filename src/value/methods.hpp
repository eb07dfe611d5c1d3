// SPDX-License-Identifier: Apache-2.0
//
// The methods and attributes of Python's built-in types.
//
//     const value::Method* upper = value::find_method(Kind::string, "upper");  // once
//     upper->call(text, arguments);                                            // often
//
// `call_method` does both. Method entries live for ever; their address can be cached per node
// and kind.

#pragma once

#include "value/object.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tutor::value {

struct Method {
    std::string_view name;
    Value (*call)(const Value& self, Arguments& arguments);
};

/// None when the type has no such method. Objects and undefineds have none here: ask
/// `attribute`.
const Method* find_method(Kind kind, std::string_view name);

/// The callable that calls `method`, which must live for ever, on `self`.
Value bind_method(const Value& self, const Method& method);

/// The callable `self.name`; none when the type has no such method.
std::optional<Value> bound_method(const Value& self, std::string_view name);

/// `self.name(arguments)` for plain data and objects.
///
/// @throws PythonError  "'int' object has no attribute 'x'", and what the method throws
Value call_method(const Value& self, std::string_view name, Arguments& arguments);

/// `self.name`: methods, data attributes (`(3).real`, `range(4).stop`) and the attributes of
/// objects; none when there is no such attribute.
std::optional<Value> attribute(const Value& self, std::string_view name);

/// `dict.keys()`, `.values()` and `.items()`: live views.
enum class DictViewKind : std::uint8_t { keys, values, items };
struct DictView {
    Dict dict;
    DictViewKind kind;
};
Value dict_view(const Dict& dict, DictViewKind kind);
/// What a value made by `dict_view` shows; none for any other value. For fast loops.
std::optional<DictView> as_dict_view(const Value& value);

}  // namespace tutor::value
