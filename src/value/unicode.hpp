// SPDX-License-Identifier: Apache-2.0
//
// Characters as Python 3.11 knows them (Unicode 14): UTF-8 in and out, categories, case.
//
// Texts need not be well-formed: a byte that is no part of a character reads as U+DC00 plus the
// byte (Python's surrogateescape) and is written back as that byte.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::value::unicode {

/// Reads the character at `offset`, which is below the length, and moves `offset` behind it.
char32_t decode(std::string_view utf8, std::size_t& offset);

/// Reads the character that ends before `offset`, which is above 0, and moves `offset` to it.
char32_t decode_before(std::string_view utf8, std::size_t& offset);

void append(std::string& utf8, char32_t character);

/// Number of characters.
std::size_t count(std::string_view utf8);

/// Byte offset of the character numbered `index`; the length when there are fewer.
std::size_t offset_of(std::string_view utf8, std::size_t index);

bool is_alpha(char32_t c);
bool is_decimal(char32_t c);
bool is_digit(char32_t c);
bool is_numeric(char32_t c);
bool is_alnum(char32_t c);
bool is_space(char32_t c);
bool is_line_break(char32_t c);  ///< what str.splitlines() splits at
bool is_printable(char32_t c);
bool is_lower(char32_t c);
bool is_upper(char32_t c);
bool is_title(char32_t c);  ///< title case letters alone
bool is_identifier_start(char32_t c);
bool is_identifier_part(char32_t c);

/// The character that Python's "\N{name}" is; none for names that it does not know.
std::optional<char32_t> from_name(std::string_view name);

/// 0 to 9 of a decimal digit of any script; -1 for other characters.
int decimal_value(char32_t c);

// Whole texts: special casing and the final sigma included.
std::string upper(std::string_view utf8);
std::string lower(std::string_view utf8);
std::string title(std::string_view utf8);
std::string capitalize(std::string_view utf8);
std::string swap_case(std::string_view utf8);
std::string casefold(std::string_view utf8);

/// Whether Python accepts the text as a name.
bool is_identifier(std::string_view utf8);

}  // namespace tutor::value::unicode
