// SPDX-License-Identifier: Apache-2.0
//
// The words of the template language.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tutor::jinja {

enum class TokenKind : std::uint8_t {
    add,
    assign,
    colon,
    comma,
    div,
    dot,
    eq,
    floordiv,
    gt,
    gteq,
    lbrace,
    lbracket,
    lparen,
    lt,
    lteq,
    mod,
    mul,
    ne,
    pipe,
    pow,
    rbrace,
    rbracket,
    rparen,
    semicolon,
    sub,
    tilde,
    name,
    string,
    integer,
    real,
    data,
    variable_begin,
    variable_end,
    block_begin,
    block_end,
    eof,
    error,  ///< `text` is the message of a syntax error, raised when the parser gets here
};

struct Token {
    TokenKind kind = TokenKind::eof;
    int line = 1;
    std::uint32_t offset = 0;    ///< in bytes, into the normalised source
    std::string_view text = {};  ///< strings: without quotes, escapes resolved

    bool is_name(std::string_view name) const { return kind == TokenKind::name && text == name; }
};

/// A token, or a kind of token, as syntax errors call it.
std::string_view describe(TokenKind kind);
std::string_view describe(const Token& token);

}  // namespace tutor::jinja
