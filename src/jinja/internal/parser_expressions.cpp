// SPDX-License-Identifier: Apache-2.0
//
// The grammar of expressions. `~` binds tighter than `+`, `**` is left-associative, a minus
// binds tighter than `**`: Jinja2's rules, not Python's.

#include "jinja/internal/names.hpp"
#include "jinja/internal/parser.hpp"
#include "value/big_integer.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tutor::jinja {

namespace {

/// Trees higher than this would use up the stack when they run.
constexpr int max_height = 1000;

std::string without_underscores(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c != '_') {
            digits += c;
        }
    }
    return digits;
}

bool is_comparison(TokenKind kind, Comparison& comparison) {
    switch (kind) {
    case TokenKind::eq: comparison = Comparison::eq; return true;
    case TokenKind::ne: comparison = Comparison::ne; return true;
    case TokenKind::lt: comparison = Comparison::lt; return true;
    case TokenKind::lteq: comparison = Comparison::le; return true;
    case TokenKind::gt: comparison = Comparison::gt; return true;
    case TokenKind::gteq: comparison = Comparison::ge; return true;
    default: return false;
    }
}

}  // namespace

value::Value parse_integer_literal(std::string_view text) {
    const std::string digits = without_underscores(text);
    std::string_view rest = digits;
    int base = 10;
    if (rest.size() > 2 && rest[0] == '0' && rest[1] > '9') {
        const char kind = rest[1];
        base = kind == 'x' || kind == 'X' ? 16 : kind == 'o' || kind == 'O' ? 8 : 2;
        rest.remove_prefix(2);
    }
    std::int64_t small = 0;
    const auto [end, problem] =
        std::from_chars(rest.data(), rest.data() + rest.size(), small, base);
    if (problem == std::errc() && end == rest.data() + rest.size()) {
        return small;
    }
    return value::Value::big(value::BigInteger::from_digits(rest, static_cast<unsigned>(base)));
}

double parse_real_literal(std::string_view text) {
    const std::string digits = without_underscores(text);
    double real = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), real);
    if (problem == std::errc::result_out_of_range) {
        return std::strtod(digits.c_str(), nullptr);
    }
    return real;
}

void Parser::grow(Node* node, const Node* child) const {
    if (child == nullptr) {
        return;
    }
    if (child->height + 1 > max_height) {
        fail("the expression is nested too deeply", node->line);
    }
    node->height = std::max(node->height, static_cast<std::uint16_t>(child->height + 1));
}

void Parser::grow(Node* node, const Nodes& children) const {
    for (const Node* child : children) {
        grow(node, child);
    }
}

void Parser::grow(Node* node, const CallArguments& arguments) const {
    grow(node, arguments.positional);
    for (const Keyword& keyword : arguments.keyword) {
        grow(node, keyword.value);
    }
    grow(node, arguments.star);
    grow(node, arguments.star_star);
}

Node* Parser::constant(value::Value value, int line, std::uint32_t offset) {
    auto* node = make<Constant>(Op::constant, line, offset);
    node->value = target_.constant(std::move(value));
    return node;
}

Node* Parser::binary(Op op, Node* left, Node* right, int line) {
    auto* node = make<Binary>(op, line, left->offset);
    node->left = left;
    node->right = right;
    grow(node, left);
    grow(node, right);
    return node;
}

Node* Parser::parse_expression() {
    const Nesting nesting(*this);
    return parse_condition();
}

Node* Parser::parse_condition() {
    int line = current().line;
    Node* result = parse_or();
    while (skip_if_name("if")) {
        auto* node = make<Condition>(Op::condition, line, result->offset);
        node->then = result;
        node->test = parse_or();
        if (skip_if_name("else")) {
            const Nesting nesting(*this);
            node->otherwise = parse_condition();
        }
        grow(node, node->then);
        grow(node, node->test);
        grow(node, node->otherwise);
        result = node;
        line = current().line;
    }
    return result;
}

Node* Parser::parse_or() {
    int line = current().line;
    Node* left = parse_and();
    while (skip_if_name("or")) {
        left = binary(Op::logical_or, left, parse_and(), line);
        line = current().line;
    }
    return left;
}

Node* Parser::parse_and() {
    int line = current().line;
    Node* left = parse_not();
    while (skip_if_name("and")) {
        left = binary(Op::logical_and, left, parse_not(), line);
        line = current().line;
    }
    return left;
}

Node* Parser::parse_not() {
    if (!current().is_name("not")) {
        return parse_compare();
    }
    const Nesting nesting(*this);
    auto* node = make<Unary>(Op::logical_not, advance());
    node->operand = parse_not();
    grow(node, node->operand);
    return node;
}

