// SPDX-License-Identifier: Apache-2.0
//
// The builtin filters, by subject; and what several of them need.

#pragma once

#include "jinja/internal/callable.hpp"
#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/parameters.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

std::span<const BuiltinEntry> text_filters();
std::span<const BuiltinEntry> layout_filters();
std::span<const BuiltinEntry> html_filters();
std::span<const BuiltinEntry> json_filters();
std::span<const BuiltinEntry> number_filters();
std::span<const BuiltinEntry> sequence_filters();
std::span<const BuiltinEntry> select_filters();
std::span<const BuiltinEntry> builtin_tests();

/// An iterator that is read once, as Python's generators are, and ends with the rendering.
/// `name` is the function's.
value::Value make_generator(Interpreter& interpreter, std::string name, value::Iteration iteration);
/// Likewise, an object of the class `type`.
value::Value make_iterator(Interpreter& interpreter, std::string type, value::Iteration iteration);

/// Reads an attribute path like "a.b.0,c" from items (Jinja2's make_attrgetter).
class AttributeGetter {
public:
    struct Settings {
        bool ignore_case = false;
        std::optional<value::Value> fallback = {};
        bool several = false;  ///< commas part several paths
    };

    AttributeGetter(Interpreter& interpreter, const value::Value* attribute, Settings settings);

    value::Value get(const value::Value& item) const;  ///< the first path's
    std::vector<value::Value> get_all(const value::Value& item) const;

private:
    value::Value follow(const std::vector<value::Value>& path, const value::Value& item) const;

    Interpreter& interpreter_;
    std::vector<std::vector<value::Value>> paths_;
    Settings settings_;
};

/// A dict, or an object of the host that has the methods `keys` and `items`.
bool is_mapping(const value::Value& value);

/// What the object's special method (`__int__`) returns; none for what has no such method.
std::optional<value::Value> special_method(
    const value::Value& value, std::string_view name, std::vector<value::Value> given = {});

/// Lower case of a string, anything else as it is.
value::Value ignore_case(const value::Value& value);

/// Whether `a` sorts before `b`; longer lists win over their beginnings.
///
/// Python compares lists by looking for the first items that are not equal, a key that stands
/// alone by `<` at once: two undefineds have no order, lists of them have.
enum class KeyShape : std::uint8_t { alone, list };
bool keys_less(
    const std::vector<value::Value>& a, const std::vector<value::Value>& b, KeyShape shape);

struct Keyed {
    std::vector<value::Value> key;
    value::Value item;
};
/// Python's sorted(): stable, equal items keep their order in reverse too.
void sort_keyed(std::vector<Keyed>& items, bool reverse, KeyShape shape = KeyShape::alone);

}  // namespace tutor::jinja
