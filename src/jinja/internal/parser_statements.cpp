// SPDX-License-Identifier: Apache-2.0
//
// The grammar of tags.

#include "jinja/internal/lexer.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::jinja {

namespace {

bool is_blank(std::string_view text) {
    std::size_t at = 0;
    while (const std::size_t length = space_length(text, at)) {
        at += length;
    }
    return at == text.size() && !text.empty();
}

}  // namespace

Node* Parser::parse_statement() {
    const Token& token = current();
    if (token.kind != TokenKind::name) {
        fail("tag name expected", token.line);
    }
    const Nesting nesting(*this);
    open_tags_.push_back(token.text);
    bool known = true;
    Node* node = dispatch_statement(token.text, known);
    open_tags_.pop_back();
    if (!known) {
        const std::string name(token.text);
        fail_tag(&name, token.line);
    }
    return node;
}

Node* Parser::dispatch_statement(std::string_view tag, bool& known) {
    using Parse = Node* (Parser::*)();
    static constexpr std::pair<std::string_view, Parse> tags[] = {
        {"if", &Parser::parse_if},
        {"for", &Parser::parse_for},
        {"set", &Parser::parse_set},
        {"include", &Parser::parse_include},
        {"block", &Parser::parse_block},
        {"macro", &Parser::parse_macro},
        {"extends", &Parser::parse_extends},
        {"import", &Parser::parse_import},
        {"from", &Parser::parse_from},
        {"call", &Parser::parse_call_block},
        {"filter", &Parser::parse_filter_block},
        {"with", &Parser::parse_with},
        {"print", &Parser::parse_print},
        {"autoescape", &Parser::parse_autoescape}};
    for (const auto& [name, parse] : tags) {
        if (name == tag) {
            return (this->*parse)();
        }
    }
    return parse_extension(tag, known);
}

Node* Parser::parse_extension(std::string_view tag, bool& known) {
    if (extensions_.expression_statement && tag == "do") {
        return parse_do();
    }
    if (extensions_.loop_controls && (tag == "break" || tag == "continue")) {
        return make<Node>(tag == "break" ? Op::break_loop : Op::continue_loop, advance());
    }
    if (extensions_.debug && tag == "debug") {
        return make<Node>(Op::debug, advance());
    }
    if (extensions_.i18n && tag == "trans") {
        return parse_trans();
    }
    known = false;
    return nullptr;
}

Name* Parser::parse_target_name() {
    return make_name(expect(TokenKind::name));
}

Node* Parser::parse_target(TupleKind kind) {
    // Names on the left are stores: they do not count as reading `loop` and its like.
    const SpecialNames before = special_;
    Node* target = parse_tuple(kind);
    special_ = before;
    const auto check = [&](const Node* node) -> std::string_view {
        switch (node->op) {
        case Op::name:
        case Op::namespace_target: return {};
        case Op::constant: return "const";
        case Op::list: return "list";
        case Op::dict: return "dict";
        default: return "tuple";
        }
    };
    const auto assignable = [&](const auto& self, const Node* node) -> bool {
        if (node->op != Op::tuple) {
            return check(node).empty();
        }
        const auto& items = static_cast<const Items*>(node)->items;
        return std::all_of(
            items.begin(), items.end(), [&](const Node* item) { return self(self, item); });
    };
    note_loop_stores(target);
    if (!assignable(assignable, target)) {
        fail(fmt::format("can't assign to '{}'", check(target)), target->line);
    }
    return target;
}

void Parser::note_loop_stores(const Node* target) {
    if (target->op == Op::tuple) {
        for (const Node* item : static_cast<const Items*>(target)->items) {
            note_loop_stores(item);
        }
    } else if (target->op == Op::name && static_cast<const Name*>(target)->text == "loop") {
        target_.loop_stores.emplace_back(target->offset, target->line);
    }
}

Node* Parser::clone_target(const Node* target) {
    if (target->op == Op::tuple) {
        auto* copy = target_.arena.make<Items>(*static_cast<const Items*>(target));
        Parts<Node*> items(bench_.nodes);
        for (const Node* item : copy->items) {
            items.push_back(clone_target(item));
        }
        copy->items = items.keep(target_.arena);
        return copy;
    }
    return target_.arena.make<Name>(*static_cast<const Name*>(target));
}

Node* Parser::parse_set() {
    const Token& begin = advance();
    Node* target = parse_target(TupleKind::simple_with_namespace);
    if (skip_if(TokenKind::assign)) {
        auto* node = make<Set>(Op::set, begin);
        node->target = target;
        node->value = parse_tuple(TupleKind::full);
        return node;
    }
    auto* node = make<SetBlock>(Op::set_block, begin);
    node->target = target;
    node->filter = parse_filter(nullptr);
    node->body = parse_statements({"endset"}, EndToken::drop);
    return node;
}

