// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/names.hpp"

#include "value/operations.hpp"
#include "value/unicode.hpp"

namespace tutor::jinja {

bool is_word_character(char32_t code) {
    return code == U'_' || value::unicode::is_alnum(code)
        || value::unicode::is_identifier_part(code);
}

bool is_identifier(std::string_view text) {
    return value::unicode::is_identifier(text);
}

std::string quoted(std::string_view text) {
    return value::repr(value::Value(text));
}

}  // namespace tutor::jinja