Node* Parser::parse_compare() {
    int line = current().line;
    Node* first = parse_sum();
    std::vector<Compared> rest;
    while (true) {
        Comparison comparison = Comparison::eq;
        if (is_comparison(current().kind, comparison)) {
            advance();
        } else if (skip_if_name("in")) {
            comparison = Comparison::in;
        } else if (current().is_name("not") && look().is_name("in")) {
            advance();
            advance();
            comparison = Comparison::not_in;
        } else {
            break;
        }
        rest.push_back({comparison, parse_sum()});
        line = current().line;
    }
    if (rest.empty()) {
        return first;
    }
    auto* node = make<Compare>(Op::compare, line, first->offset);
    node->first = first;
    node->rest = target_.arena.copy(rest);
    grow(node, first);
    for (const Compared& compared : rest) {
        grow(node, compared.operand);
    }
    return node;
}

Node* Parser::parse_sum() {
    int line = current().line;
    Node* left = parse_concat();
    while (current().kind == TokenKind::add || current().kind == TokenKind::sub) {
        const Op op = advance().kind == TokenKind::add ? Op::add : Op::subtract;
        left = binary(op, left, parse_concat(), line);
        line = current().line;
    }
    return left;
}

Node* Parser::parse_concat() {
    const int line = current().line;
    Node* first = parse_product();
    if (current().kind != TokenKind::tilde) {
        return first;
    }
    Parts<Node*> items(bench_.nodes);
    items.push_back(first);
    while (skip_if(TokenKind::tilde)) {
        items.push_back(parse_product());
    }
    auto* node = make<Items>(Op::concat, line, first->offset);
    node->items = items.keep(target_.arena);
    grow(node, node->items);
    return node;
}

Node* Parser::parse_product() {
    int line = current().line;
    Node* left = parse_power();
    while (true) {
        Op op = Op::multiply;
        switch (current().kind) {
        case TokenKind::mul: break;
        case TokenKind::div: op = Op::divide; break;
        case TokenKind::floordiv: op = Op::floor_divide; break;
        case TokenKind::mod: op = Op::modulo; break;
        default: return left;
        }
        advance();
        left = binary(op, left, parse_power(), line);
        line = current().line;
    }
}

Node* Parser::parse_power() {
    int line = current().line;
    Node* left = parse_unary(true);
    while (skip_if(TokenKind::pow)) {
        left = binary(Op::power, left, parse_unary(true), line);
        line = current().line;
    }
    return left;
}

Node* Parser::parse_unary(bool with_filter) {
    Node* node = nullptr;
    if (current().kind == TokenKind::sub || current().kind == TokenKind::add) {
        const Nesting nesting(*this);
        const Token& sign = advance();
        auto* unary = make<Unary>(sign.kind == TokenKind::sub ? Op::negate : Op::plus, sign);
        unary->operand = parse_unary(false);
        grow(unary, unary->operand);
        node = unary;
    } else {
        node = parse_primary(false);
    }
    node = parse_postfix(node);
    return with_filter ? parse_filter_expression(node) : node;
}

Node* Parser::parse_primary(bool with_namespace) {
    switch (current().kind) {
    case TokenKind::name: return parse_name(with_namespace);
    case TokenKind::string: return parse_string();
    case TokenKind::integer:
    case TokenKind::real: return parse_number();
    case TokenKind::lparen: {
        advance();
        Node* node = parse_tuple(TupleKind::full, true);
        expect(TokenKind::rparen);
        return node;
    }
    case TokenKind::lbracket: return parse_list();
    case TokenKind::lbrace: return parse_dict();
    default: fail(fmt::format("unexpected {}", quoted(describe(current()))));
    }
}

Node* Parser::parse_name(bool with_namespace) {
    const Token& token = advance();
    const std::string_view text = token.text;
    if (text == "true" || text == "True") {
        return constant(true, token.line, token.offset);
    }
    if (text == "false" || text == "False") {
        return constant(false, token.line, token.offset);
    }
    if (text == "none" || text == "None") {
        return constant(nullptr, token.line, token.offset);
    }
    if (with_namespace && current().kind == TokenKind::dot) {
        advance();
        const Token& attribute = expect(TokenKind::name);
        auto* node = make<NamespaceTarget>(Op::namespace_target, token);
        node->object = make_name(token);
        node->attribute = target_.constant(attribute.text);
        return node;
    }
    note_name(text);
    return make_name(token);
}

Node* Parser::parse_number() {
    const Token& token = advance();
    if (token.kind == TokenKind::real) {
        return constant(parse_real_literal(token.text), token.line, token.offset);
    }
    return constant(parse_integer_literal(token.text), token.line, token.offset);
}

Node* Parser::parse_string() {
    const Token& token = advance();
    if (current().kind != TokenKind::string) {
        return constant(token.text, token.line, token.offset);
    }
    std::string joined(token.text);
    while (current().kind == TokenKind::string) {
        joined += advance().text;
    }
    return constant(joined, token.line, token.offset);
}

