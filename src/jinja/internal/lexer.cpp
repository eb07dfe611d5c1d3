// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/lexer.hpp"

#include "base/text.hpp"
#include "jinja/internal/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace tutor::jinja {

namespace {

/// What a byte within a tag may begin.
enum class CharacterClass : std::uint8_t { other, space, name, digit, quote, wide };

constexpr std::array<CharacterClass, 256> character_classes = [] {
    std::array<CharacterClass, 256> classes{};
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const char c = static_cast<char>(i);
        classes[i] = i >= 0x80                              ? CharacterClass::wide
            : is_ascii_space(c) || (i >= 0x1c && i <= 0x1f) ? CharacterClass::space
            : is_ascii_alpha(c) || c == '_'                 ? CharacterClass::name
            : is_ascii_digit(c)                             ? CharacterClass::digit
            : c == '\'' || c == '"'                         ? CharacterClass::quote
                                                            : CharacterClass::other;
    }
    return classes;
}();

CharacterClass class_of(char c) {
    return character_classes[static_cast<unsigned char>(c)];
}

}  // namespace

LexerRules::LexerRules(const Syntax& syntax) : syntax_(&syntax) {
    // Jinja2 tries the longest delimiter first, and of equally long ones that with the
    // greatest name.
    struct Named {
        std::string_view name;
        Rule rule;
    };
    std::vector<Named> named = {
        {"comment_begin", {Begin::comment, syntax.comment_start}},
        {"block_begin", {Begin::block, syntax.block_start}},
        {"variable_begin", {Begin::variable, syntax.variable_start}}};
    if (!syntax.line_statement_prefix.empty()) {
        named.push_back(
            {"linestatement_begin", {Begin::line_statement, syntax.line_statement_prefix}});
    }
    if (!syntax.line_comment_prefix.empty()) {
        named.push_back({"linecomment_begin", {Begin::line_comment, syntax.line_comment_prefix}});
    }
    has_line_rules_ = named.size() > 3;
    std::sort(named.begin(), named.end(), [](const Named& a, const Named& b) {
        return a.rule.text.size() != b.rule.text.size() ? a.rule.text.size() > b.rule.text.size()
                                                        : a.name > b.name;
    });
    for (const Named& item : named) {
        rules_.push_back(item.rule);
        first_[static_cast<unsigned char>(item.rule.text.front())] = true;
    }
    const char first = syntax.block_start.front();
    if (!has_line_rules_ && syntax.variable_start.front() == first
        && syntax.comment_start.front() == first) {
        common_first_ = first;
    }
}

Lexer::Lexer(const LexerRules& rules, std::string_view source, Arena& arena)
    : rules_(rules), syntax_(rules.syntax()), source_(source), arena_(arena) {}

std::vector<Token> Lexer::run(std::vector<Token> memory) {
    tokens_ = std::move(memory);
    tokens_.clear();
    while (!failed_ && position_ < source_.size()) {
        lex_root();
    }
    if (!failed_) {
        Token end;
        end.line = tokens_.empty() ? 1 : tokens_.back().line;
        end.offset = static_cast<std::uint32_t>(source_.size());
        tokens_.push_back(end);
    }
    return std::move(tokens_);
}

void Lexer::add_error(std::string_view message) {
    failed_ = true;
    add(TokenKind::error, arena_.copy(message));
}

void Lexer::move_to(std::size_t position) {
    const char* at = source_.data() + position_;
    const char* const end = source_.data() + position;
    if (at < end) {
        line_starting_ = end[-1] == '\n';
    }
    while (at < end) {
        const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
        if (found == nullptr) {
            break;
        }
        ++line_;
        at = static_cast<const char*>(found) + 1;
    }
    position_ = position;
}

std::size_t Lexer::skip_space(std::size_t at) const {
    while (const std::size_t length = space_length(source_, at)) {
        at += length;
    }
    return at;
}

Lexer::Strip Lexer::strip_sign(std::size_t& at) const {
    if (at < source_.size() && (source_[at] == '-' || source_[at] == '+')) {
        return source_[at++] == '-' ? Strip::minus : Strip::plus;
    }
    return Strip::none;
}

std::optional<Lexer::Opening> Lexer::match_raw(std::size_t at) const {
    if (!starts_with(at, syntax_.block_start)) {
        return std::nullopt;
    }
    std::size_t end = at + syntax_.block_start.size();
    const Strip strip = strip_sign(end);
    end = skip_space(end);
    if (!starts_with(end, "raw")) {
        return std::nullopt;
    }
    end = skip_space(end + 3);
    if (starts_with(end, "-") && starts_with(end + 1, syntax_.block_end)) {
        end = skip_space(end + 1 + syntax_.block_end.size());
    } else if (starts_with(end, syntax_.block_end)) {
        end += syntax_.block_end.size();
    } else {
        return std::nullopt;
    }
    return Opening{LexerRules::Begin::block, true, at, end, strip};
}

