// SPDX-License-Identifier: Apache-2.0
//
// Filters for HTML and URLs.

#include "base/text.hpp"
#include "jinja/internal/filters.hpp"
#include "jinja/internal/items.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/urlize.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

Value escape(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"escape", {"s"}, 1});
    return value::escape(p[0]);
}

Value forceescape(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_forceescape", {"value"}, 1});
    return value::escape(value::str_value(p[0]));
}

Value safe(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_mark_safe", {"value"}, 1});
    if (p[0].is_markup()) {
        return p[0];
    }
    const Value text = value::str_value(p[0]);
    return Value::markup(text.as_string(), text.mark());
}

Value striptags(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_striptags", {"value"}, 1});
    const Value text = value::str_value(p[0]);
    return Value::string(value::strip_tags(text.as_string()), text.mark());
}

enum class QuoteFor : std::uint8_t { path, query };

std::string quote_url(std::string_view text, QuoteFor use) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (is_ascii_alnum(c) || c == '_' || c == '.' || c == '-' || c == '~'
            || (c == '/' && use == QuoteFor::path)) {
            result += c;
        } else if (c == ' ' && use == QuoteFor::query) {
            result += '+';
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result += '%';
            result += hex[byte >> 4];
            result += hex[byte & 15];
        }
    }
    return result;
}

/// Both items of a pair, with Python's errors for what is none.
std::vector<Value> pair_of(const Value& pair) {
    std::vector<Value> parts = value::to_vector(pair);
    if (parts.size() != 2) {
        fail_value(
            parts.size() > 2
                ? "too many values to unpack (expected 2)"
                : fmt::format("not enough values to unpack (expected 2, got {})", parts.size()));
    }
    return parts;
}

Value urlencode(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_urlencode", {"value"}, 1});
    const auto mark = value::mark_of(p[0]);
    if (p[0].is_string() || (!value::is_iterable(p[0]) && !p[0].is_undefined())) {
        return Value::string(quote_url(value::str(p[0]), QuoteFor::path), mark);
    }
    Value pairs = p[0];
    if (is_mapping(p[0])) {
        Arguments none;
        pairs = value::call_method(p[0], "items", none);
    }
    std::string result;
    for (const Value& pair : value::to_vector(pairs)) {
        const std::vector<Value> parts = pair_of(pair);
        value::require_room(result.size());
        result += result.empty() ? "" : "&";
        result += quote_url(value::str(parts[0]), QuoteFor::query) + "="
            + quote_url(value::str(parts[1]), QuoteFor::query);
    }
    return Value::string(result, mark);
}

Value xmlattr(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_xmlattr", {"d", "autospace"}, 1, 1});
    Arguments none;
    const Value pairs = value::call_method(p[0], "items", none);
    std::string result;
    for (const Value& pair : value::to_vector(pairs)) {
        const std::vector<Value> parts = pair_of(pair);
        const Value& key = parts[0];
        const Value& value = parts[1];
        if (value.is_none() || value.is_undefined()) {
            continue;
        }
        if (!key.is_string()) {
            fail_type("expected string or bytes-like object, got '" + value::type_name(key) + "'");
        }
        for (const char c : key.as_string()) {
            if (is_ascii_space(c) || c == '/' || c == '>' || c == '=') {
                fail_value(fmt::format(
                    "Invalid character in attribute name: {}", value::repr_masked(key)));
            }
        }
        value::require_room(result.size());
        result += fmt::format(
            "{}{}=\"{}\"",
            result.empty() ? "" : " ",
            value::escape(key).as_string(),
            value::escape(value).as_string());
    }
    if (p.truth(1, true) && !result.empty()) {
        result.insert(0, 1, ' ');
    }
    return interpreter.make_text(result, value::mark_of(p[0]));
}

Value urlize(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(
        arguments,
        {"do_urlize",
         {"value", "trim_url_limit", "nofollow", "target", "rel", "extra_schemes"},
         1,
         1});
    const Policies& policies = interpreter.internal().options.policies;
    UrlizeSettings settings;
    if (p.some(1) != nullptr) {
        settings.trim_limit = p.integer(1, 0);
    }
    std::set<std::string> rel;
    const auto add_words = [&](std::string_view words) {
        for (const std::string& word : split(words, ' ')) {
            if (!word.empty()) {
                rel.insert(word);
            }
        }
    };
    if (p.some(4) != nullptr) {
        if (!p[4].is_string()) {
            throw value::PythonError(
                "AttributeError",
                fmt::format("'{}' object has no attribute 'split'", value::type_name(p[4])));
        }
        add_words(p[4].as_string());
    }
    if (p.truth(2)) {
        rel.insert("nofollow");
    }
    add_words(policies.urlize_rel);
    settings.rel = tutor::join({rel.begin(), rel.end()}, " ");
    settings.target = p.some(3) != nullptr ? value::str(p[3]) : policies.urlize_target;
    if (p.some(5) != nullptr) {
        for (const Value& scheme : value::to_vector(p[5])) {
            settings.extra_schemes.push_back(value::str(scheme));
        }
    } else {
        settings.extra_schemes = policies.urlize_extra_schemes;
    }
    for (const std::string& scheme : settings.extra_schemes) {
        if (!is_url_scheme(scheme)) {
            fail_argument(fmt::format(
                "{} is not a valid URI scheme prefix.",
                p.has(5) && value::holds_secret(p[5]) ? "***" : quoted(scheme)));
        }
    }
    const Value text = value::escape(p[0]);
    auto mark = text.mark();
    for (const std::size_t index : {3U, 4U, 5U}) {
        mark = mark | (p.has(index) ? value::mark_of(p[index]) : value::Mark::plain);
    }
    const std::string linked = urlize_text(text.as_string(), settings);
    value::require_room(linked.size());
    return interpreter.make_text(linked, mark);
}

constexpr BuiltinEntry entries[] = {
    {"e", escape},
    {"escape", escape},
    {"forceescape", forceescape},
    {"safe", safe},
    {"striptags", striptags},
    {"urlencode", urlencode},
    {"urlize", urlize},
    {"xmlattr", xmlattr}};

}  // namespace

std::span<const BuiltinEntry> html_filters() {
    return entries;
}

}  // namespace tutor::jinja
