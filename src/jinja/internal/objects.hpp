// SPDX-License-Identifier: Apache-2.0
//
// Values that the engine itself puts into templates.

#pragma once

#include "jinja/internal/interpreter.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tutor::jinja {

/// `self`: the blocks of the running template as callables.
value::Value make_template_reference(Interpreter& interpreter, const ContextPointer& context);

/// `super`, and what `self.name` is; undefined when there is no such implementation.
value::Value make_block_reference(
    Interpreter& interpreter,
    const ContextPointer& context,
    std::string_view name,
    std::size_t depth);

value::Value make_macro(
    Interpreter& interpreter,
    const Macro& node,
    const CompiledTemplate& owner,
    const ContextPointer& context,
    const std::shared_ptr<Frame>& outer);

/// An imported template: its exported names, and its text.
class TemplateModule final : public value::Object {
public:
    TemplateModule(std::string name, value::Value body, std::vector<Context::Variable> exported)
        : name_(std::move(name)), body_(std::move(body)), exported_(std::move(exported)) {}

    const std::string& name() const { return name_; }
    const value::Value& body() const { return body_; }
    const value::Value* find(std::string_view name) const;

    std::string type_name() const override { return "TemplateModule"; }
    std::string str() const override { return std::string(body_.as_string()); }
    std::string repr() const override;
    std::optional<value::Value> attribute(std::string_view name) const override;
    void visit_references(const std::function<void(const value::Value&)>& visit) const override;
    void clear_references() override { exported_.clear(); }

private:
    std::string name_;
    value::Value body_;
    std::vector<Context::Variable> exported_;
};

/// namespace(): attributes that templates may assign to.
class Namespace final : public value::Object {
public:
    explicit Namespace(value::Dict attributes) : attributes_(std::move(attributes)) {}

    std::string type_name() const override { return "Namespace"; }
    std::string repr() const override;
    std::optional<value::Value> attribute(std::string_view name) const override;
    bool set_attribute(std::string_view name, const value::Value& value) override;
    void visit_references(const std::function<void(const value::Value&)>& visit) const override;
    void clear_references() override { attributes_ = value::Dict(); }

private:
    value::Dict attributes_;
};

/// A function of the environment as a value.
value::Value
make_native_function(Environment::Internal& internal, std::string name, Function function);

}  // namespace tutor::jinja
