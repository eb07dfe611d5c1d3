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
#include "value/methods.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

/// A string like `model`: markup when that is, secret when that is.
Value like(const Value& model, std::string_view text) {
    return model.is_markup() ? Value::markup(text, model.mark())
                             : Value::string(text, model.mark());
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
    const Value length = p.has(1) ? p[1] : Value(255);
    const Value end = p.has(3) ? p[3] : Value("...");
    const Value leeway = p.some(4) != nullptr
        ? p[4]
        : Value(interpreter.internal().options.policies.truncate_leeway);
    const Value end_length(static_cast<std::int64_t>(value::length(end)));
    const auto require = [](std::string_view name, const Value& value, const Value& least) {
        if (!value::compare(value::Comparison::greater_equal, value, least)) {
            throw value::PythonError(
                "AssertionError",
                fmt::format(
                    "expected {} >= {}, got {}", name, value::str(least), value::str(value)));
        }
    };
    require("length", length, end_length);
    require("leeway", leeway, 0);
    if (value::compare(
            value::Comparison::less_equal,
            Value(static_cast<std::int64_t>(value::length(p[0]))),
            value::add(length, leeway))) {
        return p[0];
    }
    Value kept = value::get_slice(p[0], Value(), value::subtract(length, end_length), Value());
    if (!p.truth(2)) {
        Arguments blank{{" ", 1}, {}};
        kept = value::call_method(kept, "rsplit", blank).items().front();
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

/// What Python says of `value += "\n"` and `value.splitlines()`.
[[noreturn]] void fail_no_text(const Value& value) {
    if (value.is_list()) {
        Arguments none;
        value::call_method(value, "splitlines", none);
    }
    if (!value.is_undefined() && !value.is_tuple()) {
        fail_type(fmt::format(
            "unsupported operand type(s) for +=: '{}' and 'str'", value::type_name(value)));
    }
    value::add(value, "\n");
    fail_type("indent needs a string");
}

Value indent(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_indent", {"s", "width", "first", "blank"}, 1});
    const Value width = p.has(1) ? p[1] : Value(4);
    const Value margin = width.is_string() ? width : value::multiply(" ", width);
    const std::string_view indention = margin.as_string();
    if (!p[0].is_string()) {
        fail_no_text(p[0]);
    }
    const Value& source = p[0];
    const bool blank = p.truth(3);
    const Value lines =
        text_method(like(source, std::string(source.as_string()) + "\n"), "splitlines");
    std::string result;
    result.reserve(source.as_string().size() + 16 * indention.size());
    bool first_line = true;
    for (const Value& line : lines.items()) {
        const std::string_view text = line.as_string();
        if (!first_line) {
            result += '\n';
        }
        if (first_line ? p.truth(2) : blank || !text.empty()) {
            result += indention;
        }
        result += text;
        first_line = false;
    }
    if (lines.items().empty() && p.truth(2)) {
        result += indention;
    }
    return like(source, result);
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
