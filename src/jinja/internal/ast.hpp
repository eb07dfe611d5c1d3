// SPDX-License-Identifier: Apache-2.0
//
// A template as a tree. The parser builds it, the resolver fills in where each name lives and
// which filter is meant, the interpreter runs it as it is.

#pragma once

#include "jinja/internal/arena.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <string_view>

namespace tutor::jinja {

enum class Op : std::uint8_t {
    // Expressions.
    constant,
    name,
    tuple,
    list,
    dict,
    negate,
    plus,
    logical_not,
    add,
    subtract,
    multiply,
    divide,
    floor_divide,
    modulo,
    power,
    logical_and,
    logical_or,
    concat,
    compare,
    condition,
    attribute,
    item,
    slice,
    call,
    filter,
    test,
    namespace_target,
    mark_safe,  ///< Markup when autoescape is on
    // Statements.
    text,
    emit,
    for_loop,
    if_chain,
    macro,
    call_block,
    filter_block,
    with,
    set,
    set_block,
    block,
    extends,
    include,
    import,
    from_import,
    expression,
    break_loop,
    continue_loop,
    autoescape,
    debug,
};

struct Node {
    Op op;
    bool toplevel = false;      ///< statements: names set here belong to the context too
    bool check_parent = false;  ///< statements: silent once a parent template is known
    std::uint16_t height = 0;   ///< of the expression tree below
    int line = 0;
    std::uint32_t offset = 0;  ///< into the source, in bytes
};

using Nodes = Span<Node*>;

/// Where a name lives: `slot` of the frame `hops` functions further out.
struct Place {
    std::uint32_t slot = 0;
    std::uint32_t hops = 0;
};

/// What becomes of a slot when its scope is entered.
struct Load {
    enum class Kind : std::uint8_t { parameter, resolve, alias, undefined };
    Kind kind = Kind::parameter;
    Place target = {};
    Place outer = {};  ///< kind alias
};

/// A scope as jinja2's compiler sees it: loop body, with, macro, block …
struct Scope {
    Span<Load> loads = {};
    bool trivial = true;  ///< nothing to do on entry
};

/// A name and its place, for handing locals to an include.
struct Visible {
    std::string_view name;
    Place place;
};

/// What runs with slots of its own: template root, block, macro, body of a recursive loop.
struct Routine {
    std::uint32_t slots = 0;
    bool captured = false;  ///< inner functions may outlive it
    Scope scope = {};
};

struct Constant : Node {
    const value::Value* value = nullptr;
};

struct Name : Node {
    std::string_view text = {};
    std::uint32_t id = 0;
    Place place = {};
};

/// tuple, list; dict has keys and values by turns.
struct Items : Node {
    Nodes items = {};
};

/// negate, plus, not; emit and expression statements.
struct Unary : Node {
    Node* operand = nullptr;
};

struct Binary : Node {
    Node* left = nullptr;
    Node* right = nullptr;
};

enum class Comparison : std::uint8_t { eq, ne, lt, le, gt, ge, in, not_in };

struct Compared {
    Comparison comparison;
    Node* operand;
};

struct Compare : Node {
    Node* first = nullptr;
    Span<Compared> rest = {};
};

struct Condition : Node {
    Node* test = nullptr;
    Node* then = nullptr;
    Node* otherwise = nullptr;
};

struct Attribute : Node {
    Node* object = nullptr;
    const value::Value* name = nullptr;
    bool dict_method = false;  ///< dicts have a method of that name
};

struct Item : Node {
    Node* object = nullptr;
    Node* key = nullptr;
};

struct Slice : Node {
    Node* start = nullptr;
    Node* stop = nullptr;
    Node* step = nullptr;
};

struct Keyword {
    std::string_view name;
    Node* value;
};

struct CallArguments {
    Nodes positional = {};
    Span<Keyword> keyword = {};
    Node* star = nullptr;
    Node* star_star = nullptr;
};

struct Call : Node {
    Node* callee = nullptr;
    CallArguments arguments = {};
};

struct Callable;

/// filter, test; `input` is null in filter blocks.
struct Filter : Node {
    Node* input = nullptr;
    std::string_view name = {};
    CallArguments arguments = {};
    const Callable* target = nullptr;  ///< null when no such filter exists
};

struct NamespaceTarget : Node {
    Name* object = nullptr;
    const value::Value* attribute = nullptr;
};

struct Text : Node {
    std::string_view text = {};
};

struct For : Node {
    Node* target = nullptr;
    Node* test_target = nullptr;  ///< the target again, in the scope of the test
    Node* iterable = nullptr;
    Node* test = nullptr;
    Nodes body = {};
    Nodes otherwise = {};
    bool recursive = false;
    bool extended = false;  ///< the body uses `loop`
    bool has_else = false;
    std::uint32_t end_offset = 0;
    Place loop = {};
    Scope loop_scope = {};
    Scope test_scope = {};
    Scope else_scope = {};
    Routine* function = nullptr;  ///< of a recursive loop
};

struct Branch {
    Node* test;  ///< null for else
    Nodes body;
};

struct If : Node {
    Span<Branch> branches = {};
};

struct Parameter {
    Name* name;
    Node* fallback;  ///< null: none
};

/// macro and call_block (which calls `call` with itself as the caller).
struct Macro : Node {
    std::string_view name = {};
    Name* target = nullptr;
    Call* call = nullptr;
    Span<Parameter> parameters = {};
    Nodes body = {};
    bool uses_caller = false;
    bool uses_kwargs = false;
    bool uses_varargs = false;
    bool explicit_caller = false;
    std::uint32_t caller_slot = 0;
    std::uint32_t kwargs_slot = 0;
    std::uint32_t varargs_slot = 0;
    Routine function = {};
};

struct FilterBlock : Node {
    Node* filter = nullptr;
    Nodes body = {};
    Scope scope = {};
};

struct With : Node {
    Nodes targets = {};
    Nodes values = {};
    Nodes body = {};
    Scope scope = {};
};

struct Set : Node {
    Node* target = nullptr;
    Node* value = nullptr;
};

struct SetBlock : Node {
    Node* target = nullptr;
    Node* filter = nullptr;
    Nodes body = {};
    Scope scope = {};
};

struct Block : Node {
    std::string_view name = {};
    Nodes body = {};
    bool scoped = false;
    bool required = false;
    bool uses_self = false;
    bool uses_super = false;
    std::uint32_t self_slot = 0;
    std::uint32_t super_slot = 0;
    Routine function = {};
    Span<Visible> locals = {};  ///< of the place where it stands, when scoped
};

/// extends, include, import.
struct Reference : Node {
    Node* name = nullptr;
    bool with_context = false;
    bool ignore_missing = false;
    Name* target = nullptr;  ///< import
    Span<Visible> locals = {};
};

struct Imported {
    std::string_view name;
    Name* target;
};

struct FromImport : Node {
    Node* name = nullptr;
    bool with_context = false;
    Span<Imported> names = {};
    Span<Visible> locals = {};
};

struct Autoescape : Node {
    Node* value = nullptr;
    Nodes body = {};
    Scope scope = {};
};

}  // namespace tutor::jinja
