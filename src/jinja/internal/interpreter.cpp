// SPDX-License-Identifier: Apache-2.0
//
// A rendering from the outside: contexts, templates within templates, errors.

#include "jinja/internal/interpreter.hpp"

#include "base/suggest.hpp"
#include "jinja/errors.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/objects.hpp"
#include "jinja/internal/provenance.hpp"
#include "jinja/internal/python_attributes.hpp"
#include "jinja/internal/scopes.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <sys/resource.h>

#include <algorithm>

namespace tutor::jinja {

using value::Value;

VariableList::Variable* VariableList::find(std::string_view name) {
    if (index_.empty()) {
        for (Variable& variable : variables_) {
            if (variable.name == name) {
                return &variable;
            }
        }
        return nullptr;
    }
    const auto found = index_.find(name);
    return found == index_.end() ? nullptr : &variables_[found->second];
}

void VariableList::set(std::string_view name, const Value& value, bool exported) {
    if (Variable* known = find(name)) {
        known->value = value;
        known->exported = exported;
        return;
    }
    variables_.push_back({name, value, exported});
    constexpr std::size_t many = 32;
    for (std::size_t i = index_.size(); variables_.size() > many && i < variables_.size(); ++i) {
        index_.emplace(variables_[i].name, i);
    }
}

Context::Variable* Context::find(std::string_view name) {
    Variable* found = variables.find(name);
    return found != nullptr ? found : inherited.find(name);
}

void Context::set(std::string_view name, const Value& value, bool exported) {
    variables.set(name, value, exported);
}

void Context::inherit(std::string_view name, const Value& value) {
    inherited.set(name, value, false);
}

Context::BlockStack* Context::find_block(std::string_view name) {
    for (BlockStack& stack : blocks) {
        if (stack.name == name) {
            return &stack;
        }
    }
    return nullptr;
}

void Context::add_blocks(const CompiledTemplate& from) {
    for (const Block* block : from.blocks) {
        BlockStack* stack = find_block(block->name);
        if (stack == nullptr) {
            blocks.push_back({block->name, {}});
            stack = &blocks.back();
        }
        stack->implementations.push_back({&from, block});
    }
}

namespace {

/// How much of the thread's stack one rendering may use.
std::size_t usable_stack() {
    static const std::size_t bytes = [] {
        constexpr std::size_t usual = std::size_t{8} << 20;
        rlimit limit{};
        const bool known =
            ::getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
        return std::min(known ? static_cast<std::size_t>(limit.rlim_cur) : usual, usual) / 4 * 3;
    }();
    return bytes;
}

}  // namespace

Interpreter::Interpreter(Environment& environment, const Variables& variables, Recorder* recorder)
    : environment_(environment),
      internal_(environment.internal()),
      variables_(&variables),
      recorder_(recorder),
      output_(internal_.options.limits.max_output_bytes),
      handle_(std::make_shared<RunHandle>()),
      previous_run_(internal_.active) {
    const char here = 0;
    // A rendering inside a rendering shares the stack of the first one.
    stack_limit_ = previous_run_ != nullptr ? previous_run_->stack_limit_ : &here - usable_stack();
    handle_->run = this;
    internal_.active = this;
}

Interpreter::~Interpreter() {
    handle_->run = nullptr;
    internal_.active = previous_run_;
}

void Interpreter::render(const CompiledTemplate& compiled) {
    const std::size_t expected = compiled.last_size + compiled.last_size / 8;
    output_.reserve(std::min(expected, internal_.options.limits.max_output_bytes));
    auto context = std::make_shared<Context>();
    context->owner = &compiled;
    context->autoescape = compiled.autoescape;
    context->add_blocks(compiled);
    try {
        try {
            run_root(compiled, context);
        } catch (...) {
            rethrow_at(FailurePlace{compiled, nullptr});
        }
    } catch (Error& error) {
        error.add_frame(fmt::format("rendering '{}'", compiled.origin.name));
        throw;
    }
    compiled.last_size = output_.size();
}

void Interpreter::run_root(const CompiledTemplate& compiled, const ContextPointer& context) {
    check_depth();
    const CallScope scope(
        *this, compiled, context, std::make_shared<Frame>(compiled.root.slots, nullptr));
    parent_.reset();
    if (compiled.uses_self) {
        frame_->slots[compiled.self_slot].set(make_template_reference(*this, context));
    }
    enter(compiled.root.scope);
    run(compiled.body);
    if (parent_ != nullptr) {
        const auto parent = parent_;
        try {
            run_root(*parent, context);
        } catch (...) {
            rethrow_at(FailurePlace{compiled, extends_});
        }
    }
}

std::optional<Value> Interpreter::find_variable(std::string_view name) const {
    if (const Context::Variable* variable = context_->find(name)) {
        return variable->value;
    }
    if (context_->uses_variables) {
        if (auto found = variables_->find(name)) {
            if (recorder_ != nullptr) {
                recorder_->variables_read.emplace(name);
            }
            return found;
        }
    }
    if (const Value* global = internal_.find_global(name)) {
        return *global;
    }
    return std::nullopt;
}

std::optional<Value> Interpreter::resolve(std::string_view name) const {
    return find_variable(name);
}

Value Interpreter::undefined(Undefined::About about) const {
    if (about.source == nullptr && statement_ != nullptr) {
        about.source = template_;
        about.line = statement_->line;
        about.offset = statement_->offset;
    }
    return make_undefined(internal_.options.undefined, std::move(about));
}

Value Interpreter::make_text(std::string_view text, value::Mark mark) const {
    return context_->autoescape ? Value::markup(text, mark) : Value::string(text, mark);
}

void Interpreter::fail(std::string class_name, std::string message) const {
    throw TemplateError(std::move(class_name), {.message = std::move(message)});
}

void Interpreter::fail_stack() const {
    fail("RecursionError", "maximum recursion depth exceeded");
}

Position Interpreter::position(const Node& node) const {
    return template_->position(node.line, node.offset);
}

Position Interpreter::FailurePlace::position() const {
    return node == nullptr ? compiled.position(1, 0) : compiled.position(node->line, node->offset);
}

std::string Interpreter::hint_for(const UndefinedError& error) const {
    const std::string& message = error.info().message;
    constexpr std::string_view ending = "' is undefined";
    const bool looked_up = message.starts_with('\'') && message.ends_with(ending);
    if (!looked_up || context_ == nullptr) {
        return {};
    }
    std::vector<std::string> names = variables_->names();
    for (const auto& [name, value] : internal_.globals) {
        names.push_back(name);
    }
    for (const Context::Variable& variable : context_->variables) {
        names.emplace_back(variable.name);
    }
    return did_you_mean(message.substr(1, message.size() - ending.size() - 1), names);
}

namespace {

/// The same error with the position and hint of `info`.
template <class Failure>
Failure placed(const Failure& error, ErrorInfo info) {
    Failure copy = error;
    static_cast<TemplateError&>(copy) = TemplateError(error.class_name(), std::move(info));
    for (const std::string& frame : error.frames()) {
        copy.add_frame(frame);
    }
    return copy;
}

}  // namespace

namespace {

// A function of the host's failed, and its error tells a place of its own: this adds the line of
// the template that called it, once.
void add_template_frame(Error& error, const Position& where) {
    if (error.info().where && error.info().where->source == where.source) {
        return;
    }
    const std::string name = fmt::format("'{}':", where.source);
    if (error.frames().empty() || error.frames().back().find(name) == std::string::npos) {
        error.add_frame(fmt::format("evaluating {}{}", name, where.line));
    }
}

}  // namespace

void Interpreter::rethrow_at(const Node& node) {
    rethrow_at(FailurePlace{*template_, &node});
}

void Interpreter::rethrow_at(const FailurePlace& place) {
    try {
        throw;
    } catch (UndefinedError& error) {
        std::string hint = error.info().hint.empty() ? hint_for(error) : std::string();
        if (error.info().where && hint.empty()) {
            throw;
        }
        throw placed(
            error,
            {.message = error.info().message,
             .where = error.info().where ? error.info().where : place.position(),
             .hint = hint.empty() ? error.info().hint : hint});
    } catch (TemplateNotFound& error) {
        if (error.info().where) {
            throw;
        }
        throw placed(error, {error.info().message, place.position(), error.info().hint});
    } catch (const Cancelled&) {
        throw;
    } catch (TemplateError& error) {
        if (error.info().where) {
            throw;
        }
        throw placed(error, {error.info().message, place.position(), error.info().hint});
    } catch (const value::PythonError& error) {
        if (error.class_name() == "Cancelled") {
            throw Cancelled({error.info().message, place.position()});
        }
        throw TemplateError(error.class_name(), {error.info().message, place.position()});
    } catch (Error& error) {
        add_template_frame(error, place.position());
        throw;
    } catch (const std::bad_alloc&) {
        throw TemplateError("MemoryError", {"out of memory", place.position()});
    }
}

std::uint32_t Interpreter::origin_of(const CompiledTemplate& compiled) {
    return recorder_ == nullptr ? 0 : recorder_->origin(compiled.origin);
}

Value Interpreter::render_nested(const Template& text) {
    const CompiledTemplate& compiled = *text.compiled_;
    used_.push_back(text.compiled_);
    // The text sees what the whole rendering was given, not the caller's locals.
    auto context = std::make_shared<Context>();
    context->owner = &compiled;
    context->autoescape = compiled.autoescape;
    context->add_blocks(compiled);
    CaptureScope capture(*this);
    try {
        run_root(compiled, context);
    } catch (Error& error) {
        add_caller_frame(error, compiled);
        throw;
    }
    return capture.take(compiled.autoescape);
}

Value Interpreter::join(const std::vector<Value>& pieces, std::string_view separator) {
    std::vector<Value> parts;
    for (const Value& piece : pieces) {
        if (!parts.empty() && !separator.empty()) {
            parts.emplace_back(separator);
        }
        parts.push_back(piece);
    }
    const Value result = join_texts(parts, context_->autoescape);
    if (recorder_ == nullptr) {
        return result;
    }
    const int line = statement_ == nullptr ? 0 : position(*statement_).line;
    return keep_runs_joined(*recorder_, result, parts, line_run(line));
}

void Interpreter::add_caller_frame(Error& error, const CompiledTemplate& inner) const {
    error.add_frame(fmt::format(
        "rendering '{}', called at '{}':{}",
        inner.origin.name,
        template_->origin.name,
        statement_ == nullptr ? 0 : position(*statement_).line));
}

Value Interpreter::call(const Value& callee, value::Arguments& arguments) {
    check_stack();
    return value::call(callee, arguments);
}

Value Interpreter::call_filter(
    std::string_view name, value::Arguments& arguments, value::Mark mark) {
    const Callable* filter = internal_.find_filter(name);
    if (filter == nullptr) {
        fail(
            "TemplateRuntimeError",
            fmt::format("No filter named {}.", mark == value::Mark::secret ? "***" : quoted(name)));
    }
    return filter->call(*this, arguments);
}

bool Interpreter::call_test(std::string_view name, value::Arguments& arguments, value::Mark mark) {
    const Callable* test = internal_.find_test(name);
    if (test == nullptr) {
        fail(
            "TemplateRuntimeError",
            fmt::format("No test named {}.", mark == value::Mark::secret ? "***" : quoted(name)));
    }
    return value::truth(test->call(*this, arguments));
}

Value Callable::call(Interpreter& interpreter, value::Arguments& arguments) const {
    return builtin != nullptr ? builtin(interpreter, arguments) : function(interpreter, arguments);
}

Value Interpreter::get_attribute(const Value& object, const Value& name) {
    if (auto found = value::attribute(object, name.as_string())) {
        return *found;
    }
    if (object.kind() == value::Kind::undefined) {
        return *object.as_object()->item(name);
    }
    if (auto found = value::find_item(object, name)) {
        return *found;
    }
    if (auto found = python_attribute(object, name.as_string())) {
        return *found;
    }
    return undefined({.owner = object, .name = name});
}

Value Interpreter::get_item(const Value& object, const Value& key) {
    if (object.kind() == value::Kind::undefined) {
        return *object.as_object()->item(key);
    }
    if (auto found = value::find_item(object, key)) {
        return *found;
    }
    if (key.is_string()) {
        if (auto found = value::attribute(object, key.as_string())) {
            return *found;
        }
    }
    return undefined({.owner = object, .name = key});
}

}  // namespace tutor::jinja
