// SPDX-License-Identifier: Apache-2.0
//
// Running statements.

#include "jinja/errors.hpp"
#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/names.hpp"
#include "jinja/internal/objects.hpp"
#include "jinja/internal/scopes.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/markup.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tutor::jinja {

using value::Value;

Interpreter::Flow Interpreter::run(const Nodes& body) {
    const Node* current = nullptr;
    try {
        for (const Node* node : body) {
            current = node;
            if (node->op == Op::text && !node->check_parent) {
                emit_text(static_cast<const Text*>(node)->text, node->line);
                continue;
            }
            const Flow flow = run(*node);
            if (flow != Flow::normal) {
                return flow;
            }
        }
    } catch (...) {
        rethrow_at(*current);
    }
    return Flow::normal;
}

Interpreter::Flow Interpreter::run(const Node& node) {
    switch (node.op) {
    case Op::text:
        if (!node.check_parent || parent_ == nullptr) {
            emit_text(static_cast<const Text&>(node).text, node.line);
        }
        return Flow::normal;
    case Op::emit:
        if (!node.check_parent || parent_ == nullptr) {
            run_emit(static_cast<const Unary&>(node));
        }
        return Flow::normal;
    case Op::for_loop: return run_for(static_cast<const For&>(node));
    case Op::if_chain: return run_if(static_cast<const If&>(node));
    case Op::set: run_set(static_cast<const Set&>(node)); return Flow::normal;
    case Op::set_block: run_set_block(static_cast<const SetBlock&>(node)); return Flow::normal;
    case Op::macro: run_macro(static_cast<const Macro&>(node)); return Flow::normal;
    case Op::call_block: run_call_block(static_cast<const Macro&>(node)); return Flow::normal;
    case Op::filter_block:
        run_filter_block(static_cast<const FilterBlock&>(node));
        return Flow::normal;
    case Op::with: return run_with(static_cast<const With&>(node));
    case Op::block:
        if (!node.check_parent || parent_ == nullptr) {
            run_block(static_cast<const Block&>(node));
        }
        return Flow::normal;
    case Op::extends: run_extends(static_cast<const Reference&>(node)); return Flow::normal;
    case Op::include: run_include(static_cast<const Reference&>(node)); return Flow::normal;
    case Op::import: run_import(static_cast<const Reference&>(node)); return Flow::normal;
    case Op::from_import:
        run_from_import(static_cast<const FromImport&>(node));
        return Flow::normal;
    case Op::expression: {
        statement_ = &node;
        Value scratch;
        eval(*static_cast<const Unary&>(node).operand, scratch);
        return Flow::normal;
    }
    case Op::break_loop: return Flow::break_loop;
    case Op::continue_loop: return Flow::continue_loop;
    case Op::autoescape: return run_autoescape(static_cast<const Autoescape&>(node));
    case Op::debug:
        if (!node.check_parent || parent_ == nullptr) {
            run_debug();
        }
        return Flow::normal;
    default: return Flow::normal;
    }
}

void Interpreter::emit_text(std::string_view text, int line) {
    output_.append(text);
    if (recorder_ != nullptr) {
        output_.note(origin_, line, false);
    }
}

void Interpreter::emit(const Value& value, int line) {
    bool secret = false;
    switch (value.kind()) {
    case value::Kind::string:
    case value::Kind::markup:
        secret = value.is_secret();
        if (context_->autoescape && value.kind() == value::Kind::string) {
            output_.append(value::escape(value).as_string());
            break;
        }
        output_.append(value.as_string());
        if (recorder_ != nullptr) {
            if (const Recorder::Runs* runs = recorder_->runs_of(value)) {
                output_.secret |= secret;
                output_.note(*runs);
                return;
            }
        }
        break;
    case value::Kind::integer: output_.append(value.as_integer()); break;
    default:
        if (context_->autoescape) {
            const Value escaped = value::escape(value);
            secret = escaped.is_secret();
            output_.append(escaped.as_string());
        } else {
            const Value text = value::str_value(value);
            secret = text.is_secret();
            output_.append(text.as_string());
        }
    }
    output_.secret |= secret;
    if (recorder_ != nullptr) {
        output_.note(origin_, line, secret);
    }
}

void Interpreter::run_emit(const Unary& node) {
    statement_ = &node;
    if (node.operand->op == Op::name) {
        // The most frequent shape: a local whose value is known.
        const Slot& known = slot(static_cast<const Name&>(*node.operand).place);
        if (known.state == Slot::State::present) {
            emit(known.value, node.line);
            return;
        }
    }
    Value scratch;
    emit(eval(*node.operand, scratch), node.line);
}

Interpreter::Flow Interpreter::run_if(const If& node) {
    statement_ = &node;
    for (const Branch& branch : node.branches) {
        if (branch.test == nullptr || truth(*branch.test)) {
            return run(branch.body);
        }
    }
    return Flow::normal;
}

