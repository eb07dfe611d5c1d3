// SPDX-License-Identifier: Apache-2.0
//
// The filter tojson.

#include "jinja/internal/filters.hpp"
#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

/// Python's json.dumps(), then made safe for HTML.
class JsonWriter {
public:
    JsonWriter(std::optional<std::string> indent, bool sort_keys)
        : indent_(std::move(indent)), sort_keys_(sort_keys) {}

    void write(const Value& value);
    std::string& text() { return text_; }

private:
    void write_string(std::string_view text);
    void write_real(double real);
    void write_list(const Value& value);
    void write_dict(const Value& value);
    void write_key(const Value& key);
    void write_code_unit(unsigned unit) { text_ += fmt::format("\\u{:04x}", unit); }
    void new_line(std::size_t depth);
    void enter(const Value& container);

    std::optional<std::string> indent_;
    bool sort_keys_;
    std::string text_;
    std::vector<const void*> open_;
};

/// Before every item: counts it, and looks how long the text has become.
void JsonWriter::new_line(std::size_t depth) {
    value::charge();
    value::require_room(text_.size() + (indent_ ? depth * indent_->size() : 0));
    if (indent_) {
        text_ += '\n';
        for (std::size_t i = 0; i < depth; ++i) {
            text_ += *indent_;
        }
    }
}

void JsonWriter::enter(const Value& container) {
    if (std::find(open_.begin(), open_.end(), container.identity()) != open_.end()) {
        fail_value("Circular reference detected");
    }
    if (open_.size() > 500) {
        throw value::PythonError(
            "RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
    }
    open_.push_back(container.identity());
}

void JsonWriter::write_string(std::string_view text) {
    text_ += '"';
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = value::unicode::decode(text, at);
        switch (c) {
        case U'"': text_ += "\\\""; break;
        case U'\\': text_ += "\\\\"; break;
        case U'\n': text_ += "\\n"; break;
        case U'\r': text_ += "\\r"; break;
        case U'\t': text_ += "\\t"; break;
        case U'\f': text_ += "\\f"; break;
        case U'\b': text_ += "\\b"; break;
        case U'<':
        case U'>':
        case U'&':
        case U'\'': write_code_unit(c); break;
        default:
            if (c >= 0x10000) {
                write_code_unit(0xD800 + ((c - 0x10000) >> 10));
                write_code_unit(0xDC00 + ((c - 0x10000) & 0x3FF));
            } else if (c < 0x20 || c >= 0x7F) {
                if (c == 0x7F) {
                    text_ += '\x7f';
                } else {
                    write_code_unit(c);
                }
            } else {
                text_ += static_cast<char>(c);
            }
        }
    }
    text_ += '"';
}

void JsonWriter::write_real(double real) {
    if (std::isnan(real)) {
        text_ += "NaN";
    } else if (std::isinf(real)) {
        text_ += real < 0 ? "-Infinity" : "Infinity";
    } else {
        text_ += value::real_repr(real);
    }
}

void JsonWriter::write_list(const Value& value) {
    enter(value);
    text_ += '[';
    bool first = true;
    for (const Value& item : value.items()) {
        text_ += first ? "" : indent_ ? "," : ", ";
        new_line(open_.size());
        write(item);
        first = false;
    }
    open_.pop_back();
    if (!first) {
        new_line(open_.size());
    }
    text_ += ']';
}

void JsonWriter::write_key(const Value& key) {
    switch (key.kind()) {
    case value::Kind::string:
    case value::Kind::markup: write_string(key.as_string()); break;
    case value::Kind::boolean:
    case value::Kind::none:
    case value::Kind::integer:
    case value::Kind::big_integer:
    case value::Kind::real:
        text_ += '"';
        write(key);
        text_ += '"';
        break;
    default:
        fail_type(fmt::format(
            "keys must be str, int, float, bool or None, not {}", value::type_name(key)));
    }
}

void JsonWriter::write_dict(const Value& value) {
    enter(value);
    std::vector<Keyed> entries;
    for (const auto& [key, entry] : value.as_dict()) {
        entries.push_back({{key}, entry});
    }
    if (sort_keys_) {
        sort_keyed(entries, false);
    }
    text_ += '{';
    bool first = true;
    for (const Keyed& entry : entries) {
        text_ += first ? "" : indent_ ? "," : ", ";
        new_line(open_.size());
        write_key(entry.key.front());
        text_ += ": ";
        write(entry.item);
        first = false;
    }
    open_.pop_back();
    if (!first) {
        new_line(open_.size());
    }
    text_ += '}';
}

void JsonWriter::write(const Value& value) {
    switch (value.kind()) {
    case value::Kind::none: text_ += "null"; break;
    case value::Kind::boolean: text_ += value.as_boolean() ? "true" : "false"; break;
    case value::Kind::integer:
    case value::Kind::big_integer: value::append_str(text_, value); break;
    case value::Kind::real: write_real(value.as_real()); break;
    case value::Kind::string:
    case value::Kind::markup: write_string(value.as_string()); break;
    case value::Kind::list:
    case value::Kind::tuple: write_list(value); break;
    case value::Kind::dict: write_dict(value); break;
    default:
        if (value.is_object() && value.as_object()->type_name() == "_GroupTuple") {
            write(value::List(
                {*value.as_object()->attribute("grouper"), *value.as_object()->attribute("list")}));
            break;
        }
        fail_type(
            fmt::format("Object of type {} is not JSON serializable", value::type_name(value)));
    }
}

std::string spaces(std::int64_t count) {
    const auto size = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
    value::require_room(size);
    return std::string(size, ' ');
}

Value tojson(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_tojson", {"value", "indent"}, 1, 1});
    std::optional<std::string> indent;
    if (p.some(1) != nullptr) {
        indent = p[1].is_string() ? std::string(p[1].as_string()) : spaces(p.integer(1, 0));
    }
    JsonWriter writer(indent, interpreter.internal().options.policies.json_sort_keys);
    writer.write(p[0]);
    return Value::markup(
        writer.text(), value::mark_of(p[0]) | (p.has(1) ? p[1].mark() : value::Mark::plain));
}

constexpr BuiltinEntry entries[] = {{"tojson", tojson}};

}  // namespace

std::span<const BuiltinEntry> json_filters() {
    return entries;
}

}  // namespace tutor::jinja
