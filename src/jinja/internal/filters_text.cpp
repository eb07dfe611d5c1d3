// SPDX-License-Identifier: Apache-2.0
//
// Filters that make text of text.

#include "jinja/internal/filters.hpp"
#include "jinja/internal/lexer.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/operators.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/markup.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

using value::Arguments;
using value::Mark;
using value::Value;

namespace {

/// A string like `model`: markup when that is.
Value like(const Value& model, std::string_view text, Mark mark) {
    return model.is_markup() ? Value::markup(text, mark) : Value::string(text, mark);
}

Value capitalize(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_capitalize", {"s"}, 1});
    return text_method(p.text(0), "capitalize");
}

Value center(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_center", {"value", "width"}, 1});
    return text_method(p.text(0), "center", {p.has(1) ? p[1] : Value(80)});
}

Value fallback(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_default", {"value", "default_value", "boolean"}, 1});
    if (p[0].is_undefined() || (p.truth(2) && !value::truth(p[0]))) {
        return p.has(1) ? p[1] : Value("");
    }
    return p[0];
}

Value format(Interpreter& /*interpreter*/, Arguments& arguments) {
    if (arguments.positional.empty()) {
        fail_type("do_format() missing 1 required positional argument: 'value'");
    }
    const Value pattern = soft_text(arguments.positional.front());
    if (arguments.positional.size() > 1 && !arguments.keyword.empty()) {
        fail_argument("can't handle positional and keyword arguments at the same time");
    }
    if (!arguments.keyword.empty()) {
        value::Dict values;
        for (const auto& [name, value] : arguments.keyword) {
            values.set(name, value);
        }
        return binary_result(Op::modulo, pattern, values);
    }
    return binary_result(
        Op::modulo,
        pattern,
        Value::tuple({arguments.positional.begin() + 1, arguments.positional.end()}));
}

Value lower(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_lower", {"s"}, 1});
    return text_method(p.text(0), "lower");
}

Value upper(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_upper", {"s"}, 1});
    return text_method(p.text(0), "upper");
}

Value replace(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_replace", {"s", "old", "new", "count"}, 3, 1});
    const Value count = p.some(3) != nullptr ? p[3] : Value(-1);
    if (!interpreter.autoescape()) {
        return text_method(
            value::str_value(p[0]),
            "replace",
            {value::str_value(p[1]), value::str_value(p[2]), count});
    }
    const bool escape = p[1].is_markup() || (p[2].is_markup() && !p[0].is_markup());
    return text_method(
        escape ? value::escape(p[0]) : soft_text(p[0]),
        "replace",
        {soft_text(p[1]), soft_text(p[2]), count});
}

Value string(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"soft_str", {"s"}, 1});
    return p.text(0);
}

bool begins_words(char32_t c) {
    return c == U'-' || c == U'(' || c == U'{' || c == U'[' || c == U'<'
        || value::unicode::is_space(c);
}

Value title(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_title", {"s"}, 1});
    const Value source = p.text(0);
    const std::string_view text = source.as_string();
    std::string result;
    std::size_t begin = 0;
    while (begin < text.size()) {
        // A run of separators, or a word up to the next one.
        std::size_t end = begin;
        std::size_t first_end = begin;
        const bool separators = begins_words(value::unicode::decode(text, first_end));
        while (end < text.size()) {
            std::size_t next = end;
            if (begins_words(value::unicode::decode(text, next)) != separators) {
                break;
            }
            end = next;
        }
        result += value::unicode::upper(text.substr(begin, first_end - begin));
        result += value::unicode::lower(text.substr(first_end, end - first_end));
        begin = end;
    }
    return Value::string(result, source.mark());
}

Value trim_text(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_trim", {"value", "chars"}, 1});
    return p.some(1) != nullptr ? text_method(p.text(0), "strip", {p[1]})
                                : text_method(p.text(0), "strip");
}

Value truncate(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(
        arguments, {"do_truncate", {"s", "length", "killwords", "end", "leeway"}, 1, 1});
    const std::int64_t length = p.integer(1, 255);
    const Value end = p.has(3) ? soft_text(p[3]) : Value("...");
    const std::int64_t leeway = p.some(4) != nullptr
        ? p.integer(4, 0)
        : interpreter.internal().options.policies.truncate_leeway;
    const auto end_length = static_cast<std::int64_t>(end.code_point_count());
    if (length < end_length) {
        throw value::PythonError(
            "AssertionError", fmt::format("expected length >= {}, got {}", end_length, length));
    }
    if (leeway < 0) {
        throw value::PythonError(
            "AssertionError", fmt::format("expected leeway >= 0, got {}", leeway));
    }
    if (static_cast<std::int64_t>(value::length(p[0])) <= length + leeway) {
        return p[0];
    }
    Value kept = value::get_slice(p[0], Value(), Value(length - end_length));
    if (!p.truth(2)) {
        kept = text_method(kept, "rsplit", {" ", 1}).items().front();
    }
    return value::add(kept, end);
}

Value wordcount(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_wordcount", {"s"}, 1});
    const Value source = p.text(0);
    const std::string_view text = source.as_string();
    std::int64_t words = 0;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = value::unicode::decode(text, at);
        const bool word = c == U'_' || value::unicode::is_alnum(c);
        words += word && !inside ? 1 : 0;
        inside = word;
    }
    return words;
}

Value indent(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_indent", {"s", "width", "first", "blank"}, 1});
    std::string indention;
    if (p.has(1) && p[1].is_string()) {
        indention = p[1].as_string();
    } else {
        const auto width = static_cast<std::size_t>(std::max<std::int64_t>(p.integer(1, 4), 0));
        value::require_room(width);
        indention.assign(width, ' ');
    }
    // Adding the newline first makes what is no string fail as in Jinja2.
    const Value source = p[0].is_string() ? p[0] : value::add(p[0], "\n");
    const bool blank = p.truth(3);
    const Value lines = text_method(
        like(source, std::string(source.as_string()) + "\n", source.mark()), "splitlines");
    std::string result;
    bool first_line = true;
    for (const Value& line : lines.items()) {
        const std::string_view text = line.as_string();
        if (!first_line) {
            result += '\n';
        }
        if (first_line ? p.truth(2) : blank || !text.empty()) {
            value::require_room(result.size() + indention.size());
            result += indention;
        }
        result += text;
        first_line = false;
    }
    if (lines.items().empty() && p.truth(2)) {
        result += indention;
    }
    return like(source, result, source.mark() | (p.has(1) ? p[1].mark() : Mark::plain));
}

constexpr BuiltinEntry entries[] = {
    {"capitalize", capitalize},
    {"center", center},
    {"d", fallback},
    {"default", fallback},
    {"format", format},
    {"indent", indent},
    {"lower", lower},
    {"replace", replace},
    {"string", string},
    {"title", title},
    {"trim", trim_text},
    {"truncate", truncate},
    {"upper", upper},
    {"wordcount", wordcount}};

}  // namespace

std::span<const BuiltinEntry> text_filters() {
    return entries;
}

}  // namespace tutor::jinja
