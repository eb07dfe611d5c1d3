// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/objects.hpp"

#include "base/error.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/run_object.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

using value::Value;

namespace {

class BlockReference final : public RunObject {
public:
    BlockReference(
        std::shared_ptr<RunHandle> handle,
        ContextPointer context,
        std::string_view name,
        std::size_t depth)
        : RunObject(std::move(handle)), context_(std::move(context)), name_(name), depth_(depth) {}

    std::string type_name() const override { return "BlockReference"; }
    bool is_callable() const override { return true; }
    Value call(value::Arguments& /*arguments*/) override {
        return running().call_block(context_, name_, depth_);
    }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "super") {
            return make_block_reference(running(), context_, name_, depth_ + 1);
        }
        if (name == "name") {
            return Value(name_);
        }
        return std::nullopt;
    }
    void end_run() override { context_.reset(); }

private:
    ContextPointer context_;
    std::string_view name_;
    std::size_t depth_;
};

class TemplateReference final : public RunObject {
public:
    TemplateReference(std::shared_ptr<RunHandle> handle, ContextPointer context)
        : RunObject(std::move(handle)),
          context_(std::move(context)),
          template_name_(context_->owner->origin.name) {}

    std::string type_name() const override { return "TemplateReference"; }
    std::string repr() const override {
        return fmt::format("<TemplateReference {}>", quoted(template_name_));
    }
    std::optional<value::Iteration> iterate() override {
        // Python tries self[0], which no block is called.
        throw value::PythonError("KeyError", "0");
    }
    std::optional<Value> item(const Value& key) const override {
        if (!key.is_string()) {
            return std::nullopt;
        }
        Interpreter& interpreter = running();
        const Context::BlockStack* stack = context_->find_block(key.as_string());
        if (stack == nullptr) {
            return std::nullopt;
        }
        return make_block_reference(interpreter, context_, stack->name, 0);
    }
    void end_run() override { context_.reset(); }

private:
    ContextPointer context_;
    std::string template_name_;
};

class MacroObject final : public RunObject {
public:
    MacroObject(
        Interpreter& interpreter,
        const Macro& node,
        const CompiledTemplate& owner,
        ContextPointer context,
        std::shared_ptr<Frame> outer)
        : RunObject(interpreter.handle()),
          node_(node),
          owner_(owner),
          context_(std::move(context)),
          outer_(std::move(outer)),
          autoescape_(interpreter.autoescape()) {}

    std::string type_name() const override { return "Macro"; }
    std::string repr() const override {
        return node_.op == Op::call_block ? "<Macro anonymous>"
                                          : fmt::format("<Macro {}>", quoted(node_.name));
    }
    bool is_callable() const override { return true; }
    Value call(value::Arguments& arguments) override {
        return running().call_macro(node_, owner_, context_, outer_, autoescape_, arguments);
    }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "name") {
            return node_.op == Op::call_block ? Value() : Value(node_.name);
        }
        if (name == "arguments") {
            std::vector<Value> names;
            for (const Parameter& parameter : node_.parameters) {
                names.emplace_back(parameter.name->text);
            }
            return Value::tuple(std::move(names));
        }
        if (name == "catch_kwargs") {
            return Value(node_.uses_kwargs);
        }
        if (name == "catch_varargs") {
            return Value(node_.uses_varargs);
        }
        if (name == "caller") {
            return Value(node_.uses_caller);
        }
        return std::nullopt;
    }
    void end_run() override {
        context_.reset();
        outer_.reset();
    }

private:
    const Macro& node_;
    const CompiledTemplate& owner_;
    ContextPointer context_;
    std::shared_ptr<Frame> outer_;
    bool autoescape_;
};

class NativeFunction final : public value::Object {
public:
    NativeFunction(Environment::Internal& internal, std::string name, Function function)
        : internal_(internal), name_(std::move(name)), function_(std::move(function)) {}

    // The builtins range, dict and so on are classes in Python.
    std::string type_name() const override { return is_class() ? "type" : "function"; }
    std::string repr() const override {
        return is_class() ? fmt::format("<{}>", name_)
                          : fmt::format("<function {} at {}>", name_, fmt::ptr(this));
    }
    bool is_callable() const override { return true; }
    Value call(value::Arguments& arguments) override {
        if (internal_.active == nullptr) {
            throw value::PythonError(
                "RuntimeError", fmt::format("{}() called outside of a rendering", name_));
        }
        return function_(*internal_.active, arguments);
    }

private:
    bool is_class() const { return name_.starts_with("class '"); }

    Environment::Internal& internal_;
    std::string name_;
    Function function_;
};

}  // namespace

Value make_template_reference(Interpreter& interpreter, const ContextPointer& context) {
    return Value::object(std::make_shared<TemplateReference>(interpreter.handle(), context));
}

Value make_block_reference(
    Interpreter& interpreter,
    const ContextPointer& context,
    std::string_view name,
    std::size_t depth) {
    const Context::BlockStack* stack = context->find_block(name);
    if (stack == nullptr || depth >= stack->implementations.size()) {
        return interpreter.undefined(
            {.hint = fmt::format("there is no parent block called {}.", quoted(name)),
             .name = "super"});
    }
    return Value::object(
        std::make_shared<BlockReference>(interpreter.handle(), context, stack->name, depth));
}

Value make_macro(
    Interpreter& interpreter,
    const Macro& node,
    const CompiledTemplate& owner,
    const ContextPointer& context,
    const std::shared_ptr<Frame>& outer) {
    return Value::object(std::make_shared<MacroObject>(interpreter, node, owner, context, outer));
}

const Value* TemplateModule::find(std::string_view name) const {
    for (const Context::Variable& variable : exported_) {
        if (variable.name == name) {
            return &variable.value;
        }
    }
    return nullptr;
}

std::string TemplateModule::repr() const {
    return fmt::format("<TemplateModule {}>", quoted(name_));
}

std::optional<Value> TemplateModule::attribute(std::string_view name) const {
    const Value* found = find(name);
    if (found != nullptr) {
        return *found;
    }
    if (name == "__name__") {
        return Value(name_);
    }
    return std::nullopt;
}

void TemplateModule::visit_references(const std::function<void(const Value&)>& visit) const {
    for (const Context::Variable& variable : exported_) {
        visit(variable.value);
    }
}

std::string Namespace::repr() const {
    return fmt::format("<Namespace {}>", value::repr(attributes_));
}

std::optional<Value> Namespace::attribute(std::string_view name) const {
    const Value* found = attributes_.find(name);
    return found == nullptr ? std::nullopt : std::optional<Value>(*found);
}

bool Namespace::set_attribute(std::string_view name, const Value& value) {
    attributes_.set(name, value);
    return true;
}

void Namespace::visit_references(const std::function<void(const Value&)>& visit) const {
    visit(attributes_);
}

Value make_native_function(Environment::Internal& internal, std::string name, Function function) {
    return Value::object(
        std::make_shared<NativeFunction>(internal, std::move(name), std::move(function)));
}

}  // namespace tutor::jinja
