// SPDX-License-Identifier: Apache-2.0
//
// Going through the items of a value, and what `loop` knows about it.

#pragma once

#include "jinja/internal/run_object.hpp"
#include "value/object.hpp"
#include "value/value.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tutor::jinja {

/// Yields the items of a value one by one; quick for lists, tuples, ranges and dicts.
class ItemIterator {
public:
    ItemIterator() = default;
    /// @throws PythonError  when `items` cannot be iterated
    explicit ItemIterator(const value::Value& items);
    explicit ItemIterator(value::Iteration iteration)
        : shape_(Shape::other), iteration_(std::move(iteration)) {}

    /// The next item, valid until the container changes, in `scratch` or elsewhere; null at the
    /// end.
    const value::Value* next(value::Value& scratch) {
        if (shape_ != Shape::sequence) {
            return next_made(scratch);
        }
        return items_ != nullptr && index_ < items_->size() ? &(*items_)[index_++] : nullptr;
    }
    /// Python's len() of what is iterated; none where that has none.
    std::optional<std::size_t> length() const { return length_; }

private:
    const value::Value* next_made(value::Value& scratch);

    enum class Shape : std::uint8_t { sequence, range, dict_keys, dict_values, dict_items, other };

    Shape shape_ = Shape::sequence;
    std::size_t index_ = 0;
    value::Value container_;
    const std::vector<value::Value>* items_ = nullptr;
    std::optional<value::Dict> dict_;
    value::Dict::Iterator entry_;
    std::size_t dict_size_ = 0;
    value::Iteration iteration_;
    std::optional<std::size_t> length_;
};

class Interpreter;

/// The `loop` of a for loop.
class LoopState final : public RunObject {
public:
    LoopState(Interpreter& interpreter, const For& node, ItemIterator items, std::size_t depth0);

    /// Moves on; null at the end.
    const value::Value* next();

    std::string type_name() const override { return "LoopContext"; }
    std::string repr() const override;
    bool is_callable() const override { return true; }
    value::Value call(value::Arguments& arguments) override;
    std::optional<value::Value> attribute(std::string_view name) const override;
    std::optional<std::size_t> length() const override { return count(); }
    std::optional<value::Iteration> iterate() override;
    void visit_references(const std::function<void(const value::Value&)>& visit) const override;
    void clear_references() override;
    void end_run() override;

    const For* node = nullptr;
    std::size_t depth0 = 0;
    const CompiledTemplate* owner = nullptr;
    ContextPointer context;
    std::shared_ptr<Frame> outer;

private:
    std::size_t count() const;
    const std::optional<value::Value>& peek() const;
    value::Value undefined(const char* hint) const;
    static value::Value cycle(const value::Value& self, value::Arguments& arguments);
    static value::Value changed(const value::Value& self, value::Arguments& arguments);

    std::int64_t index0_ = -1;
    mutable ItemIterator items_;
    mutable std::optional<std::size_t> count_;
    mutable std::optional<value::Value> after_;
    mutable std::optional<std::vector<value::Value>> last_changed_;
    value::Value before_;
    value::Value current_;
    std::weak_ptr<LoopState> self_;

public:
    /// The object as templates see it; made once.
    static value::Value make(const std::shared_ptr<LoopState>& state);
};

}  // namespace tutor::jinja