Node* Parser::parse_tuple(TupleKind kind, bool explicit_parentheses) {
    const Nesting nesting(*this);
    int line = current().line;
    const std::uint32_t offset = current().offset;
    Parts<Node*> items(bench_.nodes);
    bool is_tuple = false;
    while (true) {
        if (!items.empty()) {
            expect(TokenKind::comma);
        }
        const TokenKind next = current().kind;
        if (next == TokenKind::variable_end || next == TokenKind::block_end
            || next == TokenKind::rparen) {
            break;
        }
        switch (kind) {
        case TupleKind::full: items.push_back(parse_condition()); break;
        case TupleKind::no_condition: items.push_back(parse_or()); break;
        case TupleKind::simple: items.push_back(parse_primary(false)); break;
        case TupleKind::simple_with_namespace: items.push_back(parse_primary(true)); break;
        }
        if (current().kind != TokenKind::comma) {
            break;
        }
        is_tuple = true;
        line = current().line;
    }
    if (!is_tuple) {
        if (!items.empty()) {
            return items.front();
        }
        if (!explicit_parentheses) {
            fail(fmt::format("Expected an expression, got {}", quoted(describe(current()))));
        }
    }
    auto* node = make<Items>(Op::tuple, line, offset);
    node->items = items.keep(target_.arena);
    grow(node, node->items);
    return node;
}

Node* Parser::parse_list() {
    auto* node = make<Items>(Op::list, expect(TokenKind::lbracket));
    Parts<Node*> items(bench_.nodes);
    while (current().kind != TokenKind::rbracket) {
        if (!items.empty()) {
            expect(TokenKind::comma);
        }
        if (current().kind == TokenKind::rbracket) {
            break;
        }
        items.push_back(parse_expression());
        grow(node, items.back());
    }
    expect(TokenKind::rbracket);
    node->items = items.keep(target_.arena);
    return node;
}

Node* Parser::parse_dict() {
    auto* node = make<Items>(Op::dict, expect(TokenKind::lbrace));
    Parts<Node*> items(bench_.nodes);
    while (current().kind != TokenKind::rbrace) {
        if (!items.empty()) {
            expect(TokenKind::comma);
        }
        if (current().kind == TokenKind::rbrace) {
            break;
        }
        items.push_back(parse_expression());
        grow(node, items.back());
        expect(TokenKind::colon);
        items.push_back(parse_expression());
        grow(node, items.back());
    }
    expect(TokenKind::rbrace);
    node->items = items.keep(target_.arena);
    return node;
}

Node* Parser::parse_postfix(Node* node) {
    while (true) {
        switch (current().kind) {
        case TokenKind::dot:
        case TokenKind::lbracket: node = parse_subscript(node); break;
        case TokenKind::lparen: node = parse_call(node); break;
        default: return node;
        }
    }
}

Node* Parser::parse_filter_expression(Node* node) {
    while (true) {
        if (current().kind == TokenKind::pipe) {
            node = parse_filter(node);
        } else if (current().is_name("is")) {
            node = parse_test(node);
        } else if (current().kind == TokenKind::lparen) {
            node = parse_call(node);
        } else {
            return node;
        }
    }
}

Node* Parser::parse_subscript(Node* object) {
    const Token& token = advance();
    if (token.kind == TokenKind::dot) {
        const Token& name = current();
        if (name.kind != TokenKind::name && name.kind != TokenKind::integer) {
            const int line = name.line;
            advance();
            fail("expected name or number", line);
        }
        advance();
        if (name.kind == TokenKind::name) {
            auto* node = make<Attribute>(Op::attribute, token.line, object->offset);
            node->object = object;
            node->name = target_.constant(name.text);
            grow(node, object);
            return node;
        }
        auto* node = make<Item>(Op::item, token.line, object->offset);
        node->object = object;
        node->key = constant(parse_integer_literal(name.text), name.line, name.offset);
        grow(node, object);
        return node;
    }
    Parts<Node*> keys(bench_.nodes);
    while (current().kind != TokenKind::rbracket) {
        if (!keys.empty()) {
            expect(TokenKind::comma);
        }
        keys.push_back(parse_subscribed());
    }
    expect(TokenKind::rbracket);
    auto* node = make<Item>(Op::item, token.line, object->offset);
    node->object = object;
    if (keys.size() == 1) {
        node->key = keys.front();
    } else {
        auto* tuple = make<Items>(Op::tuple, token);
        tuple->items = keys.keep(target_.arena);
        grow(tuple, tuple->items);
        node->key = tuple;
    }
    grow(node, object);
    grow(node, node->key);
    return node;
}

Node* Parser::parse_subscribed() {
    const Token& first = current();
    Node* start = nullptr;
    if (first.kind != TokenKind::colon) {
        start = parse_expression();
        if (current().kind != TokenKind::colon) {
            return start;
        }
    }
    advance();
    auto* node = make<Slice>(Op::slice, first);
    node->start = start;
    const auto at_end = [&] {
        return current().kind == TokenKind::rbracket || current().kind == TokenKind::comma;
    };
    if (current().kind != TokenKind::colon && !at_end()) {
        node->stop = parse_expression();
    }
    if (skip_if(TokenKind::colon) && !at_end()) {
        node->step = parse_expression();
    }
    grow(node, node->start);
    grow(node, node->stop);
    grow(node, node->step);
    return node;
}

}  // namespace tutor::jinja
