// SPDX-License-Identifier: Apache-2.0
//
// Methods of texts that fill, format and translate; and those of markup alone.

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/internal/parameters.hpp"
#include "value/markup.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::value::internal {

namespace {

/// Where the text stands within the width.
enum class Place : std::uint8_t { left, center, right };

Value filled(const Value& self, std::string_view name, const Arguments& arguments, Place place) {
    take_between(self, name, arguments, 1, 2);
    const std::int64_t width = index_argument(arguments.positional[0]);
    std::string fill = " ";
    Mark mark = self.mark();
    if (const Value* const given = argument(arguments, 1)) {
        const Value text = self.is_markup() ? escape(*given) : *given;
        if (!text.is_string()) {
            raise_type_error(
                "The fill character must be a unicode character, not " + type_name(text));
        }
        if (text.code_point_count() != 1) {
            raise_type_error("The fill character must be exactly one character long");
        }
        fill = text.as_string();
        mark = mark | mark_of(text);
    }
    const auto length = static_cast<std::int64_t>(self.code_point_count());
    if (width <= length) {
        return self;
    }
    const std::int64_t room = width - length;
    require_room(static_cast<std::size_t>(room), fill.size());
    const std::int64_t before = place == Place::left ? 0
        : place == Place::right                      ? room
                                                     : room / 2 + (room & width & 1);
    std::string out;
    for (std::int64_t i = 0; i < before; ++i) {
        out += fill;
    }
    out += self.as_string();
    for (std::int64_t i = before; i < room; ++i) {
        out += fill;
    }
    return make_string(self.kind(), out, mark);
}

Value center(const Value& self, Arguments& arguments) {
    return filled(self, "center", arguments, Place::center);
}
Value ljust(const Value& self, Arguments& arguments) {
    return filled(self, "ljust", arguments, Place::left);
}
Value rjust(const Value& self, Arguments& arguments) {
    return filled(self, "rjust", arguments, Place::right);
}

Value zfill(const Value& self, Arguments& arguments) {
    const std::int64_t width = index_argument(take_one(self, "zfill", arguments));
    const auto length = static_cast<std::int64_t>(self.code_point_count());
    if (width <= length) {
        return self;
    }
    const auto room = static_cast<std::size_t>(width - length);
    require_room(room);
    std::string out(self.as_string());
    const bool has_sign = !out.empty() && (out.front() == '+' || out.front() == '-');
    out.insert(has_sign ? 1 : 0, room, '0');
    return make_string(self.kind(), out, self.mark());
}

Value expandtabs(const Value& self, Arguments& arguments) {
    const auto given = take_named("expandtabs", arguments, {"tabsize"});
    const std::int64_t size = given[0] == nullptr ? 8 : index_argument(*given[0], "int");
    std::string out;
    std::int64_t column = 0;
    const std::string_view text = self.as_string();
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t begin = offset;
        const char32_t c = unicode::decode(text, offset);
        if (c == '\t') {
            const std::int64_t spaces = size > 0 ? size - column % size : 0;
            require_room(out.size() + static_cast<std::size_t>(spaces));
            out.append(static_cast<std::size_t>(spaces), ' ');
            column += spaces;
        } else {
            out += text.substr(begin, offset - begin);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
        }
    }
    return make_string(self.kind(), out, self.mark());
}

Value format_method(const Value& self, Arguments& arguments) {
    return brace_format(self, arguments);
}

Value format_map(const Value& self, Arguments& arguments) {
    return brace_format_map(self, take_one(self, "format_map", arguments));
}

/// Appends what a translation table says for one character.
Mark append_translation(std::string& out, const Value& translation) {
    if (translation.is_none()) {
        return Mark::plain;
    }
    if (translation.is_string()) {
        out += translation.as_string();
        return translation.mark();
    }
    if (!is_integral(translation)) {
        raise_type_error("character mapping must return integer, None or str");
    }
    const auto code = clamped_index(translation).value_or(-1);
    if (code < 0 || code > 0x10FFFF) {
        raise_value_error("character mapping must be in range(0x110000)");
    }
    unicode::append(out, static_cast<char32_t>(code));
    return Mark::plain;
}

