// SPDX-License-Identifier: Apache-2.0
//
// Statements that bring other templates in: block, extends, include, import.

#include "jinja/errors.hpp"
#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/objects.hpp"
#include "jinja/internal/scopes.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

using value::Value;

void Interpreter::run_block(const Block& node) {
    statement_ = &node;
    Context::BlockStack* stack = context_->find_block(node.name);
    if (node.required && (stack == nullptr || stack->implementations.size() <= 1)) {
        fail("TemplateRuntimeError", fmt::format("Required block {} not found", quoted(node.name)));
    }
    if (stack == nullptr) {
        fail("KeyError", quoted(node.name));
    }
    if (!node.scoped) {
        run_block_body(stack->implementations.front(), context_, 0);
        return;
    }
    auto derived = derive(*context_->owner, node.locals);
    derived->blocks = context_->blocks;
    derived->autoescape = context_->autoescape;
    run_block_body(stack->implementations.front(), derived, 0);
}

void Interpreter::run_block_body(
    const BlockImplementation& implementation, const ContextPointer& context, std::size_t depth) {
    check_depth();
    const Block& block = *implementation.block;
    const CallScope scope(
        *this,
        *implementation.owner,
        context,
        std::make_shared<Frame>(block.function.slots, nullptr));
    if (block.uses_self) {
        frame_->slots[block.self_slot].set(make_template_reference(*this, context));
    }
    if (block.uses_super) {
        const Context::BlockStack* stack = context->find_block(block.name);
        frame_->slots[block.super_slot].set(
            depth + 1 < stack->implementations.size()
                ? make_block_reference(*this, context, block.name, depth + 1)
                : undefined(
                    {.hint = fmt::format("there is no parent block called {}.", quoted(block.name)),
                     .name = "super"}));
    }
    enter(block.function.scope);
    run(block.body);
}

Value Interpreter::call_block(
    const ContextPointer& context, std::string_view name, std::size_t depth) {
    check_depth();
    const Context::BlockStack* stack = context->find_block(name);
    CaptureScope capture(*this);
    run_block_body(stack->implementations[depth], context, depth);
    return capture.take(context->autoescape);
}

std::shared_ptr<const CompiledTemplate> Interpreter::load(const Value& name) {
    if (internal_.loader == nullptr) {
        fail("TypeError", "no loader for this environment specified");
    }
    if (name.kind() == value::Kind::undefined) {
        as_undefined(name).fail();
    }
    if (!name.is_string()) {
        value::hash(name);
        throw TemplateNotFound({.message = value::str(name)});
    }
    auto compiled = internal_.get_template(name.as_string());
    used_.push_back(compiled);
    return compiled;
}

std::shared_ptr<const CompiledTemplate>
Interpreter::select_template(const std::vector<Value>& names) {
    if (names.empty()) {
        fail("TemplatesNotFound", "Tried to select from an empty list of templates.");
    }
    std::string tried;
    for (const Value& name : names) {
        if (name.is_string()) {
            if (auto compiled = internal_.find_template(name.as_string())) {
                used_.push_back(compiled);
                return compiled;
            }
            tried += (tried.empty() ? "" : ", ") + value::str(name);
        } else if (name.kind() == value::Kind::undefined) {
            tried += (tried.empty() ? "" : ", ") + as_undefined(name).message();
        } else {
            value::hash(name);
            tried += (tried.empty() ? "" : ", ") + value::str(name);
        }
    }
    fail("TemplatesNotFound", fmt::format("none of the templates given were found: {}", tried));
}

std::shared_ptr<const CompiledTemplate>
Interpreter::find_template(const Node& node, bool allow_list) {
    Value scratch;
    const Value name = eval(node, scratch);
    if (allow_list && !name.is_string() && name.kind() != value::Kind::undefined) {
        return select_template(value::truth(name) ? value::to_vector(name) : std::vector<Value>());
    }
    return load(name);
}

