// SPDX-License-Identifier: Apache-2.0
//
// A template as a tree. The parser builds it, the resolver fills in where each name lives and
// which filter is meant, the interpreter runs it as it is. Statements: ast.hpp.

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

}  // namespace tutor::jinja