std::optional<Lexer::Opening> Lexer::match_opening(std::size_t at) const {
    if (auto raw = match_raw(at)) {
        return raw;
    }
    for (const auto& rule : rules_.rules()) {
        std::size_t begin = at;
        if (rule.begin == LexerRules::Begin::line_statement) {
            if (!at_line_start(at)) {
                continue;
            }
            while (begin < source_.size()
                   && (source_[begin] == ' ' || source_[begin] == '\t' || source_[begin] == '\v')) {
                ++begin;
            }
        } else if (rule.begin == LexerRules::Begin::line_comment) {
            // Behind a character that is no white space, or at the start of a line.
            if (!at_line_start(at) && is_ascii_space(source_[at - 1])) {
                continue;
            }
            std::size_t length = 0;
            while (begin < source_.size() && source_[begin] != '\n'
                   && (length = space_length(source_, begin)) != 0) {
                begin += length;
            }
        }
        if (!starts_with(begin, rule.text)) {
            continue;
        }
        std::size_t end = begin + rule.text.size();
        const Strip strip = strip_sign(end);
        return Opening{rule.begin, false, at, end, strip};
    }
    return std::nullopt;
}

std::optional<Lexer::Opening> Lexer::find_opening() {
    std::size_t at = position_;
    if (const auto first = rules_.common_first()) {
        while (at < source_.size()) {
            const void* found = std::memchr(source_.data() + at, *first, source_.size() - at);
            if (found == nullptr) {
                return std::nullopt;
            }
            at = static_cast<std::size_t>(static_cast<const char*>(found) - source_.data());
            if (auto opening = match_opening(at)) {
                return opening;
            }
            ++at;
        }
        return std::nullopt;
    }
    for (; at < source_.size(); ++at) {
        if (!rules_.has_line_rules() && !rules_.may_begin(source_[at])) {
            continue;
        }
        if (auto opening = match_opening(at)) {
            return opening;
        }
    }
    return std::nullopt;
}

void Lexer::add_data(std::size_t begin, std::size_t end, Strip strip, bool may_lstrip) {
    std::string_view text = source_.substr(begin, end - begin);
    if (strip == Strip::minus) {
        std::size_t keep = text.size();
        while (keep > 0) {
            std::size_t character = keep - 1;
            while (character > 0 && (static_cast<unsigned char>(text[character]) & 0xC0) == 0x80) {
                --character;
            }
            if (space_length(text, character) == 0) {
                break;
            }
            keep = character;
        }
        text = text.substr(0, keep);
    } else if (strip == Strip::none && may_lstrip && syntax_.lstrip_blocks) {
        const std::size_t newline = text.rfind('\n');
        const std::size_t line = newline == std::string_view::npos ? 0 : newline + 1;
        if ((line > 0 || line_starting_) && line < text.size()
            && skip_space(begin + line) >= begin + text.size()) {
            text = text.substr(0, line);
        }
    }
    if (text.empty()) {
        return;
    }
    if (syntax_.newline_sequence != "\n" && text.find('\n') != std::string_view::npos) {
        text = arena_.copy(replace_all(text, "\n", syntax_.newline_sequence));
    }
    add(TokenKind::data, text);
}

void Lexer::lex_root() {
    const auto opening = find_opening();
    if (!opening) {
        add_data(position_, source_.size(), Strip::plus, false);
        move_to(source_.size());
        return;
    }
    add_data(
        position_,
        opening->at,
        opening->strip,
        opening->begin != LexerRules::Begin::variable || opening->raw);
    move_to(opening->at);
    if (opening->raw) {
        move_to(opening->end);
        lex_raw();
        return;
    }
    switch (opening->begin) {
    case LexerRules::Begin::comment:
        move_to(opening->end);
        lex_comment();
        return;
    case LexerRules::Begin::line_comment:
        move_to(opening->end);
        lex_line_comment();
        return;
    case LexerRules::Begin::variable: add(TokenKind::variable_begin, {}); break;
    case LexerRules::Begin::block:
    case LexerRules::Begin::line_statement: add(TokenKind::block_begin, {}); break;
    }
    move_to(opening->end);
    lex_tag(opening->begin);
}

void Lexer::lex_comment() {
    // The first end, with its sign if one stands before it.
    const std::size_t found = source_.find(syntax_.comment_end, position_);
    if (found == std::string_view::npos) {
        if (position_ < source_.size()) {
            add_error("Missing end of comment tag");
        }
        return;
    }
    std::size_t end = found + syntax_.comment_end.size();
    const bool minus = found > position_ && source_[found - 1] == '-';
    const bool plus = found > position_ && source_[found - 1] == '+';
    if (minus) {
        end = skip_space(end);
    } else if (!plus && syntax_.trim_blocks && starts_with(end, "\n")) {
        ++end;
    }
    move_to(end);
}

