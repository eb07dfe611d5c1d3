// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/items.hpp"

#include "jinja/internal/interpreter.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::jinja {

using value::Value;

ItemIterator::ItemIterator(const Value& items) {
    const auto start_dict = [&](const value::Dict& dict, Shape shape) {
        shape_ = shape;
        dict_ = dict;
        entry_ = dict_->begin();
        dict_size_ = dict.size();
        length_ = dict_size_;
    };
    switch (items.kind()) {
    case value::Kind::list:
    case value::Kind::tuple:
        container_ = items;
        items_ = &container_.items();
        length_ = items_->size();
        return;
    case value::Kind::range:
        shape_ = Shape::range;
        container_ = items;
        length_ = items.as_range().length();
        return;
    case value::Kind::dict: start_dict(items.as_dict(), Shape::dict_keys); return;
    case value::Kind::object:
        if (const auto view = value::as_dict_view(items)) {
            start_dict(
                view->dict,
                view->kind == value::DictViewKind::keys         ? Shape::dict_keys
                    : view->kind == value::DictViewKind::values ? Shape::dict_values
                                                                : Shape::dict_items);
            return;
        }
        break;
    default: break;
    }
    shape_ = Shape::other;
    length_ = value::find_length(items);
    iteration_ = value::iterate(items);
}

const Value* ItemIterator::next_made(Value& scratch) {
    switch (shape_) {
    case Shape::range:
        if (index_ >= *length_) {
            return nullptr;
        }
        scratch = Value(container_.as_range().at(index_++));
        return &scratch;
    case Shape::other:
        if (std::optional<Value> item = iteration_ ? iteration_() : std::nullopt) {
            scratch = std::move(*item);
            return &scratch;
        }
        return nullptr;
    default: break;
    }
    if (dict_->size() != dict_size_) {
        throw value::PythonError("RuntimeError", "dictionary changed size during iteration");
    }
    if (entry_.at_end()) {
        return nullptr;
    }
    const value::Dict::Entry& entry = *entry_;
    if (shape_ == Shape::dict_items) {
        scratch = Value::tuple({entry.key, entry.value});
    } else {
        scratch = shape_ == Shape::dict_keys ? entry.key : entry.value;
    }
    ++entry_;
    return &scratch;
}

LoopState::LoopState(
    Interpreter& interpreter, const For& loop, ItemIterator items, std::size_t loop_depth0)
    : RunObject(interpreter.handle()), node(&loop), depth0(loop_depth0), items_(std::move(items)) {}

Value LoopState::make(const std::shared_ptr<LoopState>& state) {
    state->self_ = state;
    return Value::object(state);
}

const Value* LoopState::next() {
    before_ = std::move(current_);
    if (after_) {
        current_ = std::move(*after_);
        after_.reset();
    } else {
        Value scratch;
        const Value* item = items_.next(scratch);
        if (item == nullptr) {
            current_ = std::move(before_);
            return nullptr;
        }
        current_ = *item;
    }
    ++index0_;
    return &current_;
}

std::size_t LoopState::count() const {
    if (count_) {
        return *count_;
    }
    if (const auto known = items_.length()) {
        count_ = known;
        return *count_;
    }
    // Without a length of its own: what is left is read now.
    std::vector<Value> rest;
    Value scratch;
    while (const Value* item = items_.next(scratch)) {
        rest.push_back(*item);
    }
    count_ = rest.size() + static_cast<std::size_t>(index0_ + 1) + (after_ ? 1U : 0U);
    items_ = ItemIterator(Value(value::List(std::move(rest))));
    return *count_;
}

const std::optional<Value>& LoopState::peek() const {
    if (!after_) {
        Value scratch;
        if (const Value* item = items_.next(scratch)) {
            after_ = *item;
        }
    }
    return after_;
}

Value LoopState::undefined(const char* hint) const {
    return running().undefined({.hint = hint});
}

std::string LoopState::repr() const {
    return fmt::format("<LoopContext {}/{}>", index0_ + 1, count());
}

Value LoopState::cycle(const Value& self, value::Arguments& arguments) {
    if (arguments.positional.empty()) {
        throw value::PythonError("TypeError", "no items for cycling given");
    }
    const auto index = static_cast<const LoopState&>(*self.as_object()).index0_;
    return arguments.positional[static_cast<std::size_t>(index) % arguments.positional.size()];
}

Value LoopState::changed(const Value& self, value::Arguments& arguments) {
    auto& last_changed = static_cast<const LoopState&>(*self.as_object()).last_changed_;
    const auto& now = arguments.positional;
    if (last_changed && last_changed->size() == now.size()) {
        bool same = true;
        for (std::size_t i = 0; i < now.size() && same; ++i) {
            same = value::equal((*last_changed)[i], now[i]);
        }
        if (same) {
            return false;
        }
    }
    last_changed = now;
    return true;
}

std::optional<Value> LoopState::attribute(std::string_view name) const {
    const std::int64_t index = index0_ + 1;
    const auto total = [&] {
        return static_cast<std::int64_t>(count());
    };
    if (name == "index") {
        return Value(index);
    }
    if (name == "index0") {
        return Value(index0_);
    }
    if (name == "first") {
        return Value(index0_ == 0);
    }
    if (name == "last") {
        return Value(!peek().has_value());
    }
    if (name == "length") {
        return Value(total());
    }
    if (name == "revindex") {
        return Value(total() - index0_);
    }
    if (name == "revindex0") {
        return Value(total() - index);
    }
    if (name == "depth" || name == "depth0") {
        return Value(static_cast<std::int64_t>(depth0) + (name == "depth" ? 1 : 0));
    }
    if (name == "previtem") {
        return index0_ == 0 ? undefined("there is no previous item") : before_;
    }
    if (name == "nextitem") {
        return peek() ? *peek() : undefined("there is no next item");
    }
    if (name == "cycle" || name == "changed") {
        static constexpr value::Method cycle_method = {"cycle", cycle};
        static constexpr value::Method changed_method = {"changed", changed};
        return value::bind_method(
            Value::object(self_.lock()), name == "cycle" ? cycle_method : changed_method);
    }
    return std::nullopt;
}

Value LoopState::call(value::Arguments& arguments) {
    if (node == nullptr || !node->recursive) {
        throw value::PythonError(
            "TypeError", "The loop must have the 'recursive' marker to be called recursively.");
    }
    if (arguments.positional.empty()) {
        throw value::PythonError(
            "TypeError",
            "LoopContext.__call__() missing 1 required positional argument: 'iterable'");
    }
    return running().call_loop(*node, *this, arguments.positional[0]);
}

std::optional<value::Iteration> LoopState::iterate() {
    const auto self = self_.lock();
    return value::Iteration([self]() -> std::optional<Value> {
        const Value* item = self->next();
        if (item == nullptr) {
            return std::nullopt;
        }
        return Value::tuple({*item, Value::object(self)});
    });
}

void LoopState::visit_references(const std::function<void(const Value&)>& visit) const {
    visit(before_);
    visit(current_);
    if (after_) {
        visit(*after_);
    }
    if (last_changed_) {
        for (const Value& item : *last_changed_) {
            visit(item);
        }
    }
}

void LoopState::clear_references() {
    before_ = {};
    current_ = {};
    after_.reset();
    last_changed_.reset();
    end_run();
}

void LoopState::end_run() {
    items_ = ItemIterator();
    context.reset();
    outer.reset();
}

}  // namespace tutor::jinja
