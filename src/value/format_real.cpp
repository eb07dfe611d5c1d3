// SPDX-License-Identifier: Apache-2.0
//
// The digits of floats, as Python's PyOS_double_to_string lays them out.

#include "value/internal/format_spec.hpp"
#include "value/internal/operators.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tutor::value::internal {

namespace {

std::string to_text(double real, std::chars_format format, int precision) {
    require_room(static_cast<std::size_t>(precision));
    std::string buffer(static_cast<std::size_t>(precision) + 400, '\0');
    const auto result =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), real, format, precision);
    buffer.resize(static_cast<std::size_t>(result.ptr - buffer.data()));
    return buffer;
}

/// Significant digits and the place of the point: 0.00123 is {"123", -2}.
struct Decimal {
    std::string digits;
    int point = 0;
};

Decimal decimal_of(std::string_view scientific) {
    Decimal decimal;
    const std::size_t e = scientific.find('e');
    for (const char c : scientific.substr(0, e)) {
        if (c != '.') {
            decimal.digits += c;
        }
    }
    const std::size_t exponent = e + (scientific[e + 1] == '+' ? 2 : 1);
    std::from_chars(
        scientific.data() + exponent, scientific.data() + scientific.size(), decimal.point);
    ++decimal.point;
    return decimal;
}

std::string shortest(double real) {
    char buffer[40];
    const auto result =
        std::to_chars(buffer, buffer + sizeof buffer, real, std::chars_format::scientific);
    return std::string(buffer, result.ptr);
}

/// Codes g and r: fixed or with an exponent, whichever suits the size.
std::string general(double magnitude, char code, int precision, RealStyle style) {
    const int wanted = precision == 0 ? 1 : precision;
    Decimal decimal = decimal_of(
        code == 'r' ? shortest(magnitude)
                    : to_text(magnitude, std::chars_format::scientific, wanted - 1));
    const bool pad = code == 'g' && style == RealStyle::alternate;
    if (!pad) {
        const std::size_t last = decimal.digits.find_last_not_of('0');
        decimal.digits.resize(last == std::string::npos ? 1 : last + 1);
        if (magnitude == 0) {
            decimal.point = 1;
        }
    }
    const int limit = code == 'r' ? 16 : wanted - (style == RealStyle::with_fraction ? 1 : 0);
    const bool with_exponent = decimal.point <= -4 || decimal.point > limit;
    std::string out;
    if (with_exponent) {
        out = decimal.digits.substr(0, 1);
        if (decimal.digits.size() > 1 || style == RealStyle::alternate) {
            out += '.';
        }
        const int exponent = decimal.point - 1;
        return out + decimal.digits.substr(1)
            + fmt::format("e{}{:02}", exponent < 0 ? '-' : '+', std::abs(exponent));
    }
    if (decimal.point <= 0) {
        return "0." + std::string(static_cast<std::size_t>(-decimal.point), '0') + decimal.digits;
    }
    const auto whole = static_cast<std::size_t>(decimal.point);
    if (decimal.digits.size() > whole) {
        return decimal.digits.substr(0, whole) + "." + decimal.digits.substr(whole);
    }
    out = decimal.digits + std::string(whole - decimal.digits.size(), '0');
    if (style == RealStyle::with_fraction) {
        return out + ".0";
    }
    return style == RealStyle::alternate ? out + "." : out;
}

}  // namespace

std::string format_real_digits(double real, char code, int precision, RealStyle style) {
    const bool upper = code == 'E' || code == 'F' || code == 'G';
    const char lower_code = upper ? static_cast<char>(code + 32) : code;
    const bool negative = std::signbit(real) && !std::isnan(real);
    const double magnitude = std::fabs(real);
    std::string text;
    if (std::isnan(real)) {
        text = "nan";
    } else if (std::isinf(real)) {
        text = "inf";
    } else if (lower_code == 'f') {
        text = to_text(magnitude, std::chars_format::fixed, precision);
        if (precision == 0 && style == RealStyle::alternate) {
            text += '.';
        }
    } else if (lower_code == 'e') {
        text = to_text(magnitude, std::chars_format::scientific, precision);
        if (precision == 0 && style == RealStyle::alternate) {
            text.insert(1, ".");
        }
    } else {
        text = general(magnitude, lower_code, precision, style);
    }
    if (upper) {
        for (char& c : text) {
            c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
        }
    }
    return negative ? "-" + text : text;
}

}  // namespace tutor::value::internal
