// SPDX-License-Identifier: Apache-2.0
//
// What a scope knows of names: a pass over the statements of the scope itself, before those of
// the scopes inside it.

#include "jinja/internal/resolver.hpp"

#include <algorithm>

namespace tutor::jinja {

Symbols::Entry* Symbols::find_own(std::uint32_t id) {
    for (Entry& entry : entries) {
        if (entry.id == id) {
            return &entry;
        }
    }
    return nullptr;
}

const Symbols::Entry* Symbols::find(std::uint32_t id) const {
    for (const Symbols* symbols = this; symbols != nullptr; symbols = symbols->parent) {
        if (const Entry* entry = const_cast<Symbols*>(symbols)->find_own(id)) {
            return entry;
        }
    }
    return nullptr;
}

Symbols::Reference Resolver::new_slot(const Symbols& symbols) {
    return {symbols.function, functions_[symbols.function].function->slots++};
}

void Resolver::define(
    Symbols& symbols, const Name& name, Load::Kind load, Symbols::Reference outer, bool stored) {
    Symbols::Entry* known = symbols.find_own(name.id);
    if (known == nullptr) {
        symbols.entries.push_back(
            {.id = name.id, .name = name.text, .reference = new_slot(symbols), .outer = {}});
        known = &symbols.entries.back();
    }
    known->load = load;
    known->outer = outer;
    known->stored |= stored;
}

void Resolver::store(Symbols& symbols, const Name& name) {
    if (Symbols::Entry* known = symbols.find_own(name.id)) {
        known->stored = true;
        return;
    }
    const Symbols::Entry* outer =
        symbols.parent == nullptr ? nullptr : symbols.parent->find(name.id);
    if (outer != nullptr) {
        define(symbols, name, Load::Kind::alias, outer->reference, true);
    } else {
        define(symbols, name, Load::Kind::undefined, {}, true);
    }
}

void Resolver::load(Symbols& symbols, const Name& name) {
    if (symbols.find(name.id) == nullptr) {
        define(symbols, name, Load::Kind::resolve, {}, false);
    }
}

void Resolver::declare(Symbols& symbols, const Name& name) {
    define(symbols, name, Load::Kind::parameter, {}, true);
}

void Resolver::declare_target(Symbols& symbols, const Node* target) {
    if (target->op == Op::tuple) {
        for (const Node* item : static_cast<const Items*>(target)->items) {
            declare_target(symbols, item);
        }
    } else if (target->op == Op::name) {
        declare(symbols, *static_cast<const Name*>(target));
    }
}

void Resolver::merge_branch(Symbols& symbols, const Symbols& branch) {
    for (const Symbols::Entry& entry : branch.entries) {
        if (Symbols::Entry* known = symbols.find_own(entry.id)) {
            const bool stored = known->stored || entry.stored;
            *known = entry;
            known->stored = stored;
        } else {
            symbols.entries.push_back(entry);
        }
    }
}

void Resolver::finish_branches(Symbols& symbols, const std::vector<const Symbols*>& branches) {
    // A name that only some branches store is, when none of those runs, what it was outside.
    std::vector<std::uint32_t> stored;
    for (const Symbols* branch : branches) {
        for (const Symbols::Entry& entry : branch->entries) {
            const Symbols::Entry* known = symbols.find_own(entry.id);
            if (entry.stored && (known == nullptr || !known->stored)) {
                stored.push_back(entry.id);
            }
        }
    }
    for (const Symbols* branch : branches) {
        merge_branch(symbols, *branch);
    }
    for (const std::uint32_t id : stored) {
        Symbols::Entry* entry = symbols.find_own(id);
        const Symbols::Entry* outer =
            symbols.parent == nullptr ? nullptr : symbols.parent->find(id);
        entry->load = outer != nullptr ? Load::Kind::alias : Load::Kind::resolve;
        entry->outer = outer != nullptr ? outer->reference : Symbols::Reference{};
    }
}

void Resolver::analyze_if(Symbols& symbols, const If& node) {
    analyze(symbols, node.branches[0].test);
    Symbols body = symbols;
    analyze(body, node.branches[0].body);
    Symbols middle = symbols;
    Symbols last = symbols;
    for (std::size_t i = 1; i < node.branches.size(); ++i) {
        const Branch& branch = node.branches[i];
        if (branch.test == nullptr) {
            analyze(last, branch.body);
            continue;
        }
        analyze(middle, branch.test);
        Symbols inner = middle;
        analyze(inner, branch.body);
        finish_branches(middle, {&inner});
    }
    finish_branches(symbols, {&body, &middle, &last});
}

void Resolver::analyze(Symbols& symbols, const Nodes& nodes) {
    for (const Node* node : nodes) {
        analyze(symbols, node);
    }
}

void Resolver::analyze(Symbols& symbols, const CallArguments& arguments) {
    analyze(symbols, arguments.positional);
    for (const Keyword& keyword : arguments.keyword) {
        analyze(symbols, keyword.value);
    }
    analyze(symbols, arguments.star);
    analyze(symbols, arguments.star_star);
}

namespace {

/// Calls `visit` with every name that a target stores and every namespace it changes.
template <class Store, class Use>
void visit_target(const Node* target, Store store, Use use) {
    if (target->op == Op::tuple) {
        for (const Node* item : static_cast<const Items*>(target)->items) {
            visit_target(item, store, use);
        }
    } else if (target->op == Op::name) {
        store(*static_cast<const Name*>(target));
    } else if (target->op == Op::namespace_target) {
        use(*static_cast<const NamespaceTarget*>(target)->object);
    }
}

}  // namespace

void Resolver::analyze(Symbols& symbols, const Node* node) {
    if (node == nullptr) {
        return;
    }
    const auto assign = [&](const Node* target) {
        visit_target(
            target,
            [&](const Name& name) { store(symbols, name); },
            [&](const Name& name) { load(symbols, name); });
    };
    switch (node->op) {
    case Op::name: load(symbols, *static_cast<const Name*>(node)); break;
    case Op::tuple:
    case Op::list:
    case Op::dict:
    case Op::concat: analyze(symbols, static_cast<const Items*>(node)->items); break;
    case Op::negate:
    case Op::plus:
    case Op::logical_not:
    case Op::mark_safe:
    case Op::emit:
    case Op::expression: analyze(symbols, static_cast<const Unary*>(node)->operand); break;
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::floor_divide:
    case Op::modulo:
    case Op::power:
    case Op::logical_and:
    case Op::logical_or:
        analyze(symbols, static_cast<const Binary*>(node)->left);
        analyze(symbols, static_cast<const Binary*>(node)->right);
        break;
    case Op::compare:
        analyze(symbols, static_cast<const Compare*>(node)->first);
        for (const Compared& compared : static_cast<const Compare*>(node)->rest) {
            analyze(symbols, compared.operand);
        }
        break;
    case Op::condition: {
        const auto& condition = *static_cast<const Condition*>(node);
        analyze(symbols, condition.test);
        analyze(symbols, condition.then);
        analyze(symbols, condition.otherwise);
        break;
    }
    case Op::attribute: analyze(symbols, static_cast<const Attribute*>(node)->object); break;
    case Op::item:
        analyze(symbols, static_cast<const Item*>(node)->object);
        analyze(symbols, static_cast<const Item*>(node)->key);
        break;
    case Op::slice:
        analyze(symbols, static_cast<const Slice*>(node)->start);
        analyze(symbols, static_cast<const Slice*>(node)->stop);
        analyze(symbols, static_cast<const Slice*>(node)->step);
        break;
    case Op::call:
        analyze(symbols, static_cast<const Call*>(node)->callee);
        analyze(symbols, static_cast<const Call*>(node)->arguments);
        break;
    case Op::filter:
    case Op::test:
        analyze(symbols, static_cast<const Filter*>(node)->input);
        analyze(symbols, static_cast<const Filter*>(node)->arguments);
        break;
    case Op::for_loop: analyze(symbols, static_cast<const For*>(node)->iterable); break;
    case Op::if_chain: analyze_if(symbols, *static_cast<const If*>(node)); break;
    case Op::macro: store(symbols, *static_cast<const Macro*>(node)->target); break;
    case Op::call_block: analyze(symbols, static_cast<const Macro*>(node)->call); break;
    case Op::filter_block: analyze(symbols, static_cast<const FilterBlock*>(node)->filter); break;
    case Op::with: analyze(symbols, static_cast<const With*>(node)->values); break;
    case Op::set:
        analyze(symbols, static_cast<const Set*>(node)->value);
        assign(static_cast<const Set*>(node)->target);
        break;
    case Op::set_block: assign(static_cast<const SetBlock*>(node)->target); break;
    case Op::extends:
    case Op::include: analyze(symbols, static_cast<const Reference*>(node)->name); break;
    case Op::import:
        analyze(symbols, static_cast<const Reference*>(node)->name);
        store(symbols, *static_cast<const Reference*>(node)->target);
        break;
    case Op::from_import:
        analyze(symbols, static_cast<const FromImport*>(node)->name);
        for (const Imported& imported : static_cast<const FromImport*>(node)->names) {
            store(symbols, *imported.target);
        }
        break;
    case Op::constant:
    case Op::namespace_target:
    case Op::text:
    case Op::block:
    case Op::break_loop:
    case Op::continue_loop:
    case Op::autoescape:
    case Op::debug: break;
    }
}

Scope Resolver::finish_scope(Symbols& symbols) {
    FunctionState& state = functions_[symbols.function];
    const bool function_scope =
        symbols.parent == nullptr || symbols.parent->function != symbols.function;
    std::vector<Load> loads;
    for (Symbols::Entry& entry : symbols.entries) {
        const Load load{
            entry.load,
            {entry.reference.slot, 0},
            {entry.outer.slot, symbols.function - entry.outer.function}};
        switch (entry.load) {
        case Load::Kind::parameter: break;
        case Load::Kind::undefined:
        case Load::Kind::alias: loads.push_back(load); break;
        case Load::Kind::resolve:
            if (entry.stored) {
                if (!function_scope) {
                    loads.push_back(load);
                }
                break;
            }
            // Nothing changes it while the function runs: looked up once, for all scopes.
            const auto same =
                std::find_if(state.hoisted.begin(), state.hoisted.end(), [&](const auto& hoisted) {
                    return hoisted.id == entry.id;
                });
            if (same != state.hoisted.end()) {
                entry.reference = same->reference;
            } else {
                state.hoisted.push_back(entry);
            }
            break;
        }
    }
    return {target_.arena.copy(loads), loads.empty()};
}

}  // namespace tutor::jinja
