// SPDX-License-Identifier: Apache-2.0
//
// Cuts a template into tokens, in one pass.

#pragma once

#include "jinja/environment.hpp"
#include "jinja/internal/arena.hpp"
#include "jinja/internal/token.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

/// The source as the lexer wants it: "\r\n" and "\r" become "\n", one final newline goes unless
/// it is to be kept.
std::string normalise_source(std::string text, const Syntax& syntax);

/// What of a Syntax is the same for every template, worked out once per environment.
class LexerRules {
public:
    explicit LexerRules(const Syntax& syntax);

    enum class Begin : std::uint8_t { comment, block, variable, line_statement, line_comment };
    struct Rule {
        Begin begin;
        std::string_view text;
    };

    const Syntax& syntax() const { return *syntax_; }
    const std::vector<Rule>& rules() const { return rules_; }
    bool has_line_rules() const { return has_line_rules_; }
    /// The first byte that all delimiters share; none when they differ.
    std::optional<char> common_first() const { return common_first_; }
    bool may_begin(char c) const { return first_[static_cast<unsigned char>(c)]; }

private:
    const Syntax* syntax_;
    std::vector<Rule> rules_;  // in the order in which they are tried
    std::array<bool, 256> first_ = {};
    std::optional<char> common_first_;
    bool has_line_rules_ = false;
};

class Lexer {
public:
    /// `source` is normalised and outlives the tokens, as does `arena`.
    Lexer(const LexerRules& rules, std::string_view source, Arena& arena);

    /// All tokens; the last is `eof` or `error`. They go into `memory`, an earlier result.
    std::vector<Token> run(std::vector<Token> memory = {});

private:
    enum class Strip : std::uint8_t { none, minus, plus };
    struct Opening {
        LexerRules::Begin begin;
        bool raw = false;
        std::size_t at = 0;
        std::size_t end = 0;
        Strip strip = Strip::none;
    };

    std::optional<Opening> find_opening();
    std::optional<Opening> match_opening(std::size_t at) const;
    std::optional<Opening> match_raw(std::size_t at) const;
    Strip strip_sign(std::size_t& at) const;
    void lex_root();
    void lex_comment();
    void lex_line_comment();
    void lex_raw();
    void lex_tag(LexerRules::Begin begin);
    bool lex_tag_end(LexerRules::Begin begin);
    bool lex_line_statement_end();
    void lex_token();
    void lex_number();
    void lex_name();
    bool lex_string();
    bool lex_operator();
    bool balance(char bracket);
    void fail_character();
    void add_data(std::size_t begin, std::size_t end, Strip strip, bool may_lstrip);
    void add(TokenKind kind, std::string_view text) {
        tokens_.push_back(
            {.kind = kind,
             .line = line_,
             .offset = static_cast<std::uint32_t>(position_),
             .text = text});
    }
    void add_error(std::string_view message);
    void move_to(std::size_t position);
    /// Of short texts, found out in place.
    bool starts_with(std::size_t at, std::string_view text) const {
        if (source_.size() - at < text.size()) {
            return false;
        }
        std::size_t same = 0;
        while (same < text.size() && source_[at + same] == text[same]) {
            ++same;
        }
        return same == text.size();
    }
    bool at_line_start(std::size_t at) const { return at == 0 || source_[at - 1] == '\n'; }
    std::size_t skip_space(std::size_t at) const;
    std::size_t scan_digits(std::size_t at) const;
    std::size_t scan_float(std::size_t at) const;
    std::size_t scan_integer(std::size_t at) const;

    const LexerRules& rules_;
    const Syntax& syntax_;
    std::string_view source_;
    Arena& arena_;
    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    int line_ = 1;
    bool line_starting_ = true;
    bool failed_ = false;
    std::string brackets_;  // the closing ones that are awaited
};

/// A string literal's inside with Python's escapes resolved; `problem` is set to the reason when
/// that is impossible.
std::string unescape_literal(std::string_view inside, std::string& problem);

/// Length in bytes of the white space character (Unicode's, as Python's `\s`) at `at`, else 0.
std::size_t space_length(std::string_view text, std::size_t at);
/// The code point at `at`, which is moved behind it.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& text, char32_t code);

}  // namespace tutor::jinja
