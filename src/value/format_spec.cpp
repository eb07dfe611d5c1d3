// SPDX-License-Identifier: Apache-2.0
//
// format(value, spec): the mini-language, and texts and integers in it.

#include "value/internal/format_spec.hpp"

#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::value {

namespace internal {

namespace {

bool is_align(char32_t c) {
    return c == '<' || c == '>' || c == '=' || c == '^';
}

[[noreturn]] void unknown_code(char32_t code, std::string_view type_name) {
    const std::string shown = code > 32 && code < 128
        ? std::string(1, static_cast<char>(code))
        : fmt::format("\\x{:x}", static_cast<std::uint32_t>(code));
    raise_value_error(
        fmt::format("Unknown format code '{}' for object of type '{}'", shown, type_name));
}

/// Reads the spec from left to right.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() const { return offset_ >= text_.size(); }
    char32_t peek() const {
        if (at_end()) {
            return 0;
        }
        std::size_t offset = offset_;
        return unicode::decode(text_, offset);
    }
    char32_t next() { return unicode::decode(text_, offset_); }
    bool accept(char32_t c) {
        if (at_end() || peek() != c) {
            return false;
        }
        next();
        return true;
    }
    /// -1 when there is no number.
    std::int64_t number() {
        std::int64_t value = -1;
        while (unicode::decimal_value(peek()) >= 0 && !at_end()) {
            value = std::max<std::int64_t>(value, 0);
            const int digit = unicode::decimal_value(next());
            if (__builtin_mul_overflow(value, 10, &value)
                || __builtin_add_overflow(value, digit, &value)) {
                raise_value_error("Too many decimal digits in format string");
            }
        }
        return value;
    }
    std::size_t left() const { return unicode::count(text_.substr(offset_)); }
    /// Fill and alignment, when the text begins with them.
    bool fill_and_align(FormatSpec& spec) {
        if (at_end()) {
            return false;
        }
        std::size_t second = offset_;
        const char32_t first = unicode::decode(text_, second);
        if (second < text_.size() && is_align(static_cast<unsigned char>(text_[second]))) {
            spec.fill = first;
            spec.align = text_[second];
            offset_ = second + 1;
            return true;
        }
        if (is_align(first)) {
            spec.align = static_cast<char>(first);
            offset_ = second;
        }
        return false;
    }

private:
    std::string_view text_;
    std::size_t offset_ = 0;
};

void read_grouping(Reader& reader, FormatSpec& spec) {
    if (reader.accept(',')) {
        spec.grouping = ',';
    }
    if (reader.accept('_')) {
        if (spec.grouping != 0) {
            raise_value_error("Cannot specify both ',' and '_'.");
        }
        spec.grouping = '_';
    }
    if (reader.peek() == ',' && spec.grouping == '_') {
        raise_value_error("Cannot specify both ',' and '_'.");
    }
}

void check_grouping(const FormatSpec& spec) {
    if (spec.grouping == 0) {
        return;
    }
    constexpr std::u32string_view decimal = U"defgEG%F";
    constexpr std::u32string_view binary = U"boxX";
    if (spec.type == 0 || decimal.find(spec.type) != decimal.npos
        || (spec.grouping == '_' && binary.find(spec.type) != binary.npos)) {
        return;
    }
    const std::string shown = spec.type > 32 && spec.type < 128
        ? std::string(1, static_cast<char>(spec.type))
        : fmt::format("\\x{:x}", static_cast<std::uint32_t>(spec.type));
    raise_value_error(fmt::format("Cannot specify '{}' with '{}'.", spec.grouping, shown));
}

}  // namespace

FormatSpec FormatSpec::parse(
    std::string_view text, std::string_view type_name, char32_t default_type, char default_align) {
    FormatSpec spec;
    spec.type = default_type;
    Reader reader(text);
    const bool fill_given = reader.fill_and_align(spec);
    const bool align_given = spec.align != 0;
    if (!align_given) {
        spec.align = default_align;
    }
    if (reader.peek() == '+' || reader.peek() == '-' || reader.peek() == ' ') {
        spec.sign = static_cast<char>(reader.next());
    }
    spec.no_negative_zero = reader.accept('z');
    spec.alternate = reader.accept('#');
    if (!fill_given && reader.peek() == '0') {
        spec.fill = '0';
        if (!align_given && default_align == '>') {
            spec.align = '=';
        }
        reader.next();
    }
    spec.width = reader.number();
    read_grouping(reader, spec);
    if (reader.accept('.')) {
        spec.precision = reader.number();
        if (spec.precision < 0) {
            raise_value_error("Format specifier missing precision");
        }
    }
    if (reader.left() > 1) {
        raise_value_error(
            fmt::format("Invalid format specifier '{}' for object of type '{}'", text, type_name));
    }
    if (!reader.at_end()) {
        spec.type = reader.next();
    }
    check_grouping(spec);
    if (spec.width > 0) {
        require_room(static_cast<std::size_t>(spec.width));
    }
    if (spec.precision > INT32_MAX) {
        raise_value_error("precision too big");
    }
    return spec;
}