void Lexer::lex_line_comment() {
    const std::size_t newline = source_.find('\n', position_);
    move_to(newline == std::string_view::npos ? source_.size() : newline);
}

void Lexer::lex_raw() {
    std::size_t at = position_;
    while ((at = source_.find(syntax_.block_start, at)) != std::string_view::npos) {
        std::size_t end = at + syntax_.block_start.size();
        const Strip strip = strip_sign(end);
        end = skip_space(end);
        if (starts_with(end, "endraw")) {
            end = skip_space(end + 6);
            bool matched = true;
            if (starts_with(end, "+") && starts_with(end + 1, syntax_.block_end)) {
                end += 1 + syntax_.block_end.size();
            } else if (starts_with(end, "-") && starts_with(end + 1, syntax_.block_end)) {
                end = skip_space(end + 1 + syntax_.block_end.size());
            } else if (starts_with(end, syntax_.block_end)) {
                end += syntax_.block_end.size();
                if (syntax_.trim_blocks && starts_with(end, "\n")) {
                    ++end;
                }
            } else {
                matched = false;
            }
            if (matched) {
                add_data(position_, at, strip, true);
                move_to(end);
                return;
            }
        }
        ++at;
    }
    if (position_ < source_.size()) {
        add_error("Missing end of raw directive");
    }
}

bool Lexer::lex_line_statement_end() {
    const std::size_t end = skip_space(position_);
    std::size_t newline = end;
    while (newline > position_ && source_[newline - 1] != '\n') {
        --newline;
    }
    if (newline == position_ && end < source_.size()) {
        return false;
    }
    add(TokenKind::block_end, {});
    move_to(end >= source_.size() ? end : newline);
    return true;
}

bool Lexer::lex_tag_end(LexerRules::Begin begin) {
    if (begin == LexerRules::Begin::line_statement) {
        return lex_line_statement_end();
    }
    const bool block = begin == LexerRules::Begin::block;
    const std::string_view closing = block ? syntax_.block_end : syntax_.variable_end;
    std::size_t end = position_;
    if (starts_with(end, "-") && starts_with(end + 1, closing)) {
        end = skip_space(end + 1 + closing.size());
    } else if (block && starts_with(end, "+") && starts_with(end + 1, closing)) {
        end += 1 + closing.size();
    } else if (starts_with(end, closing)) {
        end += closing.size();
        if (block && syntax_.trim_blocks && starts_with(end, "\n")) {
            ++end;
        }
    } else {
        return false;
    }
    add(block ? TokenKind::block_end : TokenKind::variable_end, {});
    move_to(end);
    return true;
}

void Lexer::lex_tag(LexerRules::Begin begin) {
    brackets_.clear();
    const bool line = begin == LexerRules::Begin::line_statement;
    const bool block = begin == LexerRules::Begin::block;
    const char closing = (block ? syntax_.block_end : syntax_.variable_end).front();
    while (!failed_) {
        const char next = position_ < source_.size() ? source_[position_] : '\0';
        const bool may_end = line || next == closing || next == '-' || next == '+';
        if (may_end && brackets_.empty() && lex_tag_end(begin)) {
            return;
        }
        if (position_ >= source_.size()) {
            return;
        }
        lex_token();
    }
}

void Lexer::lex_token() {
    // Half a gigabyte of them.
    constexpr std::size_t most_tokens = std::size_t{1} << 24;
    if (tokens_.size() >= most_tokens) {
        add_error("the template has too many tokens");
        return;
    }
    switch (class_of(source_[position_])) {
    case CharacterClass::digit: lex_number(); return;
    case CharacterClass::name: lex_name(); return;
    case CharacterClass::quote:
    case CharacterClass::other:
        if (!lex_string() && !lex_operator()) {
            fail_character();
        }
        return;
    case CharacterClass::space:
        do {
            line_starting_ = source_[position_] == '\n';
            line_ += line_starting_ ? 1 : 0;
            ++position_;
        } while (position_ < source_.size()
                 && class_of(source_[position_]) == CharacterClass::space);
        return;
    case CharacterClass::wide: break;
    }
    std::size_t next = position_;
    if (const std::size_t length = space_length(source_, position_)) {
        move_to(position_ + length);
    } else if (is_word_character(next_code_point(source_, next))) {
        lex_name();
    } else {
        fail_character();
    }
}

