// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/parser.hpp"

#include "base/text.hpp"
#include "jinja/errors.hpp"
#include "jinja/internal/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

void SpecialNames::merge(const SpecialNames& inner) {
    loop |= inner.loop;
    self |= inner.self;
    super |= inner.super;
    caller |= inner.caller;
    kwargs |= inner.kwargs;
    varargs |= inner.varargs;
}

std::uint32_t NameTable::id(std::string_view name) {
    if (names_.size() * 2 >= slots_.size()) {
        grow();
    }
    std::size_t at = std::hash<std::string_view>()(name) & (slots_.size() - 1);
    for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
        if (names_[slots_[at] - 1] == name) {
            return slots_[at] - 1;
        }
    }
    names_.push_back(name);
    slots_[at] = static_cast<std::uint32_t>(names_.size());
    return slots_[at] - 1;
}

void NameTable::clear() {
    names_.clear();
    std::fill(slots_.begin(), slots_.end(), 0);
}

void NameTable::grow() {
    std::vector<std::uint32_t> larger(std::max<std::size_t>(32, slots_.size() * 4));
    names_.reserve(larger.size() / 2);
    for (std::uint32_t number = 1; number <= names_.size(); ++number) {
        std::size_t at = std::hash<std::string_view>()(names_[number - 1]) & (larger.size() - 1);
        while (larger[at] != 0) {
            at = (at + 1) & (larger.size() - 1);
        }
        larger[at] = number;
    }
    slots_ = std::move(larger);
}

const Block* CompiledTemplate::find_block(std::string_view name) const {
    for (const Block* block : blocks) {
        if (block->name == name) {
            return block;
        }
    }
    return nullptr;
}

Position CompiledTemplate::position(int line, std::uint32_t offset) const {
    const std::size_t end = std::min<std::size_t>(offset, source.size());
    const std::size_t newline = end == 0 ? std::string::npos : source.rfind('\n', end - 1);
    const std::size_t begin = newline == std::string::npos ? 0 : newline + 1;
    const auto before = std::string_view(source).substr(0, end);
    const int offset_line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
    Position where;
    where.source = origin.place();
    where.line = line + origin.first_line - 1;
    if (offset_line == line) {
        where.column =
            origin.first_column + static_cast<int>(code_point_count(before.substr(begin)));
    }
    return where;
}

void Workbench::clear() {
    constexpr std::size_t many_tokens = 1 << 16;
    if (tokens.capacity() > many_tokens) {
        *this = {};  // it was an unusual template
        return;
    }
    tokens.clear();
    names.clear();
    nodes.clear();
    keywords.clear();
    branches.clear();
}

Parser::Parser(CompiledTemplate& target, Workbench& bench, const Extensions& extensions)
    : target_(target),
      bench_(bench),
      token_(bench.tokens.data()),
      last_token_(&bench.tokens.back()),
      extensions_(extensions) {
    open_tags_.reserve(8);
    end_tags_.reserve(8);
    if (current().kind == TokenKind::error) {
        fail(std::string(current().text));
    }
}

void Parser::parse() {
    target_.body = parse_body(nullptr);
    target_.uses_self = special_.self;
}

const Token& Parser::look() const {
    const Token& next = token_ == last_token_ ? *token_ : token_[1];
    if (next.kind == TokenKind::error) {
        fail(std::string(next.text), next.line);
    }
    return next;
}

const Token& Parser::advance() {
    const Token& before = *token_;
    if (token_ != last_token_) {
        ++token_;
        if (current().kind == TokenKind::error) {
            fail(std::string(current().text));
        }
    }
    return before;
}

bool Parser::skip_if(TokenKind kind) {
    if (current().kind != kind) {
        return false;
    }
    advance();
    return true;
}

bool Parser::skip_if_name(std::string_view name) {
    if (!current().is_name(name)) {
        return false;
    }
    advance();
    return true;
}

void Parser::fail_expected(std::string_view expected) const {
    if (current().kind == TokenKind::eof) {
        fail(fmt::format("unexpected end of template, expected {}.", quoted(expected)));
    }
    fail(fmt::format("expected token {}, got {}", quoted(expected), quoted(describe(current()))));
}

const Token& Parser::expect(TokenKind kind) {
    if (current().kind != kind) {
        fail_expected(describe(kind));
    }
    return advance();
}