std::string padded(std::string_view text, const FormatSpec& spec) {
    const std::size_t length = unicode::count(text);
    const std::size_t width = spec.width < 0 ? 0 : static_cast<std::size_t>(spec.width);
    if (width <= length) {
        return std::string(text);
    }
    const std::size_t room = width - length;
    require_room(room, spec.fill < 0x80 ? 1 : 4);
    const std::size_t before = spec.align == '>' ? room : spec.align == '^' ? room / 2 : 0;
    std::string out;
    for (std::size_t i = 0; i < before; ++i) {
        unicode::append(out, spec.fill);
    }
    out += text;
    for (std::size_t i = before; i < room; ++i) {
        unicode::append(out, spec.fill);
    }
    return out;
}

std::string format_text(const Value& value, std::string_view spec_text) {
    std::string_view text = value.as_string();
    const std::string type = type_name(value);
    if (spec_text.empty()) {
        return std::string(text);
    }
    const FormatSpec spec = FormatSpec::parse(spec_text, type, 's', '<');
    if (spec.type != 's') {
        unknown_code(spec.type, type);
    }
    if (spec.sign != 0) {
        raise_value_error(
            spec.sign == ' ' ? "Space not allowed in string format specifier"
                             : "Sign not allowed in string format specifier");
    }
    if (spec.no_negative_zero) {
        raise_value_error("Negative zero coercion (z) not allowed in string format specifier");
    }
    if (spec.alternate) {
        raise_value_error("Alternate form (#) not allowed in string format specifier");
    }
    if (spec.align == '=') {
        raise_value_error("'=' alignment not allowed in string format specifier");
    }
    if (spec.precision >= 0) {
        text = text.substr(0, unicode::offset_of(text, static_cast<std::size_t>(spec.precision)));
    }
    return padded(text, spec);
}

