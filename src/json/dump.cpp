// SPDX-License-Identifier: Apache-2.0

#include "json/dump.hpp"

#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tutor::json {
namespace {

using value::Kind;
using value::PythonError;
using value::Value;

constexpr std::size_t max_depth = 1000;

std::string real_text(double real) {
    if (std::isnan(real)) {
        return "NaN";
    }
    if (std::isinf(real)) {
        return real < 0 ? "-Infinity" : "Infinity";
    }
    return value::real_repr(real);
}

/// What JSON has for a value that is no container; none for anything else.
std::optional<std::string> literal_of(const Value& value) {
    switch (value.kind()) {
    case Kind::none: return "null";
    case Kind::boolean: return value.as_boolean() ? "true" : "false";
    case Kind::integer:
    case Kind::big_integer: return value::str(value);
    case Kind::real: return real_text(value.as_real());
    case Kind::undefined:
    case Kind::string:
    case Kind::markup:
    case Kind::list:
    case Kind::tuple:
    case Kind::dict:
    case Kind::range:
    case Kind::object: break;
    }
    return std::nullopt;
}

class Writer {
public:
    explicit Writer(const DumpOptions& options)
        : options_(options),
          item_separator_(options.item_separator.value_or(options.indent ? "," : ", ")) {}

    void write(const Value& value);
    std::string take() { return std::move(out_); }

private:
    void string(std::string_view text);
    void character(char32_t c);
    void list(const Value& value);
    void dict(const Value& value);
    void key(const Value& key);
    void enter(const Value& container);
    void leave() { open_.pop_back(); }
    void line_break();

    const DumpOptions& options_;
    std::string item_separator_;
    std::string out_;
    std::vector<const void*> open_;  // what the current value is inside of
};

void Writer::write(const Value& value) {
    if (const std::optional<std::string> literal = literal_of(value)) {
        out_ += *literal;
    } else if (value.is_string()) {
        string(value.as_string());
    } else if (value.is_list() || value.is_tuple()) {
        list(value);
    } else if (value.is_dict()) {
        dict(value);
    } else {
        // json names a class without its module: "date", not "datetime.date"
        const std::string type = value::type_name(value);
        throw PythonError(
            "TypeError",
            fmt::format(
                "Object of type {} is not JSON serializable",
                std::string_view(type).substr(type.rfind('.') + 1)));
    }
}

void Writer::character(char32_t c) {
    switch (c) {
    case '"': out_ += "\\\""; return;
    case '\\': out_ += "\\\\"; return;
    case '\n': out_ += "\\n"; return;
    case '\r': out_ += "\\r"; return;
    case '\t': out_ += "\\t"; return;
    case '\f': out_ += "\\f"; return;
    case '\b': out_ += "\\b"; return;
    default: break;
    }
    const auto code = static_cast<std::uint32_t>(c);
    const bool escape = code < 0x20 || (options_.ensure_ascii && code > 0x7E);
    if (!escape) {
        value::unicode::append(out_, c);
    } else if (code <= 0xFFFF) {
        out_ += fmt::format("\\u{:04x}", code);
    } else {
        const std::uint32_t rest = code - 0x10000;
        out_ += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (rest >> 10U), 0xDC00 + (rest & 0x3FFU));
    }
}

void Writer::string(std::string_view text) {
    out_ += '"';
    const auto is_plain = [](char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    };
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t begin = offset;
        while (offset < text.size() && is_plain(text[offset])) {
            ++offset;
        }
        out_.append(text, begin, offset - begin);
        if (offset < text.size()) {
            character(value::unicode::decode(text, offset));
        }
    }
    out_ += '"';
}

void Writer::enter(const Value& container) {
    const void* identity = container.identity();
    if (std::find(open_.begin(), open_.end(), identity) != open_.end()) {
        throw PythonError("ValueError", "Circular reference detected");
    }
    if (open_.size() >= max_depth) {
        throw PythonError(
            "RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
    }
    open_.push_back(identity);
}

void Writer::line_break() {
    if (options_.indent) {
        out_ += '\n';
        out_.append(open_.size() * static_cast<std::size_t>(std::max(0, *options_.indent)), ' ');
    }
}

void Writer::list(const Value& value) {
    const std::vector<Value>& items = value.items();
    if (items.empty()) {
        out_ += "[]";
        return;
    }
    enter(value);
    out_ += '[';
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) {
            out_ += item_separator_;
        }
        line_break();
        write(items[i]);
    }
    leave();
    line_break();
    out_ += ']';
}

void Writer::key(const Value& key) {
    if (key.is_string()) {
        string(key.as_string());
    } else if (const std::optional<std::string> literal = literal_of(key)) {
        string(*literal);
    } else {
        throw PythonError(
            "TypeError",
            fmt::format(
                "keys must be str, int, float, bool or None, not {}", value::type_name(key)));
    }
}

void Writer::dict(const Value& value) {
    const value::Dict dict = value.as_dict();
    if (dict.empty()) {
        out_ += "{}";
        return;
    }
    enter(value);
    std::vector<value::Dict::Entry> entries(dict.begin(), dict.end());
    if (options_.sort_keys) {
        std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            return value::less(a.key, b.key);
        });
    }
    out_ += '{';
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i > 0) {
            out_ += item_separator_;
        }
        line_break();
        key(entries[i].key);
        out_ += options_.key_separator;
        write(entries[i].value);
    }
    leave();
    line_break();
    out_ += '}';
}

}  // namespace

std::string dump(const Value& value, const DumpOptions& options) {
    Writer writer(options);
    writer.write(value);
    return writer.take();
}

}  // namespace tutor::json
