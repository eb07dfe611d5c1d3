// SPDX-License-Identifier: Apache-2.0
//
// The i18n extension's trans tag, turned into a call of gettext and its kin.

#include "base/text.hpp"
#include "jinja/internal/lexer.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

namespace {

/// White space around line breaks becomes one space; none stays at the ends.
std::string trim_translation(std::string_view text) {
    std::string result;
    for (const std::string_view line : split_lines(trim(text))) {
        const std::string_view part = trim(line);
        if (!part.empty()) {
            result += (result.empty() ? "" : " ") + std::string(part);
        }
    }
    return result;
}

}  // namespace

struct Parser::Trans {
    std::optional<std::string> context;
    std::vector<std::pair<std::string_view, Node*>> variables;
    std::optional<bool> trimmed;
    Node* count = nullptr;
    bool count_is_num = false;
    std::string singular;
    std::string plural;
    bool has_plural = false;
    bool referenced = false;

    Node* find(std::string_view name) const {
        for (const auto& [known, value] : variables) {
            if (known == name) {
                return value;
            }
        }
        return nullptr;
    }
};

Parser::TransText Parser::parse_trans_text(bool allow_plural) {
    TransText result;
    while (true) {
        if (current().kind == TokenKind::data) {
            result.text += replace_all(advance().text, "%", "%%");
        } else if (current().kind == TokenKind::variable_begin) {
            advance();
            const std::string_view name = expect(TokenKind::name).text;
            result.names.push_back(name);
            result.text += fmt::format("%({})s", name);
            expect(TokenKind::variable_end);
        } else if (current().kind == TokenKind::block_begin) {
            advance();
            if (current().is_name("endtrans") || (current().is_name("pluralize") && allow_plural)) {
                return result;
            }
            if (current().is_name("pluralize")) {
                fail("a translatable section can have only one pluralize section");
            }
            if (current().is_name("trans")) {
                fail("trans blocks can't be nested; did you mean `endtrans`?");
            }
            fail(fmt::format(
                "control structures in translatable sections are not allowed; saw `{}`",
                current().kind == TokenKind::name ? current().text : "None"));
        } else {
            fail("unclosed translation block");
        }
    }
}

void Parser::parse_trans_header(Trans& trans) {
    while (current().kind != TokenKind::block_end) {
        if (!trans.variables.empty()) {
            expect(TokenKind::comma);
        }
        if (skip_if(TokenKind::colon)) {
            break;
        }
        const Token& token = expect(TokenKind::name);
        if (trans.find(token.text) != nullptr) {
            fail_assertion(
                fmt::format("translatable variable {} defined twice.", quoted(token.text)),
                token.line);
        }
        Node* value = nullptr;
        if (skip_if(TokenKind::assign)) {
            value = parse_expression();
        } else if (!trans.trimmed && (token.text == "trimmed" || token.text == "notrimmed")) {
            trans.trimmed = token.text == "trimmed";
            continue;
        } else {
            value = load_name(token.text, token.line, token.offset);
        }
        trans.variables.emplace_back(token.text, value);
        if (trans.count == nullptr) {
            if (value->op == Op::call) {
                // The count is used twice but computed once.
                auto* assignment = make<Set>(Op::set, token);
                assignment->target = load_name("_trans", token.line, token.offset);
                assignment->value = value;
                pending_.push_back(assignment);
                value = load_name("_trans", token.line, token.offset);
                trans.variables.back().second = value;
            }
            trans.count = value;
            trans.count_is_num = token.text == "num";
        }
    }
    expect(TokenKind::block_end);
}

Node* Parser::parse_trans() {
    const Token& begin = advance();
    Trans trans;
    if (current().kind == TokenKind::string) {
        trans.context = std::string(advance().text);
    }
    parse_trans_header(trans);
    TransText singular = parse_trans_text(true);
    trans.singular = std::move(singular.text);
    std::vector<std::string_view> names = std::move(singular.names);
    if (!names.empty() && trans.count == nullptr) {
        trans.count = load_name(names.front(), begin.line, begin.offset);
        trans.count_is_num = names.front() == "num";
    }
    if (current().is_name("pluralize")) {
        trans.has_plural = true;
        advance();
        if (current().kind != TokenKind::block_end) {
            const Token& token = expect(TokenKind::name);
            trans.count = trans.find(token.text);
            if (trans.count == nullptr) {
                fail_assertion(
                    fmt::format("unknown variable {} for pluralization", quoted(token.text)),
                    token.line);
            }
            trans.count_is_num = token.text == "num";
        }
        expect(TokenKind::block_end);
        TransText plural = parse_trans_text(false);
        trans.plural = std::move(plural.text);
        names.insert(names.end(), plural.names.begin(), plural.names.end());
    }
    advance();
    trans.referenced = !names.empty();
    for (const std::string_view name : names) {
        if (trans.find(name) == nullptr) {
            trans.variables.emplace_back(name, load_name(name, begin.line, begin.offset));
        }
    }
    if (trans.has_plural && trans.count == nullptr) {
        fail("pluralize without variables", begin.line);
    }
    if (trans.trimmed.value_or(extensions_.trim_translations)) {
        trans.singular = trim_translation(trans.singular);
        trans.plural = trim_translation(trans.plural);
    }
    return finish_trans(trans, begin);
}

Node* Parser::finish_trans(Trans& trans, const Token& begin) {
    const bool newstyle = extensions_.newstyle_gettext;
    if (!trans.referenced && !newstyle) {
        trans.singular = replace_all(trans.singular, "%%", "%");
        trans.plural = replace_all(trans.plural, "%%", "%");
    }
    const auto text = [&](const std::string& value) {
        return constant(value, begin.line, begin.offset);
    };
    std::vector<Node*> arguments;
    std::string function = "gettext";
    if (trans.context) {
        arguments.push_back(text(*trans.context));
        function = "p" + function;
    }
    arguments.push_back(text(trans.singular));
    if (trans.has_plural) {
        arguments.push_back(text(trans.plural));
        arguments.push_back(trans.count);
        function = "n" + function;
    }
    auto* call = make<Call>(Op::call, begin);
    call->callee =
        load_name(target_.arena.copy(std::string_view(function)), begin.line, begin.offset);
    call->arguments.positional = target_.arena.copy(arguments);
    Node* result = call;
    if (newstyle) {
        std::vector<Keyword> keywords;
        for (const auto& [name, value] : trans.variables) {
            if (!(trans.has_plural && trans.count_is_num && name == "num")) {
                keywords.push_back({name, value});
            }
        }
        call->arguments.keyword = target_.arena.copy(keywords);
    } else {
        auto* safe = make<Unary>(Op::mark_safe, begin);
        safe->operand = call;
        result = safe;
        if (!trans.variables.empty()) {
            std::vector<Node*> items;
            for (const auto& [name, value] : trans.variables) {
                items.push_back(text(std::string(name)));
                items.push_back(value);
            }
            auto* dict = make<Items>(Op::dict, begin);
            dict->items = target_.arena.copy(items);
            result = binary(Op::modulo, safe, dict, begin.line);
        }
    }
    auto* emit = make<Unary>(Op::emit, begin);
    emit->operand = result;
    return emit;
}

}  // namespace tutor::jinja