namespace {

/// Digits with separators every `group`; as many zeros in front as make them `width` wide.
std::string grouped(std::string_view digits, char separator, std::size_t group, std::size_t width) {
    std::string reversed;
    std::size_t in_group = 0;
    std::size_t taken = 0;
    while (taken < digits.size() || reversed.size() < width) {
        if (separator != 0 && in_group == group) {
            reversed += separator;
            in_group = 0;
        }
        reversed += taken < digits.size() ? digits[digits.size() - 1 - taken] : '0';
        ++taken;
        ++in_group;
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

/// The parts of a number to be laid out.
struct NumberParts {
    std::string_view sign;    // "-" or nothing
    std::string_view prefix;  // "0x"
    std::string_view digits;  // before the point
    std::string_view rest;    // the point and what follows
    std::size_t group = 3;
};

std::string laid_out(const NumberParts& parts, const FormatSpec& spec) {
    std::string head;
    if (!parts.sign.empty()) {
        head = parts.sign;
    } else if (spec.sign == '+' || spec.sign == ' ') {
        head = std::string(1, spec.sign);
    }
    head += parts.prefix;
    const std::size_t width = spec.width < 0 ? 0 : static_cast<std::size_t>(spec.width);
    const std::size_t around = head.size() + parts.rest.size();
    const std::size_t least =
        spec.fill == '0' && spec.align == '=' && width > around ? width - around : 0;
    // Before letters (inf, nan) stand zeros too, but no separators.
    const char separator = parts.digits.empty() ? '\0' : spec.grouping;
    std::string body = grouped(parts.digits, separator, parts.group, least);
    body += parts.rest;
    if (spec.align != '=') {
        return padded(head + body, spec);
    }
    FormatSpec right = spec;
    right.align = '>';
    right.width = spec.width - static_cast<std::int64_t>(head.size());
    return head + padded(body, right);
}

std::string format_character(const Value& integral, FormatSpec spec) {
    if (spec.sign != 0) {
        raise_value_error("Sign not allowed with integer format specifier 'c'");
    }
    if (spec.alternate) {
        raise_value_error("Alternate form (#) not allowed with integer format specifier 'c'");
    }
    if (integral.kind() == Kind::big_integer) {
        throw PythonError("OverflowError", "Python int too large to convert to C long");
    }
    const auto code = clamped_index(integral).value_or(-1);
    if (code < 0 || code > 0x10FFFF) {
        throw PythonError("OverflowError", "%c arg not in range(0x110000)");
    }
    std::string text;
    unicode::append(text, static_cast<char32_t>(code));
    if (spec.align == '=') {
        spec.align = '>';
    }
    return padded(text, spec);
}

}  // namespace

std::string format_integer(const Value& integral, std::string_view spec_text) {
    const FormatSpec spec = FormatSpec::parse(spec_text, type_name(integral), 'd', '>');
    unsigned base = 10;
    std::string_view prefix;
    switch (spec.type) {
    case 'b': base = 2, prefix = "0b"; break;
    case 'o': base = 8, prefix = "0o"; break;
    case 'x': base = 16, prefix = "0x"; break;
    case 'X': base = 16, prefix = "0X"; break;
    case 'd':
    case 'n':
    case 'c': break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': return format_real(real_of(integral), spec_text);
    default: unknown_code(spec.type, type_name(integral));
    }
    if (spec.precision >= 0) {
        raise_value_error("Precision not allowed in integer format specifier");
    }
    if (spec.no_negative_zero) {
        raise_value_error("Negative zero coercion (z) not allowed in integer format specifier");
    }
    if (spec.type == 'c') {
        return format_character(integral, spec);
    }
    std::string digits = base == 10 ? integer_digits(integral) : to_big(integral).to_digits(base);
    if (spec.type == 'X') {
        std::transform(digits.begin(), digits.end(), digits.begin(), [](char c) {
            return static_cast<char>(c >= 'a' && c <= 'f' ? c - 32 : c);
        });
    }
    NumberParts parts;
    parts.digits = digits;
    if (digits.front() == '-') {
        parts.sign = "-";
        parts.digits.remove_prefix(1);
    }
    parts.prefix = spec.alternate ? prefix : "";
    parts.group = base == 10 ? 3 : 4;
    return laid_out(parts, spec);
}

std::string format_real(double real, std::string_view spec_text) {
    const FormatSpec spec = FormatSpec::parse(spec_text, "float", 0, '>');
    RealStyle style = spec.alternate ? RealStyle::alternate : RealStyle::plain;
    int precision = static_cast<int>(spec.precision);
    auto code = static_cast<char>(spec.type);
    switch (spec.type) {
    case 0:
        style = spec.alternate ? RealStyle::alternate : RealStyle::with_fraction;
        code = precision < 0 ? 'r' : 'g';
        break;
    case 'n': code = 'g'; break;
    case '%':
        code = 'f';
        real *= 100;
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': break;
    default: unknown_code(spec.type, "float");
    }
    if (precision < 0) {
        precision = code == 'r' ? 0 : 6;
    }
    std::string text = format_real_digits(real, code, precision, style);
    if (spec.no_negative_zero && text.front() == '-'
        && text.find_first_of("123456789in") == std::string::npos) {
        text.erase(0, 1);
    }
    if (spec.type == '%') {
        text += '%';
    }
    NumberParts parts;
    parts.digits = text;
    if (text.front() == '-') {
        parts.sign = "-";
        parts.digits.remove_prefix(1);
    }
    const std::size_t whole =
        std::min(parts.digits.find_first_not_of("0123456789"), parts.digits.size());
    parts.rest = parts.digits.substr(whole);
    parts.digits = parts.digits.substr(0, whole);
    return laid_out(parts, spec);
}

}  // namespace internal

std::string format(const Value& value, std::string_view spec) {
    switch (value.kind()) {
    case Kind::string:
    case Kind::markup: return internal::format_text(value, spec);
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
        return spec.empty() ? str(value) : internal::format_integer(value, spec);
    case Kind::real:
        return spec.empty() ? str(value) : internal::format_real(value.as_real(), spec);
    case Kind::object:
    case Kind::undefined: return value.as_object()->format(spec);
    case Kind::none:
    case Kind::list:
    case Kind::tuple:
    case Kind::dict:
    case Kind::range: break;
    }
    if (!spec.empty()) {
        internal::raise_type_error(
            "unsupported format string passed to " + type_name(value) + ".__format__");
    }
    return str(value);
}

}  // namespace tutor::value
