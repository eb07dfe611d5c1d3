// SPDX-License-Identifier: Apache-2.0
//
// pattern % arguments.

#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/internal/access.hpp"
#include "value/internal/format_spec.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/markup.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tutor::value {

namespace {

using internal::operator|;

/// One "%…x" of a pattern.
struct Conversion {
    bool left = false;
    bool plus = false;
    bool blank = false;
    bool alternate = false;
    bool zero = false;
    std::int64_t width = -1;
    std::int64_t precision = -1;
    char32_t code = 0;
};

class PercentFormatter {
public:
    PercentFormatter(const Value& pattern, const Value& arguments)
        : text_(pattern.as_string()),
          kind_(pattern.kind()),
          mark_(pattern.mark()),
          arguments_(arguments) {
        if (!arguments.is_tuple()) {
            is_mapping_ = arguments.is_dict() || arguments.is_list() || arguments.is_range()
                || arguments.is_undefined();
        }
    }

    Value run() {
        while (offset_ < text_.size()) {
            const std::size_t percent = std::min(text_.find('%', offset_), text_.size());
            out_ += text_.substr(offset_, percent - offset_);
            offset_ = percent;
            if (offset_ < text_.size()) {
                ++offset_;
                convert();
            }
            internal::require_room(out_.size());
        }
        const bool all_used =
            arguments_.is_tuple() ? next_ >= arguments_.items().size() : next_ > 0 || is_mapping_;
        if (!all_used) {
            internal::raise_type_error("not all arguments converted during string formatting");
        }
        return internal::make_string(kind_, out_, mark_);
    }

private:
    char32_t read() {
        if (offset_ >= text_.size()) {
            internal::raise_value_error("incomplete format");
        }
        return unicode::decode(text_, offset_);
    }
    char32_t peek() const {
        if (offset_ >= text_.size()) {
            internal::raise_value_error("incomplete format");
        }
        std::size_t offset = offset_;
        return unicode::decode(text_, offset);
    }

    Value next_argument() {
        if (keyed_ || has_keys_) {
            if (keyed_used_) {
                internal::raise_type_error("not enough arguments for format string");
            }
            keyed_used_ = true;
            return keyed_argument_;
        }
        const std::size_t available = arguments_.is_tuple() ? arguments_.items().size() : 1;
        if (next_ >= available) {
            internal::raise_type_error("not enough arguments for format string");
        }
        const std::size_t index = next_++;
        return arguments_.is_tuple() ? arguments_.items()[index] : arguments_;
    }

