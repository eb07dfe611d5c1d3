// SPDX-License-Identifier: Apache-2.0
//
// Small operations on text. Everything is locale-independent; "ascii" functions leave
// other bytes alone.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor {

constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_ascii_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_ascii_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_ascii_alpha(char c) {
    return is_ascii_lower(c) || is_ascii_upper(c);
}
constexpr bool is_ascii_alnum(char c) {
    return is_ascii_alpha(c) || is_ascii_digit(c);
}
/// Space, tab, line feed, carriage return, vertical tab, form feed.
constexpr bool is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string to_ascii_lower(std::string_view text);
std::string to_ascii_upper(std::string_view text);

/// Without white space (`is_ascii_space`) at both ends; a view into `text`.
std::string_view trim(std::string_view text);

/// Pieces between separators, empty ones included: "a,,b" gives three.
std::vector<std::string> split(std::string_view text, char separator);

/// Lines without their "\n"; a final "\n" adds no empty line.
std::vector<std::string_view> split_lines(std::string_view text);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

std::string replace_all(std::string_view text, std::string_view from, std::string_view to);

/// The whole of `text` as a decimal integer, sign allowed; none when it is anything else or
/// does not fit.
std::optional<std::int64_t> parse_int(std::string_view text);

/// One word for a POSIX shell, single-quoted unless all characters are safe
/// (`A-Za-z0-9_@%+=:,./-`).
///
/// Upstream: Python's shlex.quote
std::string shell_quote(std::string_view word);

/// Words quoted with `shell_quote`, joined by a space.
std::string shell_join(const std::vector<std::string>& words);

/// Byte offset of the first byte that is no well-formed UTF-8; none when all of it is.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

/// Number of code points of well-formed UTF-8.
std::size_t code_point_count(std::string_view utf8);

}  // namespace tutor