void Interpreter::enter(const Scope& scope) {
    for (const Load& load : scope.loads) {
        Slot& target = frame_->slots[load.target.slot];
        switch (load.kind) {
        case Load::Kind::parameter: break;
        case Load::Kind::resolve:
            target.value = Value();
            target.state = Slot::State::unknown;
            break;
        case Load::Kind::undefined:
            target.value = Value();
            target.state = Slot::State::missing;
            break;
        case Load::Kind::alias: {
            const Slot& outer = slot(load.outer);
            target.value = outer.value;
            target.state = outer.state;
            break;
        }
        }
    }
}

void Interpreter::bind_loop_item(const Node& target, const Value& item) {
    if (target.op == Op::name) {
        Slot& place = frame_->slots[static_cast<const Name&>(target).place.slot];
        place.value = item;
        place.state = Slot::State::present;
    } else {
        assign_tuple(static_cast<const Items&>(target), item, false);
    }
}

Interpreter::Flow Interpreter::run_for(const For& node) {
    statement_ = &node;
    if (node.recursive) {
        run_recursive_for(node);
        return Flow::normal;
    }
    Value scratch;
    ItemIterator items(eval(*node.iterable, scratch));
    if (node.test != nullptr) {
        items = filtered_items(node, std::move(items));
    }
    if (!node.extended) {
        return run_loop(node, items, nullptr);
    }
    const auto state = std::make_shared<LoopState>(*this, node, std::move(items), 0);
    frame_->slots[node.loop.slot].set(LoopState::make(state));
    const Flow flow = run_loop(node, items, state.get());
    frame_->slots[node.loop.slot].value = Value();
    frame_->slots[node.loop.slot].state = Slot::State::missing;
    return flow;
}

ItemIterator Interpreter::filtered_items(const For& node, ItemIterator items) {
    // Whoever asks for the next item, a macro that was handed `loop` say, the test runs where
    // the loop stands.
    auto source = std::make_shared<ItemIterator>(std::move(items));
    return ItemIterator(
        [this, &node, source, compiled = template_, context = context_, frame = frame_]()
            -> std::optional<Value> {
            if (frame_ == frame) {
                return next_matching(node, *source);
            }
            const CallScope scope(*this, *compiled, context, frame);
            return next_matching(node, *source);
        });
}

std::optional<Value> Interpreter::next_matching(const For& node, ItemIterator& items) {
    Value scratch;
    bool entered = false;
    while (const Value* item = items.next(scratch)) {
        count_item();
        if (!entered) {
            enter(node.test_scope);
            entered = true;
        }
        const Value kept = *item;
        bind_loop_item(*node.test_target, kept);
        if (truth(*node.test)) {
            return kept;
        }
    }
    return std::nullopt;
}

Interpreter::Flow Interpreter::run_loop(const For& node, ItemIterator& items, LoopState* state) {
    bool any = false;
    Value scratch;
    while (true) {
        const Value* item = state != nullptr ? state->next() : items.next(scratch);
        if (item == nullptr) {
            break;
        }
        count_item();
        any = true;
        bind_loop_item(*node.target, *item);
        if (!node.loop_scope.trivial) {
            enter(node.loop_scope);
        }
        if (run(node.body) == Flow::break_loop) {
            break;
        }
    }
    if (!any && node.has_else) {
        enter(node.else_scope);
        return run(node.otherwise);
    }
    return Flow::normal;
}

void Interpreter::run_recursive_for(const For& node) {
    const Value items = eval_copy(*node.iterable);
    // Copies: the level puts its own in place of these.
    const ContextPointer context = context_;
    const auto outer = frame_;
    run_recursive_level(node, items, 0, *template_, context, outer);
}

void Interpreter::run_recursive_level(
    const For& node,
    const Value& items,
    std::size_t depth0,
    const CompiledTemplate& compiled,
    const ContextPointer& context,
    const std::shared_ptr<Frame>& outer) {
    check_depth();
    const auto parent = parent_;
    const CallScope scope(
        *this, compiled, context, std::make_shared<Frame>(node.function->slots, outer));
    parent_ = parent;
    statement_ = &node;
    ItemIterator iterator(items);
    if (node.test != nullptr) {
        iterator = filtered_items(node, std::move(iterator));
    }
    const auto state = std::make_shared<LoopState>(*this, node, std::move(iterator), depth0);
    state->owner = &compiled;
    state->context = context;
    state->outer = outer;
    frame_->slots[node.loop.slot].set(LoopState::make(state));
    ItemIterator unused;
    run_loop(node, unused, state.get());
    frame_->slots[node.loop.slot].value = Value();
}

Value Interpreter::call_loop(const For& node, LoopState& state, const Value& items) {
    check_stack();
    CaptureScope capture(*this);
    const bool autoescape = context_->autoescape;
    run_recursive_level(node, items, state.depth0 + 1, *state.owner, state.context, state.outer);
    return capture.take(autoescape);
}

void Interpreter::check_depth() const {
    check_stack();
    if (depth_ >= internal_.options.limits.max_depth) {
        fail_stack();
    }
}

void Interpreter::run_macro(const Macro& node) {
    const Value macro = make_macro(*this, node, *template_, context_, frame_);
    slot(node.target->place).set(macro);
    if (node.toplevel) {
        context_->set(node.name, macro, !node.name.starts_with('_'));
    }
}

