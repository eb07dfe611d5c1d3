// SPDX-License-Identifier: Apache-2.0
//
// A shared reference to a mutable list. Include value.hpp.

#pragma once

#include "value/value.hpp"

#include <initializer_list>
#include <utility>
#include <vector>

namespace tutor::value {

namespace internal {

/// A list or a tuple.
struct SequenceCell : ContainerCell {
    using ContainerCell::ContainerCell;

    std::vector<Value> items;
};

}  // namespace internal

/// A shared reference to a mutable list.
class List {
public:
    List();
    List(std::initializer_list<Value> items);
    explicit List(std::vector<Value> items);

    List(const List& other) noexcept : cell_(other.cell_) { ++cell_->references; }
    List& operator=(const List& other) noexcept {
        List copy(other);
        std::swap(cell_, copy.cell_);
        return *this;
    }
    ~List() {
        if (--cell_->references == 0) {
            internal::destroy(cell_, Kind::list);
        }
    }

    std::size_t size() const { return cell_->items.size(); }
    bool empty() const { return size() == 0; }
    const Value& operator[](std::size_t index) const { return cell_->items[index]; }
    void append(Value item) { cell_->items.push_back(std::move(item)); }
    std::vector<Value>& items() { return cell_->items; }
    const std::vector<Value>& items() const { return std::as_const(*cell_).items; }
    auto begin() const { return items().begin(); }
    auto end() const { return items().end(); }

private:
    friend class Value;
    explicit List(internal::SequenceCell* cell) noexcept : cell_(cell) { ++cell_->references; }

    internal::SequenceCell* cell_;
};

inline Value::Value(const List& list) noexcept : Value(Kind::list, list.cell_) {
    retain();
}

inline List Value::as_list() const {
    TUTOR_ASSERT(kind_ == Kind::list);
    return List(static_cast<internal::SequenceCell*>(cell_));
}

inline const std::vector<Value>& Value::items() const {
    TUTOR_ASSERT(kind_ == Kind::list || kind_ == Kind::tuple);
    return static_cast<const internal::SequenceCell*>(cell_)->items;
}

}  // namespace tutor::value
