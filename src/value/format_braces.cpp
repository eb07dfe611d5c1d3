// SPDX-License-Identifier: Apache-2.0
//
// pattern.format(…) and pattern.format_map(…).

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/internal/access.hpp"
#include "value/internal/operators.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

namespace tutor::value {

namespace {

using internal::operator|;

/// "{name!conversion:spec}".
struct Field {
    std::string_view name;
    char32_t conversion = 0;
    std::string_view spec;
    bool spec_has_fields = false;
};

/// A number without sign; none when the text is anything else.
std::optional<std::int64_t> number_of(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        if (__builtin_mul_overflow(number, 10, &number)
            || __builtin_add_overflow(number, c - '0', &number)) {
            internal::raise_value_error("Too many decimal digits in format string");
        }
    }
    return number;
}

/// Splits a pattern into literal text and fields.
class PatternReader {
public:
    explicit PatternReader(std::string_view text) : text_(text) {}

    bool at_end() const { return offset_ >= text_.size(); }

    /// The literal text up to the next field; true when a field follows.
    bool read_literal(std::string& out) {
        const std::size_t brace = std::min(text_.find_first_of("{}", offset_), text_.size());
        out += text_.substr(offset_, brace - offset_);
        offset_ = brace;
        if (at_end()) {
            return false;
        }
        const char c = text_[offset_++];
        if (c == '}' && (at_end() || text_[offset_] != '}')) {
            internal::raise_value_error("Single '}' encountered in format string");
        }
        if (c == '{' && at_end()) {
            internal::raise_value_error("Single '{' encountered in format string");
        }
        if (text_[offset_] == c) {
            ++offset_;
            out += c;
            return false;
        }
        return true;
    }

    Field read_field() {
        Field field;
        const std::size_t begin = offset_;
        bool in_brackets = false;
        char c = 0;
        while (!at_end()) {
            c = text_[offset_++];
            if (c == '{') {
                internal::raise_value_error("unexpected '{' in field name");
            }
            in_brackets = c == '[' || (in_brackets && c != ']');
            if (!in_brackets && (c == '}' || c == ':' || c == '!')) {
                break;
            }
        }
        if (in_brackets || (c != '}' && c != ':' && c != '!')) {
            internal::raise_value_error("expected '}' before end of string");
        }
        field.name = text_.substr(begin, offset_ - 1 - begin);
        if (c == '}' || (c == '!' && read_conversion(field))) {
            return field;
        }
        read_spec(field);
        return field;
    }

private:
    /// Whether the field ends behind its conversion.
    bool read_conversion(Field& field) {
        if (at_end()) {
            internal::raise_value_error("end of string while looking for conversion specifier");
        }
        field.conversion = unicode::decode(text_, offset_);
        if (at_end()) {
            return false;
        }
        const char c = text_[offset_++];
        if (c != '}' && c != ':') {
            internal::raise_value_error("expected ':' after conversion specifier");
        }
        return c == '}';
    }

    void read_spec(Field& field) {
        const std::size_t begin = offset_;
        int open = 1;
        while (!at_end()) {
            const char c = text_[offset_++];
            if (c == '{') {
                field.spec_has_fields = true;
                ++open;
            } else if (c == '}' && --open == 0) {
                field.spec = text_.substr(begin, offset_ - 1 - begin);
                return;
            }
        }
        internal::raise_value_error("unmatched '{' in format spec");
    }

    std::string_view text_;
    std::size_t offset_ = 0;
};

class BraceFormatter {
public:
    BraceFormatter(
        const Value& pattern,
        const Arguments* arguments,
        const Value* mapping,
        const AttributeReader& attributes)
        : pattern_(pattern),
          mark_(pattern.mark()),
          arguments_(arguments),
          mapping_(mapping),
          attributes_(attributes) {}

    Value run() {
        const std::string text = build(pattern_.as_string(), 2);
        return internal::make_string(pattern_.kind(), text, mark_);
    }

private:
    enum class Numbering : std::uint8_t { none, automatic, manual };

    std::string build(std::string_view text, int depth) {
        if (depth <= 0) {
            internal::raise_value_error("Max string recursion exceeded");
        }
        std::string out;
        PatternReader reader(text);
        while (!reader.at_end()) {
            if (reader.read_literal(out)) {
                write(reader.read_field(), depth, out);
            }
            internal::require_room(out.size());
        }
        return out;
    }

    void write(const Field& field, int depth, std::string& out) {
        Value value = look_up(field.name);
        mark_ = mark_ | mark_of(value);
        switch (field.conversion) {
        case 0: break;
        case 's': value = str(value); break;
        case 'r': value = repr(value); break;
        case 'a': value = ascii(value); break;
        default: {
            const auto code = static_cast<std::uint32_t>(field.conversion);
            internal::raise_value_error(
                "Unknown conversion specifier "
                + (code > 32 && code < 127 ? std::string(1, static_cast<char>(code))
                                           : fmt::format("\\x{:x}", code)));
        }
        }
        const std::string spec =
            field.spec_has_fields ? build(field.spec, depth - 1) : std::string(field.spec);
        if (pattern_.is_markup()) {
            write_escaped(value, spec, out);
        } else {
            out += format(value, spec);
        }
    }

