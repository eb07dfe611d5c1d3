// SPDX-License-Identifier: Apache-2.0

#include "value/numbers.hpp"

#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

namespace tutor::value {

namespace internal {

namespace {

thread_local int depth = 0;
constexpr int deepest = 990;  // a little below Python's limit of 1000 frames

}  // namespace

DepthGuard::DepthGuard(const char* doing) {
    if (depth >= deepest) {
        throw PythonError(
            "RecursionError", std::string("maximum recursion depth exceeded") + doing);
    }
    ++depth;
}

DepthGuard::~DepthGuard() {
    --depth;
}

BigInteger to_big(const Value& integral) {
    return integral.kind() == Kind::big_integer ? integral.as_big_integer()
                                                : BigInteger(Access::small_integer(integral));
}

namespace {

std::partial_ordering compare_with_real(std::int64_t integer, double real) {
    if (std::isnan(real)) {
        return std::partial_ordering::unordered;
    }
    if (real >= 0x1p63) {
        return std::partial_ordering::less;
    }
    if (real < -0x1p63) {
        return std::partial_ordering::greater;
    }
    const double whole = std::trunc(real);
    const auto other = static_cast<std::int64_t>(whole);
    return integer != other ? std::partial_ordering(integer <=> other) : whole <=> real;
}

std::partial_ordering compare_with_real(const BigInteger& integer, double real) {
    if (std::isnan(real)) {
        return std::partial_ordering::unordered;
    }
    if (std::isinf(real)) {
        return real > 0 ? std::partial_ordering::less : std::partial_ordering::greater;
    }
    const auto whole = integer <=> BigInteger::from_real(real);
    return whole != 0 ? std::partial_ordering(whole) : std::trunc(real) <=> real;
}

std::partial_ordering reversed(std::partial_ordering order) {
    return 0 <=> order;
}

std::partial_ordering compare_integral_with_real(const Value& integral, double real) {
    return is_small(integral) ? compare_with_real(Access::small_integer(integral), real)
                              : compare_with_real(integral.as_big_integer(), real);
}

}  // namespace

std::partial_ordering compare_numbers(const Value& a, const Value& b) {
    if (is_small(a) && is_small(b)) {
        return Access::small_integer(a) <=> Access::small_integer(b);
    }
    if (a.is_real() && b.is_real()) {
        return a.as_real() <=> b.as_real();
    }
    if (a.is_real()) {
        return reversed(compare_integral_with_real(b, a.as_real()));
    }
    if (b.is_real()) {
        return compare_integral_with_real(a, b.as_real());
    }
    return to_big(a) <=> to_big(b);
}

std::string integer_digits(const Value& integral) {
    if (is_small(integral)) {
        return std::to_string(Access::small_integer(integral));
    }
    // Python refuses for fear of quadratic time. 4300 digits are at most 14285 bits.
    constexpr std::size_t most_digits = 4300;
    const BigInteger& integer = integral.as_big_integer();
    std::string digits = integer.bit_length() > 14285 ? "" : integer.to_digits();
    if (digits.empty() || digits.size() > most_digits + (integer.is_negative() ? 1 : 0)) {
        throw PythonError(
            "ValueError",
            "Exceeds the limit (4300 digits) for integer string conversion; use "
            "sys.set_int_max_str_digits() to increase the limit");
    }
    return digits;
}

double real_of(const Value& number, const char* message) {
    if (number.is_real()) {
        return number.as_real();
    }
    if (is_small(number)) {
        return static_cast<double>(Access::small_integer(number));
    }
    if (const auto real = number.as_big_integer().to_real()) {
        return *real;
    }
    throw PythonError("OverflowError", message);
}

Value integer_of(double real) {
    if (real >= -0x1p62 && real <= 0x1p62) {
        return static_cast<std::int64_t>(real);
    }
    return Value::big(BigInteger::from_real(real));
}

}  // namespace internal

std::string real_repr(double real) {
    if (std::isnan(real)) {
        return "nan";
    }
    if (std::isinf(real)) {
        return real > 0 ? "inf" : "-inf";
    }
    // d.ddde±xx, shortest; then laid out as Python does it.
    char buffer[40];
    const auto result =
        std::to_chars(buffer, buffer + sizeof buffer, real, std::chars_format::scientific);
    const std::string_view text(buffer, static_cast<std::size_t>(result.ptr - buffer));
    const std::size_t e = text.find('e');
    int exponent = 0;
    const char* const digits_of_exponent = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    std::from_chars(digits_of_exponent, text.data() + text.size(), exponent);
    const bool negative = text.front() == '-';
    std::string digits;
    for (const char c : text.substr(negative ? 1 : 0, e - (negative ? 1 : 0))) {
        if (c != '.') {
            digits += c;
        }
    }
    std::string out = negative ? "-" : "";
    if (exponent < -4 || exponent >= 16) {
        out += digits.substr(0, 1);
        if (digits.size() > 1) {
            out += "." + digits.substr(1);
        }
        out += fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
    } else if (exponent < 0) {
        out += "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    } else {
        const auto whole = static_cast<std::size_t>(exponent) + 1;
        if (digits.size() <= whole) {
            out += digits + std::string(whole - digits.size(), '0') + ".0";
        } else {
            out += digits.substr(0, whole) + "." + digits.substr(whole);
        }
    }
    return out;
}

namespace {

/// The text without white space around, with decimal digits of every script as ASCII; other
/// characters beyond ASCII become '?', which is in no number.
std::string plain_number(std::string_view text) {
    std::string out;
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = unicode::decode(text, offset);
        const int digit = unicode::decimal_value(c);
        if (digit >= 0) {
            out += static_cast<char>('0' + digit);
        } else if (unicode::is_space(c)) {
            out += ' ';
        } else {
            out += c < 0x80 && c != 0 ? static_cast<char>(c) : '?';
        }
    }
    const std::size_t first = out.find_first_not_of(' ');
    if (first == std::string::npos) {
        return {};
    }
    return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

/// Takes out single "_" between digits; none when one stands elsewhere.
std::optional<std::string> without_underscores(std::string_view digits, bool leading_allowed) {
    std::string out;
    bool after_digit = leading_allowed;
    for (const char c : digits) {
        if (c == '_') {
            if (!after_digit) {
                return std::nullopt;
            }
            after_digit = false;
        } else {
            out += c;
            after_digit = true;
        }
    }
    if (!after_digit) {
        return std::nullopt;
    }
    return out;
}

unsigned base_of_prefix(std::string_view digits) {
    if (digits.size() < 2 || digits[0] != '0') {
        return 0;
    }
    switch (digits[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
    }
}

}  // namespace

std::optional<Value> integer_from_text(std::string_view text, unsigned base) {
    const std::string plain = plain_number(text);
    std::string_view digits = plain;
    bool negative = false;
    if (!digits.empty() && (digits.front() == '+' || digits.front() == '-')) {
        negative = digits.front() == '-';
        digits.remove_prefix(1);
    }
    const unsigned prefix = base_of_prefix(digits);
    bool prefixed = false;
    bool only_zeros = false;
    if (prefix != 0 && (base == 0 || base == prefix)) {
        digits.remove_prefix(2);
        base = prefix;
        prefixed = true;
    } else if (base == 0) {
        base = 10;
        only_zeros = !digits.empty() && digits.front() == '0';
    }
    if (digits.empty()) {
        return std::nullopt;
    }
    const auto joined = without_underscores(digits, prefixed);
    if (!joined || joined->empty()) {
        return std::nullopt;
    }
    for (const char c : *joined) {
        const unsigned digit = c >= '0' && c <= '9'  ? static_cast<unsigned>(c - '0')
            : (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? static_cast<unsigned>((c | 0x20) - 'a' + 10)
                                                     : 99;
        if (digit >= base || (only_zeros && digit != 0)) {
            return std::nullopt;
        }
    }
    const bool power_of_two = (base & (base - 1)) == 0;
    if (!power_of_two && joined->size() > 4300) {
        throw PythonError(
            "ValueError",
            fmt::format(
                "Exceeds the limit (4300 digits) for integer string conversion: value has {} "
                "digits; use sys.set_int_max_str_digits() to increase the limit",
                joined->size()));
    }
    internal::require_bits(joined->size());
    const BigInteger magnitude = BigInteger::from_digits(*joined, base);
    return Value::big(negative ? -magnitude : magnitude);
}

std::optional<double> real_from_text(std::string_view text) {
    const std::string plain = plain_number(text);
    std::string digits;
    // A "_" must stand between two digits.
    for (std::size_t i = 0; i < plain.size(); ++i) {
        if (plain[i] != '_') {
            digits += plain[i];
        } else if (
            i == 0 || i + 1 == plain.size()
            || unicode::decimal_value(static_cast<unsigned char>(plain[i - 1])) < 0
            || unicode::decimal_value(static_cast<unsigned char>(plain[i + 1])) < 0) {
            return std::nullopt;
        }
    }
    std::string_view rest = digits;
    bool negative = false;
    if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
        negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    if (rest.empty() || rest.front() == '+' || rest.front() == '-' || rest.find('(') != rest.npos) {
        return std::nullopt;
    }
    double real = 0;
    const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), real);
    if (result.ptr != rest.data() + rest.size() || result.ec == std::errc::invalid_argument) {
        return std::nullopt;
    }
    if (result.ec == std::errc::result_out_of_range) {
        // Too large or too small: the exponent's sign, or the digits' length, tells which.
        const std::size_t e = rest.find_first_of("eE");
        const std::string_view mantissa = rest.substr(0, e);
        const bool tiny = e != rest.npos ? rest[e + 1] == '-' : mantissa.front() == '0';
        real = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    }
    return negative ? -real : real;
}

bool is_number(const Value& value) {
    return internal::is_numeric(value);
}

double to_real(const Value& number) {
    return internal::real_of(number);
}

Value truncate(const Value& number) {
    if (!number.is_real()) {
        return number.is_boolean() ? Value(std::int64_t{number.as_boolean()}) : number;
    }
    const double real = number.as_real();
    if (std::isnan(real)) {
        throw PythonError("ValueError", "cannot convert float NaN to integer");
    }
    if (std::isinf(real)) {
        throw PythonError("OverflowError", "cannot convert float infinity to integer");
    }
    return internal::integer_of(std::trunc(real));
}

Value round_to_integer(const Value& number) {
    if (!number.is_real()) {
        return truncate(number);
    }
    const double real = number.as_real();
    double rounded = std::round(real);
    if (std::fabs(real - std::trunc(real)) == 0.5) {
        rounded = 2.0 * std::round(real / 2.0);
    }
    return truncate(Value(rounded));
}

Value round_to_digits(const Value& number, int digits) {
    if (!number.is_real()) {
        if (digits >= 0) {
            return truncate(number);
        }
        // Half to even among the multiples of 10**-digits; a unit of more digits than the number
        // has leaves nothing.
        const auto bits = static_cast<std::int64_t>(internal::to_big(number).bit_length());
        if (-std::int64_t{digits} > bits / 3 + 1) {
            return 0;
        }
        const BigInteger unit = BigInteger(10).power(static_cast<std::uint64_t>(-digits));
        auto [quotient, rest] = internal::to_big(number).divide(unit);
        const auto half = rest + rest <=> unit;
        if (half > 0 || (half == 0 && quotient.is_odd())) {
            quotient = quotient + BigInteger(1);
        }
        return Value::big(quotient * unit);
    }
    const double real = number.as_real();
    if (!std::isfinite(real) || digits > 323) {
        return number;
    }
    if (digits < -308) {
        return std::copysign(0.0, real);
    }
    if (digits >= 0) {
        // Correctly rounded decimal digits, read back.
        return *real_from_text(fmt::format("{:.{}f}", real, digits));
    }
    const BigInteger unit = BigInteger(10).power(static_cast<std::uint64_t>(-digits));
    const double whole = std::trunc(real);
    auto [quotient, rest] = BigInteger::from_real(std::fabs(whole)).divide(unit);
    const auto half = rest + rest <=> unit;
    if (half > 0 || (half == 0 && (whole != real || quotient.is_odd()))) {
        quotient = quotient + BigInteger(1);
    }
    const auto rounded = (quotient * unit).to_real();
    if (!rounded) {
        throw PythonError("OverflowError", "rounded value too large to represent");
    }
    return std::copysign(*rounded, real);
}

Value absolute(const Value& number) {
    if (number.is_real()) {
        return std::fabs(number.as_real());
    }
    if (!internal::is_integral(number)) {
        throw PythonError("TypeError", "bad operand type for abs(): '" + type_name(number) + "'");
    }
    const BigInteger integer = internal::to_big(number);
    return Value::big(integer.is_negative() ? -integer : integer);
}

}  // namespace tutor::value
