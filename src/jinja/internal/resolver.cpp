// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/resolver.hpp"

#include "jinja/errors.hpp"
#include "jinja/internal/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace tutor::jinja {

Resolver::Resolver(CompiledTemplate& target, NameTable& names, const CallableTable& callables)
    : target_(target), names_(names), callables_(callables) {}

void Resolver::fail(std::string message, int line) const {
    throw TemplateError(
        "TemplateAssertionError",
        {.message = std::move(message), .where = target_.position(line, UINT32_MAX)});
}

void Resolver::enter_function(Routine& function) {
    if (!functions_.empty()) {
        functions_.back().function->captured = true;
    }
    functions_.push_back({&function, {}});
}

void Resolver::leave_function() {
    functions_.pop_back();
}

Symbols Resolver::inner_symbols(const Frame& frame) const {
    return {frame.symbols, static_cast<std::uint32_t>(functions_.size() - 1)};
}

Symbols::Reference Resolver::declare_special(Symbols& symbols, std::string_view text) {
    Name name;
    name.text = text;
    name.id = names_.id(text);
    declare(symbols, name);
    return symbols.find_own(name.id)->reference;
}

void Resolver::run() {
    std::sort(target_.blocks.begin(), target_.blocks.end(), [](const Block* a, const Block* b) {
        return a->offset < b->offset;
    });
    std::unordered_set<std::string_view> names;
    for (const Block* block : target_.blocks) {
        if (!names.insert(block->name).second) {
            fail(fmt::format("block {} defined twice", quoted(block->name)), block->line);
        }
    }
    enter_function(target_.root);
    Symbols symbols;
    if (target_.uses_self) {
        target_.self_slot = declare_special(symbols, "self").slot;
    }
    analyze(symbols, target_.body);
    target_.root.scope = finish_scope(symbols);
    Frame frame{&symbols, true, true, false, target_.has_extends};
    resolve(target_.body, frame);
    leave_function();
    if (stopped_) {
        return;
    }
    for (Block* block : target_.blocks) {
        resolve_block(*block);
    }
}

void Resolver::resolve_block(Block& node) {
    enter_function(node.function);
    Symbols symbols;
    if (node.uses_self) {
        node.self_slot = declare_special(symbols, "self").slot;
    }
    if (node.uses_super) {
        node.super_slot = declare_special(symbols, "super").slot;
    }
    analyze(symbols, node.body);
    node.function.scope = finish_scope(symbols);
    Frame frame{&symbols};
    resolve(node.body, frame);
    leave_function();
}

void Resolver::resolve(const Nodes& body, Frame& frame) {
    for (Node*& node : body) {
        if (stopped_) {
            return;
        }
        resolve_statement(node, frame);
    }
}

Place Resolver::place_of(Symbols::Reference reference) const {
    return {reference.slot, static_cast<std::uint32_t>(functions_.size() - 1) - reference.function};
}

void Resolver::place(Name& name, const Frame& frame) const {
    if (const Symbols::Entry* entry = frame.symbols->find(name.id)) {
        name.place = place_of(entry->reference);
    }
}

Span<Visible> Resolver::visible_names(const Frame& frame) {
    std::vector<Visible> names;
    for (Symbols* symbols = frame.symbols; symbols != nullptr; symbols = symbols->parent) {
        for (const Symbols::Entry& entry : symbols->entries()) {
            // A name that is stored further out is the same one, unless it is stored here too.
            const Symbols::Entry* nearest = frame.symbols->find(entry.id);
            if (entry.stored && (nearest == &entry || !nearest->stored)) {
                names.push_back({entry.name, place_of(nearest->reference)});
            }
        }
    }
    return target_.arena.copy(names);
}

void Resolver::resolve_target(Node* target, Frame& frame) {
    if (target->op == Op::tuple) {
        for (Node* item : static_cast<Items*>(target)->items) {
            resolve_target(item, frame);
        }
    } else if (target->op == Op::name) {
        place(*static_cast<Name*>(target), frame);
    } else {
        place(*static_cast<NamespaceTarget*>(target)->object, frame);
    }
}

