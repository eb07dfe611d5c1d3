// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/token.hpp"

#include <array>

namespace tutor::jinja {

namespace {

constexpr std::array<std::string_view, 26> operator_texts = {
    "+", "=",  ":", ",", "/",  ".", "==", "//", ">", ">=", "{", "[", "(",
    "<", "<=", "%", "*", "!=", "|", "**", "}",  "]", ")",  ";", "-", "~"};

}  // namespace

std::string_view describe(TokenKind kind) {
    if (kind <= TokenKind::tilde) {
        return operator_texts[static_cast<std::size_t>(kind)];
    }
    switch (kind) {
    case TokenKind::name: return "name";
    case TokenKind::string: return "string";
    case TokenKind::integer: return "integer";
    case TokenKind::real: return "float";
    case TokenKind::data: return "template data / text";
    case TokenKind::variable_begin: return "begin of print statement";
    case TokenKind::variable_end: return "end of print statement";
    case TokenKind::block_begin: return "begin of statement block";
    case TokenKind::block_end: return "end of statement block";
    default: return "end of template";
    }
}

std::string_view describe(const Token& token) {
    return token.kind == TokenKind::name ? token.text : describe(token.kind);
}

}  // namespace tutor::jinja
