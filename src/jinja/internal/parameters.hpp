// SPDX-License-Identifier: Apache-2.0
//
// Binds the arguments of builtin filters, tests and functions, with CPython's messages.
//
//     const Parameters p(arguments, {"do_center", {"value", "width"}, 1});
//     p.text(0), p.integer(1, 80)

#pragma once

#include "value/object.hpp"
#include "value/value.hpp"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::jinja {

class Parameters {
public:
    struct Signature {
        std::string_view function;
        std::initializer_list<std::string_view> names;
        std::size_t required;
        std::size_t hidden = 0;  ///< parameters that Jinja2 itself fills in, for messages
    };

    Parameters(const value::Arguments& arguments, const Signature& signature);

    /// Null when it was not given.
    const value::Value* find(std::size_t index) const { return values_[index]; }
    bool has(std::size_t index) const { return values_[index] != nullptr; }
    const value::Value& operator[](std::size_t index) const { return *values_[index]; }

    /// As a string: markup stays markup, anything else is what str() says.
    value::Value text(std::size_t index) const;
    bool truth(std::size_t index, bool fallback = false) const;
    std::int64_t integer(std::size_t index, std::int64_t fallback) const;
    /// The argument, none when it was not given or is None.
    const value::Value* some(std::size_t index) const;

private:
    std::array<const value::Value*, 8> values_ = {};
};

/// The one argument of a function that CPython implements in C.
const value::Value& take_only(std::string_view function, const value::Arguments& arguments);

/// A truth value as the C code of sorted() takes it: an integer.
bool flag_of(const value::Value* value);

/// A string or markup as it is, anything else as str() has it (Jinja2's soft_str).
value::Value soft_text(const value::Value& value);

/// `value.method(arguments…)` of a string.
value::Value text_method(
    const value::Value& text,
    std::string_view method,
    std::initializer_list<value::Value> arguments = {});

[[noreturn]] void fail_type(std::string message);
[[noreturn]] void fail_value(std::string message);
[[noreturn]] void fail_argument(std::string message);  ///< FilterArgumentError

}  // namespace tutor::jinja