    void read_key() {
        if (!is_mapping_ && !arguments_.is_object() && !arguments_.is_undefined()) {
            internal::raise_type_error("format requires a mapping");
        }
        const std::size_t begin = ++offset_;
        int open = 1;
        while (open > 0 && offset_ < text_.size()) {
            const char c = text_[offset_++];
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        if (open > 0) {
            internal::raise_value_error("incomplete format key");
        }
        is_mapping_ = true;
        has_keys_ = true;
        keyed_ = true;
        keyed_used_ = false;
        keyed_argument_ = get_item(arguments_, Value(text_.substr(begin, offset_ - begin - 1)));
    }

    void read_flags(Conversion& conversion) {
        for (;; ++offset_) {
            switch (peek()) {
            case '-': conversion.left = true; break;
            case '+': conversion.plus = true; break;
            case ' ': conversion.blank = true; break;
            case '#': conversion.alternate = true; break;
            case '0': conversion.zero = true; break;
            default: return;
            }
        }
    }

    /// Digits or "*"; none when there is neither.
    std::optional<std::int64_t> read_number(const char* too_big, const char* type) {
        if (peek() == '*') {
            ++offset_;
            const Value argument = next_argument();
            if (!internal::is_integral(argument)) {
                internal::raise_type_error("* wants int");
            }
            if (argument.kind() == Kind::big_integer) {
                throw PythonError(
                    "OverflowError", std::string("Python int too large to convert to C ") + type);
            }
            const std::int64_t number = Access::small_integer(argument);
            if (number < -INT32_MAX || number > INT32_MAX) {
                throw PythonError(
                    std::string_view(type) == "int" ? "OverflowError" : "MemoryError",
                    std::string("Python int too large to convert to C ") + type);
            }
            return number;
        }
        std::optional<std::int64_t> number;
        while (peek() >= '0' && peek() <= '9') {
            number = number.value_or(0) * 10 + static_cast<std::int64_t>(read() - '0');
            if (*number > INT32_MAX) {
                internal::raise_value_error(too_big);
            }
        }
        return number;
    }

    void convert() {
        if (peek() == '%') {
            ++offset_;
            out_ += '%';
            return;
        }
        Conversion conversion;
        keyed_ = false;
        if (peek() == '(') {
            read_key();
        }
        read_flags(conversion);
        if (const auto width = read_number("width too big", "ssize_t")) {
            conversion.left = conversion.left || *width < 0;
            conversion.width = *width < 0 ? -*width : *width;
        }
        if (peek() == '.') {
            ++offset_;
            conversion.precision =
                std::max<std::int64_t>(read_number("precision too big", "int").value_or(0), 0);
        }
        if (peek() == 'h' || peek() == 'l' || peek() == 'L') {
            ++offset_;
        }
        const std::size_t at = offset_;
        conversion.code = read();
        write(conversion, next_argument(), at);
    }

    void write(const Conversion& conversion, const Value& argument, std::size_t at) {
        switch (conversion.code) {
        case 's':
        case 'r':
        case 'a': write_text(conversion, argument); break;
        case 'c': write_padded(conversion, character(argument), ' '); break;
        case 'd':
        case 'i':
        case 'u':
        case 'o':
        case 'x':
        case 'X': write_number(conversion, integer(conversion, argument)); break;
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G': write_number(conversion, real(conversion, argument)); break;
        default: {
            const char32_t code = conversion.code;
            const char shown = code > 31 && code < 128 ? static_cast<char>(code) : '?';
            internal::raise_value_error(fmt::format(
                "unsupported format character '{}' (0x{:x}) at index {}",
                shown,
                static_cast<std::uint32_t>(code),
                unicode::count(text_.substr(0, at))));
        }
        }
    }

    void write_text(const Conversion& conversion, const Value& argument) {
        mark_ = mark_ | mark_of(argument);
        std::string text;
        if (conversion.code == 's') {
            if (kind_ == Kind::markup) {
                text = escape(argument).as_string();
            } else {
                append_str(text, argument);
            }
        } else {
            text = conversion.code == 'r' ? repr(argument) : ascii(argument);
            text = kind_ == Kind::markup ? escape_html(text) : text;
        }
        if (conversion.precision >= 0) {
            text.resize(unicode::offset_of(text, static_cast<std::size_t>(conversion.precision)));
        }
        write_padded(conversion, text, ' ');
    }

    std::string character(const Value& argument) {
        std::string text;
        if (argument.is_string() && argument.code_point_count() == 1) {
            mark_ = mark_ | argument.mark();
            return std::string(argument.as_string());
        }
        if (!internal::is_integral(argument) || kind_ == Kind::markup) {
            internal::raise_type_error("%c requires int or char");
        }
        const auto code = internal::clamped_index(argument).value_or(-1);
        if (code < 0 || code > 0x10FFFF) {
            throw PythonError("OverflowError", "%c arg not in range(0x110000)");
        }
        unicode::append(text, static_cast<char32_t>(code));
        return text;
    }

    /// MarkupSafe wraps the arguments: a wrapped text converts as int() and float() do it, and
    /// nothing wrapped is an integer for %x.
    Value unwrapped(const Conversion& conversion, const Value& argument) const {
        if (kind_ != Kind::markup || !argument.is_string()) {
            return argument;
        }
        if (conversion.code == 'd' || conversion.code == 'i' || conversion.code == 'u') {
            if (auto integer = integer_from_text(argument.as_string())) {
                return *std::move(integer);
            }
            internal::raise_value_error(
                "invalid literal for int() with base 10: " + repr_masked(argument));
        }
        if (const auto real = real_from_text(argument.as_string())) {
            return *real;
        }
        internal::raise_value_error("could not convert string to float: " + repr_masked(argument));
    }

    std::string integer(const Conversion& conversion, const Value& given) const {
        const auto code = static_cast<char>(conversion.code);
        const bool decimal = code == 'd' || code == 'i' || code == 'u';
        const bool wrapped = kind_ == Kind::markup;
        const Value argument = decimal ? unwrapped(conversion, given) : given;
        const bool fits =
            decimal ? internal::is_numeric(argument) : internal::is_integral(argument) && !wrapped;
        if (!fits) {
            internal::raise_type_error(fmt::format(
                "%{} format: {} is required, not {}",
                code,
                decimal ? "a real number" : "an integer",
                wrapped ? "_MarkupEscapeHelper" : type_name(argument)));
        }
        const Value whole = truncate(argument);
        std::string digits;
        if (decimal) {
            digits = internal::integer_digits(whole);
        } else {
            digits = internal::to_big(whole).to_digits(code == 'o' ? 8 : 16);
        }
        const bool negative = digits.front() == '-';
        std::string magnitude = negative ? digits.substr(1) : digits;
        const auto least =
            static_cast<std::size_t>(std::max<std::int64_t>(conversion.precision, 0));
        internal::require_room(least);
        if (magnitude.size() < least) {
            magnitude.insert(0, least - magnitude.size(), '0');
        }
        if (conversion.alternate && !decimal) {
            magnitude.insert(0, code == 'o' ? "0o" : "0x");
        }
        if (code == 'X') {
            std::transform(magnitude.begin(), magnitude.end(), magnitude.begin(), [](char c) {
                return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
            });
        }
        return negative ? "-" + magnitude : magnitude;
    }

    std::string real(const Conversion& conversion, const Value& given) const {
        const Value argument = unwrapped(conversion, given);
        if (!internal::is_numeric(argument)) {
            internal::raise_type_error(
                kind_ == Kind::markup ? "float() argument must be a string or a real number, not '"
                        + type_name(argument) + "'"
                                      : "must be real number, not " + type_name(argument));
        }
        const int precision = conversion.precision < 0 ? 6 : static_cast<int>(conversion.precision);
        return internal::format_real_digits(
            internal::real_of(argument),
            static_cast<char>(conversion.code),
            precision,
            conversion.alternate ? internal::RealStyle::alternate : internal::RealStyle::plain);
    }

    /// Sign and prefix stand before the zeros that fill the width.
    void write_number(const Conversion& conversion, const std::string& number) {
        std::string head;
        std::string_view body = number;
        if (body.front() == '-') {
            head = "-";
            body.remove_prefix(1);
        } else if (conversion.plus) {
            head = "+";
        } else if (conversion.blank) {
            head = " ";
        }
        if (!conversion.zero) {
            write_padded(conversion, head + std::string(body), ' ');
            return;
        }
        const bool has_prefix = conversion.alternate && body.size() > 1 && body[0] == '0'
            && (body[1] == 'x' || body[1] == 'X' || body[1] == 'o');
        if (has_prefix) {
            head += body.substr(0, 2);
            body.remove_prefix(2);
        }
        out_ += head;
        Conversion rest = conversion;
        rest.width = conversion.width - static_cast<std::int64_t>(head.size());
        write_padded(rest, body, '0');
    }

    void write_padded(const Conversion& conversion, std::string_view text, char fill) {
        const auto length = static_cast<std::int64_t>(unicode::count(text));
        const auto room =
            static_cast<std::size_t>(std::max<std::int64_t>(conversion.width - length, 0));
        internal::require_room(room);
        if (!conversion.left) {
            out_.append(room, fill);
        }
        out_ += text;
        if (conversion.left) {
            out_.append(room, ' ');
        }
    }

    std::string_view text_;
    Kind kind_;
    Mark mark_;
    const Value& arguments_;
    bool is_mapping_ = false;
    std::size_t offset_ = 0;
    std::size_t next_ = 0;
    bool keyed_ = false;
    bool has_keys_ = false;  ///< once a key was read there are no arguments by position
    bool keyed_used_ = false;
    Value keyed_argument_;
    std::string out_;
};

}  // namespace

Value percent_format(const Value& pattern, const Value& arguments) {
    return PercentFormatter(pattern, arguments).run();
}

}  // namespace tutor::value