void Interpreter::run_extends(const Reference& node) {
    statement_ = &node;
    if (parent_ != nullptr) {
        fail("TemplateRuntimeError", "extended multiple times");
    }
    parent_ = find_template(*node.name, false);
    context_->add_blocks(*parent_);
}

ContextPointer Interpreter::derive(const CompiledTemplate& compiled, const Span<Visible>& locals) {
    auto context = std::make_shared<Context>();
    context->owner = &compiled;
    context->uses_variables = context_->uses_variables;
    context->inherited = context_->inherited;
    for (const Context::Variable& variable : context_->variables) {
        context->inherit(variable.name, variable.value);
    }
    for (const Visible& local : locals) {
        const Slot& known = slot(local.place);
        if (known.state == Slot::State::present) {
            context->inherit(local.name, known.value);
        }
    }
    return context;
}

void Interpreter::run_include(const Reference& node) {
    statement_ = &node;
    std::shared_ptr<const CompiledTemplate> compiled;
    try {
        compiled = find_template(*node.name, true);
    } catch (const TemplateError& error) {
        const bool missing =
            error.class_name() == "TemplateNotFound" || error.class_name() == "TemplatesNotFound";
        if (!node.ignore_missing || !missing) {
            throw;
        }
        return;
    }
    check_depth();
    ContextPointer context;
    if (node.with_context) {
        context = derive(*compiled, node.locals);
    } else {
        context = std::make_shared<Context>();
        context->owner = compiled.get();
        context->uses_variables = false;
    }
    context->autoescape = compiled->autoescape;
    context->add_blocks(*compiled);
    try {
        run_root(*compiled, context);
    } catch (Error& error) {
        add_caller_frame(error, *compiled);
        throw;
    }
}

Value Interpreter::make_module(const CompiledTemplate& compiled, const ContextPointer& context) {
    check_depth();
    context->autoescape = compiled.autoescape;
    context->add_blocks(compiled);
    CaptureScope capture(*this);
    try {
        run_root(compiled, context);
    } catch (Error& error) {
        add_caller_frame(error, compiled);
        throw;
    }
    std::vector<Context::Variable> exported;
    for (const Context::Variable& variable : context->variables) {
        if (variable.exported) {
            exported.push_back(variable);
        }
    }
    return Value::object(std::make_shared<TemplateModule>(
        compiled.origin.name, capture.take(compiled.autoescape), std::move(exported)));
}

Value Interpreter::import_module(const Node& name, bool with_context, const Span<Visible>& locals) {
    const auto compiled = find_template(name, false);
    if (with_context) {
        return make_module(*compiled, derive(*compiled, locals));
    }
    for (const auto& [known, module] : modules_) {
        if (known == compiled.get()) {
            return module;
        }
    }
    auto context = std::make_shared<Context>();
    context->owner = compiled.get();
    context->uses_variables = false;
    const Value module = make_module(*compiled, context);
    modules_.emplace_back(compiled.get(), module);
    return module;
}

void Interpreter::run_import(const Reference& node) {
    statement_ = &node;
    const Value module = import_module(*node.name, node.with_context, node.locals);
    slot(node.target->place).set(module);
    if (node.toplevel) {
        context_->set(node.target->text, module, false);
    }
}

void Interpreter::run_from_import(const FromImport& node) {
    statement_ = &node;
    const Value module = import_module(*node.name, node.with_context, node.locals);
    const auto& exports = static_cast<const TemplateModule&>(*module.as_object());
    for (const Imported& imported : node.names) {
        Value value;
        if (const Value* found = exports.find(imported.name)) {
            value = *found;
        } else {
            const std::string here = template_->from_loader
                ? fmt::format("line {} in {}", node.line, quoted(template_->origin.name))
                : fmt::format("line {}", node.line);
            value = undefined(
                {.hint = fmt::format(
                     "the template {} (imported on {}) does not export the requested name {}",
                     quoted(exports.name()),
                     here,
                     quoted(imported.name)),
                 .name = imported.name});
        }
        slot(imported.target->place).set(value);
        if (node.toplevel) {
            context_->set(imported.target->text, value, false);
        }
    }
}

}  // namespace tutor::jinja
