// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/manifest_scalars.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace tutor::yaml::internal {
namespace {

using value::Value;

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// `word`, `Word` or `WORD`.
bool is_word(std::string_view text, std::string_view word) {
    if (text.size() != word.size() || to_ascii_lower(text) != word) {
        return false;
    }
    const std::string_view tail = text.substr(1);
    return tail == word.substr(1) || text == to_ascii_upper(word);
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Go's integer literals: sign, then 0x, 0o, 0b, or a leading zero for octal.
std::optional<Value> integer(std::string_view text) {
    const bool negative = text.starts_with('-');
    std::string_view digits = text;
    if (negative || text.starts_with('+')) {
        digits.remove_prefix(1);
    }
    int base = 10;
    if (digits.size() > 1 && digits[0] == '0') {
        const char letter = static_cast<char>(digits[1] | 0x20);
        const std::array<std::pair<char, int>, 3> prefixes{{{'x', 16}, {'o', 8}, {'b', 2}}};
        const auto* known = std::find_if(
            prefixes.begin(), prefixes.end(), [&](const auto& one) { return one.first == letter; });
        base = known == prefixes.end() ? 8 : known->second;
        digits.remove_prefix(known == prefixes.end() ? 1 : 2);
    }
    std::uint64_t magnitude = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, magnitude, base);
    if (digits.empty() || failure != std::errc() || stop != end) {
        return std::nullopt;
    }
    constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();
    if (magnitude <= largest) {
        const auto number = static_cast<std::int64_t>(magnitude);
        return Value(negative ? -number : number);
    }
    if (negative && magnitude == largest + 1) {
        return Value(std::numeric_limits<std::int64_t>::min());
    }
    if (negative) {
        return std::nullopt;
    }
    return Value::integer_from_digits(std::to_string(magnitude));
}

/// [sign] digits [. digits] [e [sign] digits], with at least one digit before the exponent.
std::optional<Value> real(std::string_view text) {
    std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const auto skip_digits = [&] {
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at])) {
            ++at;
        }
        return at - begin;
    };
    std::size_t digits = skip_digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        digits += skip_digits();
    }
    if (digits == 0) {
        return std::nullopt;
    }
    if (at < text.size() && (text[at] | 0x20) == 'e') {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
            ++at;
        }
        if (skip_digits() == 0) {
            return std::nullopt;
        }
    }
    if (at != text.size()) {
        return std::nullopt;
    }
    const std::string_view number = text.starts_with('+') ? text.substr(1) : text;
    double result = 0;
    const auto [stop, failure] =
        std::from_chars(number.data(), number.data() + number.size(), result);
    if (failure != std::errc()) {
        return std::nullopt;
    }
    return Value(result);
}

/// What strict YAML 1.1 readers take for a number in base 60.
bool is_sexagesimal(std::string_view text) {
    if (text.empty() || text.find(':') == std::string_view::npos) {
        return false;
    }
    if (text[0] != '+' && text[0] != '-' && !is_digit(text[0])) {
        return false;
    }
    std::size_t colons = 0;
    std::size_t at = is_digit(text[0]) ? 0 : 1;
    const auto skip = [&](std::size_t most) {
        const std::size_t begin = at;
        while (at < text.size() && at - begin < most && (is_digit(text[at]) || text[at] == '_')) {
            ++at;
        }
        return at - begin;
    };
    if (skip(text.size()) == 0 || text[is_digit(text[0]) ? 0 : 1] == '_') {
        return false;
    }
    while (at < text.size() && text[at] == ':') {
        ++at;
        const std::size_t begin = at;
        const std::size_t digits = skip(2);
        if (digits == 0 || text.substr(begin, digits).find('_') != std::string_view::npos
            || (digits == 2 && text[begin] > '5')) {
            return false;
        }
        ++colons;
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        skip(text.size());
    }
    return colons > 0 && at == text.size();
}

/// YYYY-M-D, alone or with a time behind it.
bool is_time(std::string_view text) {
    std::size_t at = 0;
    const auto number = [&](std::size_t least, std::size_t most) {
        const std::size_t begin = at;
        while (at < text.size() && at - begin < most && is_digit(text[at])) {
            ++at;
        }
        return at - begin >= least;
    };
    const auto literal = [&](std::string_view any) {
        if (at < text.size() && any.find(text[at]) != std::string_view::npos) {
            ++at;
            return true;
        }
        return false;
    };
    const auto two_digits = [&](std::size_t begin) {
        return (text[begin] - '0') * 10 + (is_digit(text[begin + 1]) ? text[begin + 1] - '0' : 0);
    };
    if (!number(4, 4) || !literal("-")) {
        return false;
    }
    const std::size_t month = at;
    if (!number(1, 2) || !literal("-")) {
        return false;
    }
    const std::size_t day = at;
    if (!number(1, 2)) {
        return false;
    }
    const bool long_month = day - month == 3;
    if ((long_month && two_digits(month) > 12) || (at - day == 2 && two_digits(day) > 31)) {
        return false;
    }
    if (at == text.size()) {
        return true;
    }
    if (!literal("Tt ") || !number(1, 2) || !literal(":") || !number(1, 2) || !literal(":")
        || !number(1, 2)) {
        return false;
    }
    if (literal(".")) {
        number(0, text.size());
    }
    const std::string_view zone = text.substr(at);
    return zone.empty() || zone == "Z" || (zone.size() == 6 && zone[3] == ':');
}

}  // namespace

Value resolve_manifest_scalar(std::string_view text) {
    if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) {
        return {};
    }
    if (is_word(text, "true")) {
        return true;
    }
    if (is_word(text, "false")) {
        return false;
    }
    const bool negative = text.starts_with('-');
    const std::string_view unsigned_text =
        negative || text.starts_with('+') ? text.substr(1) : text;
    if (is_word(unsigned_text, ".inf") || unsigned_text == ".Inf") {
        const double infinity = std::numeric_limits<double>::infinity();
        return negative ? -infinity : infinity;
    }
    if (is_one_of(text, {".nan", ".NaN", ".NAN"})) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (unsigned_text.empty() || (!is_digit(unsigned_text[0]) && unsigned_text[0] != '.')) {
        return text;
    }
    const std::string plain = replace_all(text, "_", "");
    if (const std::optional<Value> number = integer(plain)) {
        return *number;
    }
    return real(plain).value_or(Value(text));
}

bool reads_as_other_than_string(std::string_view text) {
    static constexpr std::array<std::string_view, 5> old_booleans{"y", "yes", "n", "no", "on"};
    return !resolve_manifest_scalar(text).is_string() || is_word(text, "off")
        || std::any_of(
            old_booleans.begin(),
            old_booleans.end(),
            [&](std::string_view word) { return is_word(text, word); })
        || is_sexagesimal(text) || is_time(text);
}

std::string manifest_real(double real) {
    if (std::isnan(real)) {
        return ".nan";
    }
    if (std::isinf(real)) {
        return real < 0 ? "-.inf" : ".inf";
    }
    if (std::trunc(real) == real && std::abs(real) < 1e18) {
        return std::to_string(static_cast<std::int64_t>(real));
    }
    constexpr int least_exponent = -4;  // Go's %g writes all others with an e
    constexpr int first_long_exponent = 6;
    std::array<char, 64> buffer{};
    char* const end = buffer.data() + buffer.size();
    const auto written = std::to_chars(buffer.data(), end, real, std::chars_format::scientific);
    const std::string scientific(buffer.data(), written.ptr);
    const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
    return exponent < least_exponent || exponent >= first_long_exponent ? scientific
                                                                        : fmt::format("{}", real);
}

}  // namespace tutor::yaml::internal
