// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/tags.hpp"

#include "base/text.hpp"
#include "yaml/internal/scalars.hpp"
#include "yaml/internal/scanner.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tutor::yaml::internal {
namespace {

constexpr std::array<std::pair<Tag, std::string_view>, 14> names = {{
    {Tag::null, "null"},
    {Tag::boolean, "bool"},
    {Tag::integer, "int"},
    {Tag::real, "float"},
    {Tag::string, "str"},
    {Tag::timestamp, "timestamp"},
    {Tag::binary, "binary"},
    {Tag::sequence, "seq"},
    {Tag::mapping, "map"},
    {Tag::set, "set"},
    {Tag::omap, "omap"},
    {Tag::pairs, "pairs"},
    {Tag::merge, "merge"},
    {Tag::value, "value"},
}};

bool is_digit_or_underscore(char c) {
    return is_ascii_digit(c) || c == '_';
}
bool is_sign(char c) {
    return c == '+' || c == '-';
}
bool is_binary(char c) {
    return c == '0' || c == '1' || c == '_';
}
bool is_octal(char c) {
    return (c >= '0' && c <= '7') || c == '_';
}
bool is_hex(char c) {
    return is_digit_or_underscore(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// `yes`, `Yes` and `YES`, but no other mixture of cases.
bool is_word(std::string_view text, std::string_view lower) {
    if (text.size() != lower.size() || to_ascii_lower(text) != lower) {
        return false;
    }
    const std::string_view rest = text.substr(1);
    return std::all_of(rest.begin(), rest.end(), is_ascii_lower)
        || std::all_of(text.begin(), text.end(), is_ascii_upper);
}

bool is_boolean(std::string_view text) {
    constexpr std::array<std::string_view, 6> words = {"yes", "no", "true", "false", "on", "off"};
    return std::any_of(
        words.begin(), words.end(), [&](std::string_view word) { return is_word(text, word); });
}

/// One or more groups ":59", each of one or two digits below 60.
bool skip_sexagesimal(Scanner& scanner) {
    int groups = 0;
    while (scanner.accept(':')) {
        const std::string_view digits = scanner.take_while(is_ascii_digit);
        if (digits.empty() || digits.size() > 2 || (digits.size() == 2 && digits[0] > '5')) {
            return false;
        }
        ++groups;
    }
    return groups > 0;
}

bool is_integer(std::string_view text) {
    Scanner scanner(text);
    scanner.accept_if(is_sign);
    if (scanner.accept("0b")) {
        return !scanner.take_while(is_binary).empty() && scanner.at_end();
    }
    if (scanner.accept("0x")) {
        return !scanner.take_while(is_hex).empty() && scanner.at_end();
    }
    if (scanner.accept('0')) {
        scanner.take_while(is_octal);
        return scanner.at_end();
    }
    if (!scanner.accept_if(is_ascii_digit)) {
        return false;
    }
    scanner.take_while(is_digit_or_underscore);
    return scanner.at_end() || (skip_sexagesimal(scanner) && scanner.at_end());
}

/// An exponent needs its sign: 1.5e3 is a string.
bool at_exponent_or_end(Scanner scanner) {
    if (scanner.accept('e') || scanner.accept('E')) {
        return scanner.accept_if(is_sign) && !scanner.take_while(is_ascii_digit).empty()
            && scanner.at_end();
    }
    return scanner.at_end();
}

bool is_real(std::string_view text) {
    Scanner scanner(text);
    const bool has_sign = scanner.accept_if(is_sign);
    if (scanner.accept('.')) {
        const std::string_view word = scanner.rest();
        if (is_word(word, "inf") || word == "Inf") {
            return true;
        }
        if (has_sign) {
            return false;
        }
        // upstream has NaN where it has Inf: with both capitals
        if (word == "nan" || word == "NaN" || word == "NAN") {
            return true;
        }
        if (!scanner.accept_if(is_ascii_digit)) {
            return false;
        }
        scanner.take_while(is_digit_or_underscore);
        return at_exponent_or_end(scanner);
    }
    if (!scanner.accept_if(is_ascii_digit)) {
        return false;
    }
    scanner.take_while(is_digit_or_underscore);
    if (scanner.accept('.')) {
        scanner.take_while(is_digit_or_underscore);
        return at_exponent_or_end(scanner);
    }
    if (!skip_sexagesimal(scanner) || !scanner.accept('.')) {
        return false;
    }
    scanner.take_while(is_digit_or_underscore);
    return scanner.at_end();
}

/// A date needs two digits for month and day unless a time follows.
bool is_timestamp(std::string_view text) {
    const std::optional<Timestamp> timestamp = scan_timestamp(text);
    return timestamp
        && (timestamp->has_time || text.size() == std::string_view("2001-01-01").size());
}

Tag resolve_number(std::string_view text) {
    if (is_real(text)) {
        return Tag::real;
    }
    if (is_integer(text)) {
        return Tag::integer;
    }
    return is_timestamp(text) ? Tag::timestamp : Tag::string;
}

}  // namespace

std::string_view tag_name(Tag tag) {
    const auto* entry = std::find_if(
        names.begin(), names.end(), [&](const auto& candidate) { return candidate.first == tag; });
    return entry == names.end() ? std::string_view() : entry->second;
}

Tag tag_of_name(std::string_view name) {
    if (!name.starts_with(tag_prefix)) {
        return Tag::unknown;
    }
    name.remove_prefix(tag_prefix.size());
    const auto* entry = std::find_if(names.begin(), names.end(), [&](const auto& candidate) {
        return candidate.second == name;
    });
    return entry == names.end() ? Tag::unknown : entry->first;
}

Tag resolve_plain(std::string_view text) {
    if (text.empty()) {
        return Tag::null;
    }
    switch (text.front()) {
    case '~': return text.size() == 1 ? Tag::null : Tag::string;
    case '<': return text == "<<" ? Tag::merge : Tag::string;
    case '=': return text.size() == 1 ? Tag::value : Tag::string;
    case 'n':
    case 'N':
        if (is_word(text, "null")) {
            return Tag::null;
        }
        return is_boolean(text) ? Tag::boolean : Tag::string;
    case 'y':
    case 'Y':
    case 't':
    case 'T':
    case 'f':
    case 'F':
    case 'o':
    case 'O': return is_boolean(text) ? Tag::boolean : Tag::string;
    case '-':
    case '+':
    case '.':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9': return resolve_number(text);
    default: return Tag::string;
    }
}

}  // namespace tutor::yaml::internal