Node* Parser::parse_for() {
    auto* node = make<For>(Op::for_loop, advance());
    node->target = parse_target(TupleKind::simple);
    expect_name("in");
    node->iterable = parse_tuple(TupleKind::no_condition);
    if (skip_if_name("if")) {
        node->test = parse_expression();
        node->test_target = clone_target(node->target);
    }
    node->recursive = skip_if_name("recursive");
    if (node->recursive) {
        node->function = target_.arena.make<Routine>();
    }
    const SpecialNames outside = special_;
    special_ = {};
    node->body = parse_statements({"endfor", "else"}, EndToken::keep);
    node->extended = node->recursive || special_.loop || has_scoped_block(node->body);
    // The loop's own `loop` is no name of the outside.
    special_.merge(outside);
    if (advance().text == "else") {
        node->has_else = true;
        node->otherwise = parse_statements({"endfor"}, EndToken::drop);
    }
    node->end_offset = current().offset;
    return node;
}

bool Parser::has_scoped_block(const Nodes& body) const {
    if (body.empty()) {
        return false;
    }
    // Blocks are listed in order of their ends; those of this body came last.
    for (auto it = target_.blocks.rbegin(); it != target_.blocks.rend(); ++it) {
        if ((*it)->offset < body[0]->offset) {
            return false;
        }
        if ((*it)->scoped) {
            return true;
        }
    }
    return false;
}

Node* Parser::parse_if() {
    auto* node = make<If>(Op::if_chain, advance());
    Parts<Branch> branches(bench_.branches);
    while (true) {
        Branch branch{parse_tuple(TupleKind::no_condition), {}};
        branch.body = parse_statements({"elif", "else", "endif"}, EndToken::keep);
        branches.push_back(branch);
        const std::string_view end = advance().text;
        if (end == "elif") {
            continue;
        }
        if (end == "else") {
            branches.push_back({nullptr, parse_statements({"endif"}, EndToken::drop)});
        }
        break;
    }
    node->branches = branches.keep(target_.arena);
    return node;
}

Node* Parser::parse_with() {
    auto* node = make<With>(Op::with, advance());
    std::vector<Node*> targets;
    std::vector<Node*> values;
    while (current().kind != TokenKind::block_end) {
        if (!targets.empty()) {
            expect(TokenKind::comma);
        }
        targets.push_back(parse_target(TupleKind::simple));
        expect(TokenKind::assign);
        values.push_back(parse_expression());
    }
    node->targets = target_.arena.copy(targets);
    node->values = target_.arena.copy(values);
    node->body = parse_statements({"endwith"}, EndToken::drop);
    return node;
}

Node* Parser::parse_autoescape() {
    auto* node = make<Autoescape>(Op::autoescape, advance());
    node->value = parse_expression();
    node->body = parse_statements({"endautoescape"}, EndToken::drop);
    return node;
}

Node* Parser::parse_block() {
    auto* node = make<Block>(Op::block, advance());
    node->name = expect(TokenKind::name).text;
    node->scoped = skip_if_name("scoped");
    node->required = skip_if_name("required");
    if (current().kind == TokenKind::sub) {
        fail("Block names in Jinja have to be valid Python identifiers and may not contain "
             "hyphens, use an underscore instead.");
    }
    const SpecialNames outside = special_;
    special_ = {};
    node->body = parse_statements({"endblock"}, EndToken::drop);
    node->uses_self = special_.self;
    node->uses_super = special_.super;
    special_ = outside;
    if (node->required) {
        for (const Node* part : node->body) {
            if (part->op != Op::text || !is_blank(static_cast<const Text*>(part)->text)) {
                fail("Required blocks can only contain comments or whitespace");
            }
        }
    }
    skip_if_name(node->name);
    target_.blocks.push_back(node);
    return node;
}

Node* Parser::parse_extends() {
    auto* node = make<Reference>(Op::extends, advance());
    node->name = parse_expression();
    target_.has_extends = true;
    return node;
}

bool Parser::parse_context_choice(bool fallback) {
    if ((current().is_name("with") || current().is_name("without")) && look().is_name("context")) {
        const bool with = advance().text == "with";
        advance();
        return with;
    }
    return fallback;
}

Node* Parser::parse_include() {
    auto* node = make<Reference>(Op::include, advance());
    node->name = parse_expression();
    if (current().is_name("ignore") && look().is_name("missing")) {
        node->ignore_missing = true;
        advance();
        advance();
    }
    node->with_context = parse_context_choice(true);
    return node;
}

