// SPDX-License-Identifier: Apache-2.0
//
// The statements of a template's tree, and, through ast_expressions.hpp, all of it.

#pragma once

#include "jinja/internal/ast_expressions.hpp"

namespace tutor::jinja {

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
