// SPDX-License-Identifier: Apache-2.0
//
// Checks the arguments of built-in methods, with CPython's words for what is wrong. The wording
// depends on how CPython declares the method, hence the different functions.

#pragma once

#include "value/methods.hpp"
#include "value/object.hpp"
#include "value/value.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace tutor::value::internal {

/// "str.upper() takes no arguments (1 given)"
void take_none(const Value& self, std::string_view name, const Arguments& arguments);

/// "str.join() takes exactly one argument (0 given)"
const Value& take_one(const Value& self, std::string_view name, const Arguments& arguments);

/// "center expected at least 1 argument, got 0"
void take_between(
    const Value& self,
    std::string_view name,
    const Arguments& arguments,
    std::size_t least,
    std::size_t most);

/// "find() takes at least 1 argument (0 given)"
void take_parsed(
    std::string_view name, const Arguments& arguments, std::size_t least, std::size_t most);

/// Arguments by position or name, nullptr for those left out.
/// "'x' is an invalid keyword argument for split()"
std::vector<const Value*> take_named(
    std::string_view name,
    const Arguments& arguments,
    std::initializer_list<std::string_view> names);

/// The positional argument numbered `index`, nullptr when there are fewer.
inline const Value* argument(const Arguments& arguments, std::size_t index) {
    return index < arguments.positional.size() ? &arguments.positional[index] : nullptr;
}

/// "'str' object cannot be interpreted as an integer"
std::int64_t index_argument(const Value& value, const char* c_type = "ssize_t");

/// The type as some messages about arguments name it: "None", not "NoneType".
std::string argument_type(const Value& value);

// The tables of methods, one per type.
std::span<const Method> case_methods();    // of str and Markup
std::span<const Method> search_methods();  // likewise
std::span<const Method> layout_methods();  // likewise
std::span<const Method> piece_methods();   // likewise
std::span<const Method> markup_methods();  // of Markup alone
std::span<const Method> list_methods();
std::span<const Method> tuple_methods();
std::span<const Method> range_methods();
std::span<const Method> dict_methods();
std::span<const Method> integer_methods();
std::span<const Method> real_methods();

}  // namespace tutor::value::internal
