// SPDX-License-Identifier: Apache-2.0
//
// What a scope knows of names: a pass over the statements of the scope itself, before those of
// the scopes inside it.

#include "jinja/internal/resolver.hpp"

#include <algorithm>

namespace tutor::jinja {

namespace {

/// Scopes with more entries than this have an index.
constexpr std::size_t few_entries = 16;

}  // namespace

Symbols::Entry& Symbols::add(const Entry& entry) {
    if (entries_.empty()) {
        entries_.reserve(8);
    }
    entries_.push_back(entry);
    const auto count = static_cast<std::uint32_t>(entries_.size());
    if (count > few_entries && count * 2 > index_.size()) {
        index_.assign(index_.empty() ? 4 * few_entries : 2 * index_.size(), 0);
        for (std::uint32_t number = 1; number < count; ++number) {
            index_entry(number);
        }
    }
    if (count > few_entries) {
        index_entry(count);
    }
    return entries_.back();
}

void Symbols::index_entry(std::uint32_t number) {
    std::size_t at = entries_[number - 1].id & (index_.size() - 1);
    while (index_[at] != 0) {
        at = (at + 1) & (index_.size() - 1);
    }
    index_[at] = number;
}

const Symbols::Entry* Symbols::find_here(std::uint32_t id) const {
    if (index_.empty()) {
        for (const Entry& entry : entries_) {
            if (entry.id == id) {
                return &entry;
            }
        }
        return nullptr;
    }
    for (std::size_t at = id & (index_.size() - 1); index_[at] != 0;
         at = (at + 1) & (index_.size() - 1)) {
        const Entry& entry = entries_[index_[at] - 1];
        if (entry.id == id) {
            return &entry;
        }
    }
    return nullptr;
}

const Symbols::Entry* Symbols::find_own(std::uint32_t id) const {
    for (const Symbols* symbols = this; symbols != nullptr; symbols = symbols->base) {
        if (const Entry* entry = symbols->find_here(id)) {
            return entry;
        }
    }
    return nullptr;
}

Symbols::Entry* Symbols::change_own(std::uint32_t id) {
    const Entry* entry = find_here(id);
    if (entry == nullptr && base != nullptr) {
        if (const Entry* before = base->find_own(id)) {
            return &add(Entry(*before));
        }
    }
    return const_cast<Entry*>(entry);
}

const Symbols::Entry* Symbols::find(std::uint32_t id) const {
    for (const Symbols* symbols = this; symbols != nullptr; symbols = symbols->parent) {
        if (const Entry* entry = symbols->find_own(id)) {
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
    Symbols::Entry* known = symbols.change_own(name.id);
    if (known == nullptr) {
        known = &symbols.add(
            {.id = name.id, .name = name.text, .reference = new_slot(symbols), .outer = {}});
    }
    known->load = load;
    known->outer = outer;
    known->stored |= stored;
}

void Resolver::store(Symbols& symbols, const Name& name) {
    if (const Symbols::Entry* known = symbols.find_own(name.id)) {
        if (!known->stored) {
            symbols.change_own(name.id)->stored = true;
        }
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
    for (const Symbols::Entry& entry : branch.entries()) {
        if (Symbols::Entry* known = symbols.change_own(entry.id)) {
            const bool stored = known->stored || entry.stored;
            *known = entry;
            known->stored = stored;
        } else {
            symbols.add(entry);
        }
    }
}

void Resolver::finish_branches(Symbols& symbols, std::initializer_list<const Symbols*> branches) {
    // A name that only some branches store is, when none of those runs, what it was outside.
    std::vector<std::uint32_t> stored;
    for (const Symbols* branch : branches) {
        for (const Symbols::Entry& entry : branch->entries()) {
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
        Symbols::Entry* entry = symbols.change_own(id);
        const Symbols::Entry* outer =
            symbols.parent == nullptr ? nullptr : symbols.parent->find(id);
        entry->load = outer != nullptr ? Load::Kind::alias : Load::Kind::resolve;
        entry->outer = outer != nullptr ? outer->reference : Symbols::Reference{};
    }
}

void Resolver::analyze_if(Symbols& symbols, const If& node) {
    analyze(symbols, node.branches[0].test);
    const auto branch_of = [](const Symbols& before) {
        return Symbols{before.parent, before.function, &before};
    };
    Symbols body = branch_of(symbols);
    analyze(body, node.branches[0].body);
    Symbols middle = branch_of(symbols);
    Symbols last = branch_of(symbols);
    for (std::size_t i = 1; i < node.branches.size(); ++i) {
        const Branch& branch = node.branches[i];
        if (branch.test == nullptr) {
            analyze(last, branch.body);
            continue;
        }
        analyze(middle, branch.test);
        Symbols inner = branch_of(middle);
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
    for (std::size_t i = 0; i < symbols.entries().size(); ++i) {
        const Symbols::Entry& entry = symbols.entries()[i];
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
            if (const Symbols::Entry* same = state.hoisted.find_own(entry.id)) {
                symbols.set_reference(i, same->reference);
            } else {
                state.hoisted.add(entry);
            }
            break;
        }
    }
    return {target_.arena.copy(loads), loads.empty()};
}

}  // namespace tutor::jinja