Value translate(const Value& self, Arguments& arguments) {
    const Value& table = take_one(self, "translate", arguments);
    const std::string_view text = self.as_string();
    Mark mark = self.mark();
    std::string out;
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t begin = offset;
        const char32_t c = unicode::decode(text, offset);
        const Value key(static_cast<std::int64_t>(c));
        if (const auto found = find_item(table, key)) {
            mark = mark | append_translation(out, *found);
            continue;
        }
        try {
            get_item(table, key);  // throws; only a TypeError matters
        } catch (const PythonError& error) {
            if (error.class_name() == "TypeError") {
                throw;
            }
        }
        out += text.substr(begin, offset - begin);
    }
    return make_string(self.kind(), out, mark);
}

Value code_of(const Value& character) {
    std::size_t offset = 0;
    return static_cast<std::int64_t>(unicode::decode(character.as_string(), offset));
}

Value table_of_dict(const Value& given) {
    if (!given.is_dict()) {
        raise_type_error("if you give only one argument to maketrans it must be a dict");
    }
    Dict table;
    for (const auto& [key, value] : given.as_dict()) {
        if (is_integral(key)) {
            table.set(key, value);
        } else if (!key.is_string()) {
            raise_type_error("keys in translate table must be strings or integers");
        } else if (key.code_point_count() != 1) {
            raise_value_error("string keys in translate table must be of length 1");
        } else {
            table.set(code_of(key), value);
        }
    }
    return table;
}

Value maketrans(const Value& self, Arguments& arguments) {
    take_between(self, "maketrans", arguments, 1, 3);
    for (std::size_t i = 1; i < arguments.positional.size(); ++i) {
        if (!arguments.positional[i].is_string()) {
            raise_type_error(fmt::format(
                "maketrans() argument {} must be str, not {}",
                i + 1,
                argument_type(arguments.positional[i])));
        }
    }
    const Value& from = arguments.positional[0];
    if (arguments.positional.size() == 1) {
        return table_of_dict(from);
    }
    if (!from.is_string()) {
        raise_type_error("first maketrans argument must be a string if there is a second argument");
    }
    const Value& to = arguments.positional[1];
    if (from.code_point_count() != to.code_point_count()) {
        raise_value_error("the first two maketrans arguments must have equal length");
    }
    Dict table;
    const Iteration next_from = iterate(from);
    const Iteration next_to = iterate(to);
    while (const auto character = next_from()) {
        const Value translation = *next_to();
        // A number would lose the mark.
        table.set(code_of(*character), to.is_secret() ? translation : code_of(translation));
    }
    if (const Value* const deleted = argument(arguments, 2)) {
        const Iteration next = iterate(*deleted);
        while (const auto character = next()) {
            table.set(code_of(*character), Value());
        }
    }
    return table;
}

constexpr Method table_of_text[] = {
    {"center", center},
    {"expandtabs", expandtabs},
    {"format", format_method},
    {"format_map", format_map},
    {"ljust", ljust},
    {"maketrans", maketrans},
    {"rjust", rjust},
    {"translate", translate},
    {"zfill", zfill},
};

Value unescape(const Value& self, Arguments& arguments) {
    take_none(self, "unescape", arguments);
    return Value::string(unescape_html(self.as_string()), self.mark());
}
Value striptags(const Value& self, Arguments& arguments) {
    take_none(self, "striptags", arguments);
    return Value::string(strip_tags(self.as_string()), self.mark());
}
Value escape_method(const Value& self, Arguments& arguments) {
    return escape(take_one(self, "escape", arguments));
}
Value html(const Value& self, Arguments& arguments) {
    take_none(self, "__html__", arguments);
    return self;
}

constexpr Method table_of_markup[] = {
    {"__html__", html},
    {"escape", escape_method},
    {"striptags", striptags},
    {"unescape", unescape},
};

}  // namespace

std::span<const Method> layout_methods() {
    return table_of_text;
}

std::span<const Method> markup_methods() {
    return table_of_markup;
}

}  // namespace tutor::value::internal