Node* Parser::parse_import() {
    auto* node = make<Reference>(Op::import, advance());
    node->name = parse_expression();
    expect_name("as");
    node->target = parse_target_name();
    node->with_context = parse_context_choice(false);
    return node;
}

Node* Parser::parse_from() {
    auto* node = make<FromImport>(Op::from_import, advance());
    node->name = parse_expression();
    expect_name("import");
    std::vector<Imported> names;
    const auto parse_context = [&] {
        if (current().kind == TokenKind::name
            && (current().text == "with" || current().text == "without")
            && look().is_name("context")) {
            node->with_context = advance().text == "with";
            advance();
            return true;
        }
        return false;
    };
    while (true) {
        if (!names.empty()) {
            expect(TokenKind::comma);
        }
        if (current().kind != TokenKind::name) {
            expect(TokenKind::name);
        }
        if (parse_context()) {
            break;
        }
        Name* name = parse_target_name();
        if (name->text.starts_with('_')) {
            fail_assertion("names starting with an underline can not be imported", name->line);
        }
        Name* target = skip_if_name("as") ? parse_target_name() : name;
        names.push_back({name->text, target});
        if (parse_context() || current().kind != TokenKind::comma) {
            break;
        }
    }
    node->names = target_.arena.copy(names);
    return node;
}

Span<Parameter> Parser::parse_signature() {
    std::vector<Parameter> parameters;
    bool has_fallback = false;
    expect(TokenKind::lparen);
    while (current().kind != TokenKind::rparen) {
        if (!parameters.empty()) {
            expect(TokenKind::comma);
        }
        Parameter parameter{parse_target_name(), nullptr};
        if (skip_if(TokenKind::assign)) {
            parameter.fallback = parse_expression();
            has_fallback = true;
        } else if (has_fallback) {
            fail("non-default argument follows default argument");
        }
        parameters.push_back(parameter);
    }
    expect(TokenKind::rparen);
    return target_.arena.copy(parameters);
}

void Parser::parse_macro_body(Macro& macro, std::string_view end_tag) {
    const SpecialNames outside = special_;
    special_ = {};
    macro.body = parse_statements({end_tag}, EndToken::drop);
    const auto has_parameter = [&](std::string_view name) {
        return std::any_of(macro.parameters.begin(), macro.parameters.end(), [&](const auto& it) {
            return it.name->text == name;
        });
    };
    macro.uses_caller = special_.caller;
    macro.uses_kwargs = special_.kwargs && !has_parameter("kwargs");
    macro.uses_varargs = special_.varargs && !has_parameter("varargs");
    for (const Parameter& parameter : macro.parameters) {
        if (parameter.name->text == "caller") {
            macro.explicit_caller = true;
            if (macro.uses_caller && parameter.fallback == nullptr) {
                fail_assertion(
                    "When defining macros or call blocks the special \"caller\" argument must be "
                    "omitted or be given a default.",
                    macro.line);
            }
        }
    }
    special_.merge(outside);
}

Node* Parser::parse_macro() {
    auto* node = make<Macro>(Op::macro, advance());
    node->target = parse_target_name();
    node->name = node->target->text;
    node->parameters = parse_signature();
    parse_macro_body(*node, "endmacro");
    return node;
}

Node* Parser::parse_call_block() {
    auto* node = make<Macro>(Op::call_block, advance());
    if (current().kind == TokenKind::lparen) {
        node->parameters = parse_signature();
    }
    Node* call = parse_expression();
    if (call->op != Op::call) {
        fail("expected call", node->line);
    }
    node->call = static_cast<Call*>(call);
    parse_macro_body(*node, "endcall");
    return node;
}

Node* Parser::parse_filter_block() {
    auto* node = make<FilterBlock>(Op::filter_block, advance());
    node->filter = parse_filter(nullptr, true);
    node->body = parse_statements({"endfilter"}, EndToken::drop);
    return node;
}

Node* Parser::parse_print() {
    advance();
    std::vector<Node*> parts;
    while (current().kind != TokenKind::block_end) {
        if (!parts.empty()) {
            expect(TokenKind::comma);
        }
        auto* node = make<Unary>(Op::emit, current());
        node->operand = parse_expression();
        parts.push_back(node);
    }
    pending_ = std::move(parts);
    return nullptr;
}

Node* Parser::parse_do() {
    auto* node = make<Unary>(Op::expression, advance());
    node->operand = parse_tuple(TupleKind::full);
    return node;
}

}  // namespace tutor::jinja
