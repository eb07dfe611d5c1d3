// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/scalars.hpp"

#include "base/text.hpp"
#include "value/big_integer.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"
#include "yaml/internal/objects.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace tutor::yaml::internal {
namespace {

using value::BigInteger;
using value::Value;

/// Python's own limit on digits; without it a megabyte of digits would take minutes.
constexpr std::size_t max_digits = 4300;

std::string without_underscores(std::string_view text) {
    return replace_all(text, "_", "");
}

BigInteger to_big(const Value& integer) {
    return integer.kind() == value::Kind::big_integer ? integer.as_big_integer()
                                                      : BigInteger(integer.as_integer());
}

Value from_big(const BigInteger& integer) {
    return Value::integer_from_digits(integer.to_digits());
}

std::optional<Value> negated(const std::optional<Value>& integer) {
    if (!integer) {
        return std::nullopt;
    }
    return from_big(-to_big(*integer));
}

std::optional<Value> read_sexagesimal_integer(std::string_view text) {
    BigInteger sum;
    for (const std::string& part : split(text, ':')) {
        const std::optional<Value> digit = value::integer_from_text(part);
        if (!digit) {
            return std::nullopt;
        }
        sum = sum * BigInteger(60) + to_big(*digit);
    }
    return from_big(sum);
}

std::optional<Value> read_magnitude(std::string_view text) {
    if (text == "0") {
        return Value(0);
    }
    if (text.starts_with("0b")) {
        return value::integer_from_text(text.substr(2), 2);
    }
    if (text.starts_with("0x")) {
        return value::integer_from_text(text.substr(2), 16);
    }
    if (text.front() == '0') {
        return value::integer_from_text(text, 8);
    }
    if (text.find(':') != std::string_view::npos) {
        return read_sexagesimal_integer(text);
    }
    return value::integer_from_text(text);
}

std::optional<double> read_sexagesimal_real(std::string_view text) {
    const std::vector<std::string> parts = split(text, ':');
    double sum = 0;
    double base = 1;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        const std::optional<double> digit = value::real_from_text(*part);
        if (!digit) {
            return std::nullopt;
        }
        sum += *digit * base;
        base *= 60;
    }
    return sum;
}

std::optional<double> read_real_magnitude(std::string_view text) {
    if (text == ".inf") {
        return std::numeric_limits<double>::infinity();
    }
    if (text == ".nan") {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (text.find(':') != std::string_view::npos) {
        return read_sexagesimal_real(text);
    }
    return value::real_from_text(text);
}

}  // namespace

std::optional<Value> read_boolean(std::string_view text) {
    const std::string word = to_ascii_lower(text);
    if (word == "yes" || word == "true" || word == "on") {
        return Value(true);
    }
    if (word == "no" || word == "false" || word == "off") {
        return Value(false);
    }
    return std::nullopt;
}

std::optional<Value> read_integer(std::string_view text) {
    const std::string digits = without_underscores(text);
    std::string_view rest = digits;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) {
        rest.remove_prefix(1);
    }
    if (rest.empty() || rest.size() > max_digits) {
        return std::nullopt;
    }
    const std::optional<Value> magnitude = read_magnitude(rest);
    return negative ? negated(magnitude) : magnitude;
}

std::optional<Value> read_real(std::string_view text) {
    const std::string digits = to_ascii_lower(without_underscores(text));
    std::string_view rest = digits;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+')) {
        rest.remove_prefix(1);
    }
    if (rest.empty()) {
        return std::nullopt;
    }
    const std::optional<double> magnitude = read_real_magnitude(rest);
    // upstream multiplies with the sign, which leaves nan alone
    return magnitude
        ? std::optional<Value>(negative && !std::isnan(*magnitude) ? -*magnitude : *magnitude)
        : std::nullopt;
}

std::optional<Value> read_binary(std::string_view text) {
    std::string bytes;
    unsigned bits = 0;
    int count = 0;
    int padding = 0;
    for (const char c : text) {
        unsigned six = 0;
        if (is_ascii_upper(c)) {
            six = static_cast<unsigned>(c - 'A');
        } else if (is_ascii_lower(c)) {
            six = static_cast<unsigned>(c - 'a') + 26;
        } else if (is_ascii_digit(c)) {
            six = static_cast<unsigned>(c - '0') + 52;
        } else if (c == '+' || c == '/') {
            six = c == '+' ? 62 : 63;
        } else if (c == '=') {
            ++padding;
            if (count >= 2 && count + padding >= 4) {
                return bytes_value(std::move(bytes));
            }
            continue;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            return std::nullopt;
        } else {
            continue;  // as Python: what is not in the alphabet is skipped
        }
        padding = 0;
        bits = bits << 6U | six;
        if (++count > 1) {
            bytes += static_cast<char>(bits >> (8U - 2U * static_cast<unsigned>(count)) & 0xFFU);
        }
        count %= 4;
    }
    return count == 0 ? std::optional<Value>(bytes_value(std::move(bytes))) : std::nullopt;
}

}  // namespace tutor::yaml::internal