void Resolver::resolve_statement(Node*& node, Frame& frame) {
    node->toplevel = frame.toplevel;
    node->check_parent = frame.check_parent;
    switch (node->op) {
    case Op::emit:
    case Op::debug:
        if (frame.check_parent && known_extends_) {
            return;  // never runs
        }
        if (node->op == Op::emit) {
            resolve_expression(static_cast<Unary*>(node)->operand, frame);
        }
        break;
    case Op::expression: resolve_expression(static_cast<Unary*>(node)->operand, frame); break;
    case Op::break_loop:
    case Op::continue_loop:
        if (functions_.back().loops == 0) {  // the Python that Jinja2 makes does not compile
            throw TemplateError(
                "SyntaxError",
                {.message = node->op == Op::break_loop ? "'break' outside loop"
                                                       : "'continue' not properly in loop",
                 .where = target_.position(node->line, node->offset)});
        }
        break;
    case Op::for_loop: resolve_for(*static_cast<For*>(node), frame); break;
    case Op::if_chain: resolve_if(*static_cast<If*>(node), frame); break;
    case Op::macro:
        resolve_macro(*static_cast<Macro*>(node), frame);
        place(*static_cast<Macro*>(node)->target, frame);
        break;
    case Op::call_block: {
        auto& block = *static_cast<Macro*>(node);
        resolve_macro(block, frame);
        Node* call = block.call;
        resolve_expression(call, frame);
        break;
    }
    case Op::filter_block: resolve_filter_block(*static_cast<FilterBlock*>(node), frame); break;
    case Op::with: resolve_with(*static_cast<With*>(node), frame); break;
    case Op::set: {
        auto& set = *static_cast<Set*>(node);
        resolve_target(set.target, frame);
        resolve_expression(set.value, frame);
        break;
    }
    case Op::set_block: resolve_set_block(*static_cast<SetBlock*>(node), frame); break;
    case Op::block: resolve_block_call(*static_cast<Block*>(node), frame); break;
    case Op::extends: resolve_extends(*static_cast<Reference*>(node), frame); break;
    case Op::include:
    case Op::import: {
        auto& reference = *static_cast<Reference*>(node);
        resolve_expression(reference.name, frame);
        if (reference.with_context) {
            reference.locals = visible_names(frame);
        }
        if (reference.target != nullptr) {
            place(*reference.target, frame);
        }
        break;
    }
    case Op::from_import: resolve_from_import(*static_cast<FromImport*>(node), frame); break;
    case Op::autoescape: {
        auto& block = *static_cast<Autoescape*>(node);
        Symbols symbols = inner_symbols(frame);
        analyze(symbols, block.value);
        analyze(symbols, block.body);
        block.scope = finish_scope(symbols);
        Frame inner{&symbols, false, false, false, frame.check_parent};
        resolve_expression(block.value, inner);
        resolve(block.body, inner);
        break;
    }
    default: break;
    }
}

void Resolver::resolve_from_import(FromImport& node, Frame& frame) {
    resolve_expression(node.name, frame);
    if (node.with_context) {
        node.locals = visible_names(frame);
    }
    for (const Imported& imported : node.names) {
        place(*imported.target, frame);
    }
}

void Resolver::resolve_extends(Reference& node, Frame& frame) {
    if (!frame.toplevel) {
        fail("cannot use extend from a non top-level scope", node.line);
    }
    if (extends_so_far_ > 0 && known_extends_) {
        stopped_ = true;  // it fails when it runs, nothing behind it is reached
        return;
    }
    resolve_expression(node.name, frame);
    known_extends_ |= frame.rootlevel;
    ++extends_so_far_;
}

void Resolver::resolve_block_call(Block& node, Frame& frame) {
    node.check_parent = frame.toplevel;
    if (node.scoped) {
        node.locals = visible_names(frame);
    }
}

void Resolver::resolve_if(If& node, Frame& frame) {
    Frame inner = frame;
    inner.rootlevel = false;
    inner.soft = true;
    for (Branch& branch : node.branches) {
        if (branch.test != nullptr) {
            resolve_expression(branch.test, inner);
        }
        resolve(branch.body, inner);
    }
}