void Lexer::lex_name() {
    std::size_t end = position_;
    bool ascii = true;
    while (end < source_.size()) {
        const CharacterClass kind = class_of(source_[end]);
        if (kind == CharacterClass::name || kind == CharacterClass::digit) {
            ++end;
            continue;
        }
        if (kind != CharacterClass::wide) {
            break;
        }
        std::size_t next = end;
        if (!is_word_character(next_code_point(source_, next))) {
            break;
        }
        ascii = false;
        end = next;
    }
    const std::string_view name = source_.substr(position_, end - position_);
    if (!ascii && !is_identifier(name)) {
        add_error("Invalid character in identifier");
        return;
    }
    add(TokenKind::name, name);
    position_ = end;
    line_starting_ = false;
}

bool Lexer::lex_string() {
    const char quote = source_[position_];
    if (quote != '\'' && quote != '"') {
        return false;
    }
    std::size_t end = position_ + 1;
    bool escaped = false;
    while (end < source_.size() && source_[end] != quote) {
        if (source_[end] == '\\') {
            escaped = true;
            ++end;
        }
        ++end;
    }
    if (end >= source_.size()) {
        return false;
    }
    std::string_view inside = source_.substr(position_ + 1, end - position_ - 1);
    if (syntax_.newline_sequence != "\n" && inside.find('\n') != std::string_view::npos) {
        inside = arena_.copy(replace_all(inside, "\n", syntax_.newline_sequence));
    }
    if (escaped) {
        std::string problem;
        const std::string text = unescape_literal(inside, problem);
        if (!problem.empty()) {
            add_error(problem);
            return true;
        }
        inside = arena_.copy(text);
    }
    add(TokenKind::string, inside);
    move_to(end + 1);
    return true;
}

bool Lexer::balance(char bracket) {
    // The parser fails at less; what stands behind need not be looked at.
    constexpr std::size_t deepest = 1000;
    if (brackets_.size() >= deepest) {
        add_error("the template is nested too deeply");
        return false;
    }
    switch (bracket) {
    case '{': brackets_ += '}'; return true;
    case '(': brackets_ += ')'; return true;
    case '[': brackets_ += ']'; return true;
    case '}':
    case ')':
    case ']':
        if (brackets_.empty()) {
            add_error(fmt::format("unexpected '{}'", bracket));
            return false;
        }
        if (brackets_.back() != bracket) {
            add_error(fmt::format("unexpected '{}', expected '{}'", bracket, brackets_.back()));
            return false;
        }
        brackets_.pop_back();
        return true;
    default: return true;
    }
}

bool Lexer::lex_operator() {
    const char first = source_[position_];
    const char second = position_ + 1 < source_.size() ? source_[position_ + 1] : '\0';
    TokenKind kind = TokenKind::eof;
    std::size_t length = 1;
    const auto pair = [&](char follower, TokenKind both, TokenKind single) {
        length = second == follower ? 2 : 1;
        kind = length == 2 ? both : single;
    };
    switch (first) {
    case '+': kind = TokenKind::add; break;
    case '-': kind = TokenKind::sub; break;
    case '/': pair('/', TokenKind::floordiv, TokenKind::div); break;
    case '*': pair('*', TokenKind::pow, TokenKind::mul); break;
    case '%': kind = TokenKind::mod; break;
    case '~': kind = TokenKind::tilde; break;
    case '[': kind = TokenKind::lbracket; break;
    case ']': kind = TokenKind::rbracket; break;
    case '(': kind = TokenKind::lparen; break;
    case ')': kind = TokenKind::rparen; break;
    case '{': kind = TokenKind::lbrace; break;
    case '}': kind = TokenKind::rbrace; break;
    case '=': pair('=', TokenKind::eq, TokenKind::assign); break;
    case '>': pair('=', TokenKind::gteq, TokenKind::gt); break;
    case '<': pair('=', TokenKind::lteq, TokenKind::lt); break;
    case '!': pair('=', TokenKind::ne, TokenKind::eof); break;
    case '.': kind = TokenKind::dot; break;
    case ':': kind = TokenKind::colon; break;
    case '|': kind = TokenKind::pipe; break;
    case ',': kind = TokenKind::comma; break;
    case ';': kind = TokenKind::semicolon; break;
    default: break;
    }
    if (kind == TokenKind::eof) {
        return false;
    }
    if (balance(first)) {
        add(kind, source_.substr(position_, length));
        position_ += length;
        line_starting_ = false;
    }
    return true;
}

void Lexer::fail_character() {
    std::size_t end = position_;
    next_code_point(source_, end);
    const std::string_view character = source_.substr(position_, end - position_);
    add_error(fmt::format(
        "unexpected char {} at {}",
        quoted(character),
        code_point_count(source_.substr(0, position_))));
}

}  // namespace tutor::jinja
