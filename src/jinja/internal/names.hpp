// SPDX-License-Identifier: Apache-2.0
//
// Which characters names are made of, and how messages quote text.

#pragma once

#include <string>
#include <string_view>

namespace tutor::jinja {

/// Letters, digits, marks and '_' of all scripts: what a regular expression's `\w` takes.
bool is_word_character(char32_t code);
/// Python's str.isidentifier().
bool is_identifier(std::string_view text);
/// Python's repr() of a string.
std::string quoted(std::string_view text);

}  // namespace tutor::jinja