void Resolver::resolve_for(For& node, Frame& frame) {
    for (const auto& [offset, line] : target_.loop_stores) {
        if (offset > node.offset && offset < node.end_offset) {
            fail("Can't assign to special loop variable in for-loop target", line);
        }
    }
    resolve_expression(node.iterable, frame);
    if (node.recursive) {
        enter_function(*node.function);
    }
    Symbols loop = inner_symbols(frame);
    if (node.extended) {
        node.loop = {declare_special(loop, "loop").slot, 0};
    }
    declare_target(loop, node.target);
    analyze(loop, node.body);
    node.loop_scope = finish_scope(loop);
    resolve_for_parts(node, loop, frame);
    if (node.recursive) {
        leave_function();
    }
}

void Resolver::resolve_for_parts(For& node, Symbols& loop, Frame& frame) {
    Frame inner{&loop, false, false, false, frame.check_parent};
    resolve_target(node.target, inner);
    if (node.test != nullptr) {
        Symbols test = inner_symbols(frame);
        declare_target(test, node.test_target);
        analyze(test, node.test);
        node.test_scope = finish_scope(test);
        Frame test_frame{&test, false, false, false, frame.check_parent};
        resolve_target(node.test_target, test_frame);
        resolve_expression(node.test, test_frame);
    }
    ++functions_.back().loops;
    resolve(node.body, inner);
    --functions_.back().loops;
    if (node.has_else) {
        Symbols otherwise = inner_symbols(frame);
        analyze(otherwise, node.otherwise);
        node.else_scope = finish_scope(otherwise);
        Frame else_frame{&otherwise, false, false, false, frame.check_parent};
        resolve(node.otherwise, else_frame);
    }
}

void Resolver::resolve_macro(Macro& node, Frame& frame) {
    enter_function(node.function);
    Symbols symbols = inner_symbols(frame);
    for (const Parameter& parameter : node.parameters) {
        declare(symbols, *parameter.name);
    }
    for (const Parameter& parameter : node.parameters) {
        if (parameter.fallback != nullptr) {
            analyze(symbols, parameter.fallback);
        }
    }
    if (node.uses_caller && !node.explicit_caller) {
        node.caller_slot = declare_special(symbols, "caller").slot;
    }
    if (node.uses_kwargs) {
        node.kwargs_slot = declare_special(symbols, "kwargs").slot;
    }
    if (node.uses_varargs) {
        node.varargs_slot = declare_special(symbols, "varargs").slot;
    }
    analyze(symbols, node.body);
    node.function.scope = finish_scope(symbols);
    Frame inner{&symbols};
    for (Parameter& parameter : node.parameters) {
        place(*parameter.name, inner);
        if (parameter.fallback != nullptr) {
            resolve_expression(parameter.fallback, inner);
        }
    }
    resolve(node.body, inner);
    leave_function();
}

void Resolver::resolve_with(With& node, Frame& frame) {
    Symbols symbols = inner_symbols(frame);
    for (const Node* target : node.targets) {
        declare_target(symbols, target);
    }
    analyze(symbols, node.body);
    node.scope = finish_scope(symbols);
    Frame inner{&symbols, false, false, false, frame.check_parent};
    for (std::size_t i = 0; i < node.targets.size(); ++i) {
        resolve_target(node.targets[i], inner);
        resolve_expression(node.values[i], frame);
    }
    resolve(node.body, inner);
}

void Resolver::resolve_set_block(SetBlock& node, Frame& frame) {
    Symbols symbols = inner_symbols(frame);
    analyze(symbols, node.body);
    analyze(symbols, node.filter);
    node.scope = finish_scope(symbols);
    Frame inner{&symbols};
    resolve(node.body, inner);
    resolve_target(node.target, frame);
    if (node.filter != nullptr) {
        resolve_expression(node.filter, inner);
    }
}

void Resolver::resolve_filter_block(FilterBlock& node, Frame& frame) {
    Symbols symbols = inner_symbols(frame);
    analyze(symbols, node.body);
    analyze(symbols, node.filter);
    node.scope = finish_scope(symbols);
    Frame inner{&symbols, false, false, false, frame.check_parent};
    resolve(node.body, inner);
    resolve_expression(node.filter, inner);
}

}  // namespace tutor::jinja