const Token& Parser::expect_name(std::string_view name) {
    if (!current().is_name(name)) {
        fail_expected(name);
    }
    return advance();
}

void Parser::fail(std::string message, int line) const {
    const auto offset = current().line == line ? current().offset : UINT32_MAX;
    throw TemplateError(
        "TemplateSyntaxError",
        {.message = std::move(message), .where = target_.position(line, offset)});
}

void Parser::fail_assertion(std::string message, int line) const {
    throw TemplateError(
        "TemplateAssertionError",
        {.message = std::move(message), .where = target_.position(line, UINT32_MAX)});
}

void Parser::fail_tag(const std::string* unknown, int line) const {
    std::string looking;
    if (!end_tags_.empty()) {
        for (const std::string_view tag : end_tags_.back()) {
            looking += (looking.empty() ? "" : " or ") + quoted(tag);
        }
    }
    std::string message = unknown == nullptr
        ? "Unexpected end of template."
        : fmt::format("Encountered unknown tag {}.", quoted(*unknown));
    if (!looking.empty()) {
        const bool misplaced =
            unknown != nullptr
            && std::any_of(end_tags_.begin(), end_tags_.end(), [&](const auto& tags) {
                   return std::find(tags.begin(), tags.end(), *unknown) != tags.end();
               });
        message += misplaced
            ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently "
              "looking for "
            : " Jinja was looking for the following tags: ";
        message += looking + '.';
    }
    if (!open_tags_.empty()) {
        message += fmt::format(
            " The innermost block that needs to be closed is {}.", quoted(open_tags_.back()));
    }
    fail(std::move(message), line);
}

Name* Parser::make_name(const Token& token) {
    auto* node = make<Name>(Op::name, token);
    node->text = token.text;
    node->id = bench_.names.id(token.text);
    return node;
}

Name* Parser::load_name(std::string_view text, int line, std::uint32_t offset) {
    note_name(text);
    auto* node = make<Name>(Op::name, line, offset);
    node->text = text;
    node->id = bench_.names.id(text);
    return node;
}

void Parser::note_name(std::string_view name) {
    switch (name.size()) {
    case 4:
        special_.loop |= name == "loop";
        special_.self |= name == "self";
        break;
    case 5: special_.super |= name == "super"; break;
    case 6:
        special_.caller |= name == "caller";
        special_.kwargs |= name == "kwargs";
        break;
    case 7: special_.varargs |= name == "varargs"; break;
    default: break;
    }
}

Nodes Parser::parse_body(const EndTags* end_tags) {
    Parts<Node*> body(bench_.nodes);
    while (true) {
        const Token& token = current();
        switch (token.kind) {
        case TokenKind::eof: return body.keep(target_.arena);
        case TokenKind::data: {
            auto* node = make<Text>(Op::text, token);
            node->text = token.text;
            body.push_back(node);
            advance();
            break;
        }
        case TokenKind::variable_begin: {
            advance();
            auto* node = make<Unary>(Op::emit, current());
            node->operand = parse_tuple(TupleKind::full);
            expect(TokenKind::variable_end);
            body.push_back(node);
            break;
        }
        default: {
            advance();
            if (end_tags != nullptr && current().kind == TokenKind::name
                && std::find(end_tags->begin(), end_tags->end(), current().text)
                    != end_tags->end()) {
                return body.keep(target_.arena);
            }
            Node* statement = parse_statement();
            // One tag can stand for several statements: the later ones hang on `next`.
            for (Node* part : pending_) {
                body.push_back(part);
            }
            pending_.clear();
            if (statement != nullptr) {
                body.push_back(statement);
            }
            expect(TokenKind::block_end);
        }
        }
    }
}

Nodes Parser::parse_statements(EndTags end_tags, EndToken end_token) {
    skip_if(TokenKind::colon);
    expect(TokenKind::block_end);
    end_tags_.push_back(end_tags);
    const Nodes body = parse_body(&end_tags);
    if (current().kind == TokenKind::eof) {
        fail_tag(nullptr, current().line);
    }
    end_tags_.pop_back();
    if (end_token == EndToken::drop) {
        advance();
    }
    return body;
}

}  // namespace tutor::jinja
