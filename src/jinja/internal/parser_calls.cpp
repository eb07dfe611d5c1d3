// SPDX-License-Identifier: Apache-2.0
//
// Calls, filters and tests: expressions that name something and hand it arguments.

#include "jinja/internal/names.hpp"
#include "jinja/internal/parser.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

CallArguments Parser::parse_call_arguments() {
    const int line = expect(TokenKind::lparen).line;
    Parts<Node*> positional(bench_.nodes);
    Parts<Keyword> keyword(bench_.keywords);
    CallArguments result;
    bool require_comma = false;
    const auto ensure = [&](bool condition) {
        if (!condition) {
            fail("invalid syntax for function call expression", line);
        }
    };
    while (current().kind != TokenKind::rparen) {
        if (require_comma) {
            expect(TokenKind::comma);
            if (current().kind == TokenKind::rparen) {
                break;
            }
        }
        if (current().kind == TokenKind::mul) {
            ensure(result.star == nullptr && result.star_star == nullptr);
            advance();
            result.star = parse_expression();
        } else if (current().kind == TokenKind::pow) {
            ensure(result.star_star == nullptr);
            advance();
            result.star_star = parse_expression();
        } else if (current().kind == TokenKind::name && look().kind == TokenKind::assign) {
            ensure(result.star_star == nullptr);
            const std::string_view name = advance().text;
            advance();
            keyword.push_back({name, parse_expression()});
        } else {
            ensure(result.star == nullptr && result.star_star == nullptr && keyword.empty());
            positional.push_back(parse_expression());
        }
        require_comma = true;
    }
    expect(TokenKind::rparen);
    result.positional = positional.keep(target_.arena);
    result.keyword = keyword.keep(target_.arena);
    return result;
}

Node* Parser::parse_call(Node* callee) {
    auto* node = make<Call>(Op::call, current().line, callee->offset);
    node->callee = callee;
    node->arguments = parse_call_arguments();
    grow(node, callee);
    grow(node, node->arguments);
    return node;
}

std::string_view Parser::parse_dotted_name() {
    const std::string_view first = expect(TokenKind::name).text;
    if (current().kind != TokenKind::dot) {
        return first;
    }
    std::string name(first);
    while (skip_if(TokenKind::dot)) {
        name += '.';
        name += expect(TokenKind::name).text;
    }
    return target_.arena.copy(std::string_view(name));
}

Node* Parser::parse_filter(Node* input, bool inline_start) {
    while (current().kind == TokenKind::pipe || inline_start) {
        if (!inline_start) {
            advance();
        }
        inline_start = false;
        auto* node = make<Filter>(Op::filter, current());
        node->input = input;
        node->name = parse_dotted_name();
        if (current().kind == TokenKind::lparen) {
            node->arguments = parse_call_arguments();
        }
        if (input != nullptr) {
            node->offset = input->offset;
        }
        grow(node, input);
        grow(node, node->arguments);
        input = node;
    }
    return input;
}

Node* Parser::parse_test(Node* input) {
    const Token& token = advance();
    const bool negated = skip_if_name("not");
    auto* node = make<Filter>(Op::test, token.line, input->offset);
    node->input = input;
    node->name = parse_dotted_name();
    switch (current().kind) {
    case TokenKind::lparen: node->arguments = parse_call_arguments(); break;
    case TokenKind::name:
    case TokenKind::string:
    case TokenKind::integer:
    case TokenKind::real:
    case TokenKind::lbracket:
    case TokenKind::lbrace: {
        if (current().is_name("else") || current().is_name("or") || current().is_name("and")) {
            break;
        }
        if (current().is_name("is")) {
            fail("You cannot chain multiple tests with is");
        }
        const Nesting nesting(*this);
        Node* argument = parse_postfix(parse_primary(false));
        node->arguments.positional = target_.arena.copy(&argument, 1);
        break;
    }
    default: break;
    }
    grow(node, input);
    grow(node, node->arguments);
    if (!negated) {
        return node;
    }
    auto* inverse = make<Unary>(Op::logical_not, token.line, input->offset);
    inverse->operand = node;
    grow(inverse, node);
    return inverse;
}

}  // namespace tutor::jinja