    static void write_escaped(const Value& value, const std::string& spec, std::string& out) {
        if (!value.is_markup() && !(value.is_object() && value::attribute(value, "__html__"))) {
            out += escape_html(format(value, spec));
            return;
        }
        if (!spec.empty() && !value.is_markup()) {
            internal::raise_value_error(fmt::format(
                "Format specifier {} given, but {} does not define __html_format__. A class that "
                "defines __html__ must define __html_format__ to work with format specifiers.",
                spec,
                type_name(value)));
        }
        if (!spec.empty()) {
            internal::raise_value_error("Unsupported format specification for Markup.");
        }
        out += escape(value).as_string();
    }

    Value look_up(std::string_view name) {
        const std::size_t end = std::min(name.find_first_of(".["), name.size());
        if (end == 0 && !name.empty() && pattern_.is_markup()) {
            throw PythonError("KeyError", "''");  // string.Formatter, which Markup uses
        }
        Value value = first_value(name.substr(0, end));
        std::string_view rest = name.substr(end);
        while (!rest.empty()) {
            const char c = rest.front();
            rest.remove_prefix(1);
            if (c == '.') {
                const std::size_t stop = std::min(rest.find_first_of(".["), rest.size());
                value = attribute_of(value, rest.substr(0, stop));
                rest.remove_prefix(stop);
            } else if (c == '[') {
                const std::size_t stop = rest.find(']');
                if (stop == std::string_view::npos) {
                    internal::raise_value_error("Missing ']' in format string");
                }
                value = item_of(value, rest.substr(0, stop));
                rest.remove_prefix(stop + 1);
            } else {
                internal::raise_value_error(
                    "Only '.' or '[' may follow ']' in format field specifier");
            }
        }
        return value;
    }

    Value first_value(std::string_view name) {
        auto index = number_of(name);
        if (!name.empty() && !index) {
            return named_value(name);
        }
        const Numbering now = name.empty() ? Numbering::automatic : Numbering::manual;
        if (numbering_ != Numbering::none && numbering_ != now) {
            internal::raise_value_error(
                now == Numbering::automatic || pattern_.is_markup()
                    ? "cannot switch from manual field specification to automatic field numbering"
                    : "cannot switch from automatic field numbering to manual field "
                      "specification");
        }
        numbering_ = now;
        const auto at = static_cast<std::size_t>(name.empty() ? next_++ : *index);
        if (arguments_ == nullptr) {
            internal::raise_value_error("Format string contains positional fields");
        }
        if (at >= arguments_->positional.size()) {
            throw PythonError(
                "IndexError",
                pattern_.is_markup()
                    ? "tuple index out of range"
                    : fmt::format(
                        "Replacement index {} out of range for positional args tuple", at));
        }
        return arguments_->positional[at];
    }

    Value named_value(std::string_view name) const {
        if (mapping_ != nullptr) {
            return get_item(*mapping_, Value(name));
        }
        for (const auto& [key, value] : arguments_->keyword) {
            if (key == name) {
                return value;
            }
        }
        throw PythonError("KeyError", repr(Value(name)));
    }

    Value attribute_of(const Value& value, std::string_view name) const {
        if (name.empty()) {
            internal::raise_value_error("Empty attribute in format string");
        }
        auto found = attributes_ ? attributes_(value, name) : value::attribute(value, name);
        if (!found) {
            throw PythonError(
                "AttributeError",
                fmt::format("'{}' object has no attribute '{}'", type_name(value), name));
        }
        return *std::move(found);
    }

    static Value item_of(const Value& value, std::string_view name) {
        if (name.empty()) {
            internal::raise_value_error("Empty attribute in format string");
        }
        const auto index = number_of(name);
        return get_item(value, index ? Value(*index) : Value(name));
    }

    const Value& pattern_;
    Mark mark_;
    const Arguments* arguments_;
    const Value* mapping_;
    const AttributeReader& attributes_;
    Numbering numbering_ = Numbering::none;
    std::int64_t next_ = 0;
};

}  // namespace

Value brace_format(
    const Value& pattern, const Arguments& arguments, const AttributeReader& attributes) {
    return BraceFormatter(pattern, &arguments, nullptr, attributes).run();
}

Value brace_format_map(
    const Value& pattern, const Value& mapping, const AttributeReader& attributes) {
    return BraceFormatter(pattern, nullptr, &mapping, attributes).run();
}

}  // namespace tutor::value
