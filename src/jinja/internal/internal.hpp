// SPDX-License-Identifier: Apache-2.0
//
// The inside of an Environment.

#pragma once

#include "jinja/environment.hpp"
#include "jinja/internal/callable.hpp"
#include "jinja/internal/compiled.hpp"
#include "jinja/internal/lexer.hpp"
#include "jinja/internal/parser.hpp"
#include "jinja/internal/resolver.hpp"
#include "value/object.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tutor::jinja {

/// Names to callables; entries never move.
using CallableMap = std::unordered_map<std::string_view, std::unique_ptr<Callable>>;

struct Environment::Internal final : CallableTable {
    Internal(Environment& environment, Options given);

    const Callable* find_filter(std::string_view name) const override;
    const Callable* find_test(std::string_view name) const override;
    static void add(CallableMap& map, std::string_view name, Builtin builtin, Function function);

    std::shared_ptr<const CompiledTemplate> compile(std::string text, Origin origin);
    std::shared_ptr<const CompiledTemplate>
    from_string(std::string_view text, const Origin& origin);
    /// Null when the loader has no such template.
    std::shared_ptr<const CompiledTemplate> find_template(std::string_view name);
    /// @throws TemplateNotFound
    std::shared_ptr<const CompiledTemplate> get_template(std::string_view name);
    const value::Value* find_global(std::string_view name) const;

    Environment& owner;
    Options options;
    LexerRules rules;
    Extensions extensions;
    std::shared_ptr<Loader> loader;
    CallableMap filters;
    CallableMap tests;
    std::unordered_map<std::string, value::Value> globals;
    std::unordered_map<std::string, std::shared_ptr<const CompiledTemplate>> loaded;
    std::unordered_map<std::string, std::shared_ptr<const CompiledTemplate>> texts;
    Workbench workbench;
    Interpreter* active = nullptr;
};

/// Fills the tables of a new environment.
void add_builtins(Environment::Internal& internal);

}  // namespace tutor::jinja