void Interpreter::run_call_block(const Macro& node) {
    statement_ = &node;
    const Value caller = make_macro(*this, node, *template_, context_, frame_);
    Value result;
    eval_call(*node.call, result, &caller);
    emit_unescaped(result, node.line);
}

void Interpreter::emit_unescaped(const Value& text, int line) {
    if (!text.is_string()) {
        fail(
            "TypeError",
            fmt::format(
                "sequence item 0: expected str instance, {} found", value::type_name(text)));
    }
    const bool autoescape = std::exchange(context_->autoescape, false);
    try {
        emit(text, line);
    } catch (...) {
        context_->autoescape = autoescape;
        throw;
    }
    context_->autoescape = autoescape;
}

Interpreter::Flow Interpreter::run_with(const With& node) {
    statement_ = &node;
    enter(node.scope);
    for (std::size_t i = 0; i < node.targets.size(); ++i) {
        assign(*node.targets[i], eval_copy(*node.values[i]), false);
    }
    return run(node.body);
}

void Interpreter::assign(const Node& target, const Value& value, bool toplevel) {
    switch (target.op) {
    case Op::name: {
        const auto& name = static_cast<const Name&>(target);
        slot(name.place).set(value);
        if (toplevel) {
            context_->set(name.text, value, !name.text.starts_with('_'));
        }
        break;
    }
    case Op::namespace_target: {
        const auto& attribute = static_cast<const NamespaceTarget&>(target);
        Value scratch;
        const Value object = eval_name(*attribute.object, scratch);
        object.as_object()->set_attribute(attribute.attribute->as_string(), value);
        break;
    }
    default: assign_tuple(static_cast<const Items&>(target), value, toplevel);
    }
}

void Interpreter::assign_tuple(const Items& target, const Value& value, bool toplevel) {
    const std::size_t wanted = target.items.size();
    std::vector<Value> items;
    if (value.is_list() || value.is_tuple()) {
        items = value.items();
        if (items.size() > wanted) {
            fail("ValueError", fmt::format("too many values to unpack (expected {})", wanted));
        }
    } else {
        if (!value::is_iterable(value)) {
            fail(
                "TypeError",
                fmt::format("cannot unpack non-iterable {} object", value::type_name(value)));
        }
        ItemIterator iterator(value);
        Value scratch;
        while (const Value* item = iterator.next(scratch)) {
            if (items.size() == wanted) {
                fail("ValueError", fmt::format("too many values to unpack (expected {})", wanted));
            }
            items.push_back(*item);
        }
    }
    if (items.size() < wanted) {
        fail(
            "ValueError",
            fmt::format("not enough values to unpack (expected {}, got {})", wanted, items.size()));
    }
    for (std::size_t i = 0; i < wanted; ++i) {
        assign(*target.items[i], items[i], toplevel);
    }
}

void Interpreter::check_namespaces(const Node& target) {
    if (target.op == Op::tuple) {
        for (const Node* item : static_cast<const Items&>(target).items) {
            check_namespaces(*item);
        }
    } else if (target.op == Op::namespace_target) {
        Value scratch;
        const Value& object =
            eval_name(*static_cast<const NamespaceTarget&>(target).object, scratch);
        if (!object.is_object()
            || dynamic_cast<const Namespace*>(object.as_object().get()) == nullptr) {
            fail("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
        }
    }
}

void Interpreter::run_set(const Set& node) {
    statement_ = &node;
    if (node.target->op != Op::name) {
        check_namespaces(*node.target);
    }
    assign(*node.target, eval_copy(*node.value), node.toplevel);
}

void Interpreter::run_set_block(const SetBlock& node) {
    statement_ = &node;
    enter(node.scope);
    Value text;
    {
        CaptureScope capture(*this);
        run(node.body);
        text = capture.take(context_->autoescape);
    }
    statement_ = &node;
    if (node.filter != nullptr) {
        Value filtered;
        eval_filter(static_cast<const Filter&>(*node.filter), filtered, &text);
        text = context_->autoescape ? Value::markup(value::str(filtered), value::mark_of(filtered))
                                    : filtered;
    }
    check_namespaces(*node.target);
    assign(*node.target, text, node.toplevel);
}

void Interpreter::run_filter_block(const FilterBlock& node) {
    statement_ = &node;
    enter(node.scope);
    Value text;
    {
        CaptureScope capture(*this);
        run(node.body);
        text = capture.take(context_->autoescape);
    }
    statement_ = &node;
    Value filtered;
    eval_filter(static_cast<const Filter&>(*node.filter), filtered, &text);
    emit_unescaped(filtered, node.line);
}

Interpreter::Flow Interpreter::run_autoescape(const Autoescape& node) {
    statement_ = &node;
    enter(node.scope);
    const bool before = std::exchange(context_->autoescape, truth(*node.value));
    const ContextPointer context = context_;
    try {
        const Flow flow = run(node.body);
        context->autoescape = before;
        return flow;
    } catch (...) {
        context->autoescape = before;
        throw;
    }
}

}  // namespace tutor::jinja
