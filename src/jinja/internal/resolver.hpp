// SPDX-License-Identifier: Apache-2.0
//
// Gives every name of a parsed template its place: a slot or the context, by the rules of
// Jinja2's compiler. Also binds filters and tests and folds constants.
//
// A scope knows a name as parameter, as looked up in the context, as a copy of an outer one, or
// as not defined yet; assignments in `if` reach the outside, those in loop bodies do not.

#pragma once

#include "jinja/internal/compiled.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace tutor::jinja {

/// Finds filters and tests while a template is compiled.
class CallableTable {
public:
    virtual ~CallableTable() = default;
    virtual const Callable* find_filter(std::string_view name) const = 0;
    virtual const Callable* find_test(std::string_view name) const = 0;
};

/// What one scope knows of names.
struct Symbols {
    /// A slot of a function, by that function's depth.
    struct Reference {
        std::uint32_t function = 0;
        std::uint32_t slot = 0;
    };
    struct Entry {
        std::uint32_t id = 0;
        std::string_view name;
        Reference reference;
        Load::Kind load = Load::Kind::resolve;
        Reference outer;
        bool stored = false;
    };

    Symbols() = default;
    Symbols(Symbols* outer, std::uint32_t its_function, const Symbols* before = nullptr)
        : parent(outer), function(its_function), base(before) {}

    Symbols* parent = nullptr;
    std::uint32_t function = 0;
    const Symbols* base = nullptr;  ///< in a branch of an `if`: the same scope before the branch

    /// Those of the scope itself, in a branch only what the branch changes.
    const std::vector<Entry>& entries() const { return entries_; }
    Entry& add(const Entry& entry);

    /// What the scope itself knows of a name; null when nothing.
    const Entry* find_own(std::uint32_t id) const;
    /// The same, to be changed.
    Entry* change_own(std::uint32_t id);
    /// Also in the scopes around it.
    const Entry* find(std::uint32_t id) const;

    /// Slots of names that are only read, filled in at the end of the scope.
    void set_reference(std::size_t index, Reference reference) {
        entries_[index].reference = reference;
    }

private:
    const Entry* find_here(std::uint32_t id) const;
    void index_entry(std::uint32_t number);

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> index_;  // of many entries: a hash table of numbers, from 1
};

class Resolver {
public:
    Resolver(CompiledTemplate& target, NameTable& names, const CallableTable& callables);

    /// @throws TemplateError  TemplateAssertionError: unknown filter, misplaced extends …
    void run();

private:
    /// jinja2's Frame: what the place of a statement is like.
    struct Frame {
        Symbols* symbols;
        bool toplevel = false;
        bool rootlevel = false;
        bool soft = false;  ///< unknown filters fail only when reached
        bool check_parent = false;
    };
    struct FunctionState {
        Routine* function;
        Symbols hoisted;  ///< read from the context, the same for all scopes
        int loops = 0;    ///< around the statement at hand
    };

    // Names of a scope (jinja2's idtracking).
    Symbols::Reference new_slot(const Symbols& symbols);
    void define(
        Symbols& symbols, const Name& name, Load::Kind load, Symbols::Reference outer, bool stored);
    void store(Symbols& symbols, const Name& name);
    void load(Symbols& symbols, const Name& name);
    void declare(Symbols& symbols, const Name& name);
    void declare_target(Symbols& symbols, const Node* target);
    Symbols::Reference declare_special(Symbols& symbols, std::string_view name);
    void merge_branch(Symbols& symbols, const Symbols& branch);
    void finish_branches(Symbols& symbols, std::initializer_list<const Symbols*> branches);
    void analyze(Symbols& symbols, const Node* node);
    void analyze(Symbols& symbols, const Nodes& nodes);
    void analyze(Symbols& symbols, const CallArguments& arguments);
    void analyze_if(Symbols& symbols, const If& node);
    Scope finish_scope(Symbols& symbols);

    // Statements and expressions.
    void resolve(const Nodes& body, Frame& frame);
    void resolve_statement(Node*& node, Frame& frame);
    void resolve_for(For& node, Frame& frame);
    void resolve_for_parts(For& node, Symbols& loop, Frame& frame);
    void resolve_if(If& node, Frame& frame);
    void resolve_macro(Macro& node, Frame& frame);
    void resolve_with(With& node, Frame& frame);
    void resolve_set_block(SetBlock& node, Frame& frame);
    void resolve_filter_block(FilterBlock& node, Frame& frame);
    void resolve_block_call(Block& node, Frame& frame);
    void resolve_block(Block& node);
    void resolve_extends(Reference& node, Frame& frame);
    void resolve_from_import(FromImport& node, Frame& frame);
    void resolve_target(Node* target, Frame& frame);
    void resolve_expression(Node*& node, Frame& frame);
    void resolve_arguments(CallArguments& arguments, Frame& frame);
    void resolve_filter(Filter& node, Frame& frame);
    void refuse_slices(const Node& key) const;
    void resolve_compound(Node*& node, Frame& frame);
    void place(Name& name, const Frame& frame) const;
    Place place_of(Symbols::Reference reference) const;
    Span<Visible> visible_names(const Frame& frame);
    Symbols inner_symbols(const Frame& frame) const;
    void enter_function(Routine& function);
    void leave_function();
    void fold(Node*& node);
    void spread_sign(Node*& node);
    [[noreturn]] void fail(std::string message, int line) const;

    CompiledTemplate& target_;
    NameTable& names_;
    const CallableTable& callables_;
    std::vector<FunctionState> functions_;
    bool known_extends_ = false;
    int extends_so_far_ = 0;
    bool stopped_ = false;
};

}  // namespace tutor::jinja
