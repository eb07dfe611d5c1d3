// SPDX-License-Identifier: Apache-2.0
//
// A shared reference to a mutable mapping that keeps the order of insertion. Include value.hpp.

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::value {

/// A shared reference to a mutable mapping that keeps the order of insertion.
/// Keys follow Python's hash and equality (1 == 1.0 == True).
class Dict {
public:
    struct Entry {
        Value key;
        Value value;
    };

    Dict();
    Dict(std::initializer_list<std::pair<std::string_view, Value>> entries);

    Dict(const Dict& other) noexcept;
    Dict& operator=(const Dict& other) noexcept;
    ~Dict();

    std::size_t size() const;
    bool empty() const { return size() == 0; }
    /// The value, or nullptr; valid until the dict changes.
    const Value* find(std::string_view key) const;
    const Value* find(const Value& key) const;  ///< @throws Error for an unhashable key
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    bool contains(const char* key) const { return find(std::string_view(key)) != nullptr; }
    bool contains(const Value& key) const { return find(key) != nullptr; }
    const Value* find(const char* key) const { return find(std::string_view(key)); }
    const Value* find(const std::string& key) const { return find(std::string_view(key)); }
    bool contains(const std::string& key) const { return contains(std::string_view(key)); }
    /// Adds at the end, or replaces in place.
    void set(std::string_view key, Value value);
    void set(const char* key, Value value) { set(std::string_view(key), std::move(value)); }
    void set(const std::string& key, Value value) { set(std::string_view(key), std::move(value)); }
    void set(const Value& key, Value value);  ///< @throws Error for an unhashable key
    /// Whether there was one.
    bool erase(std::string_view key);
    bool erase(const char* key) { return erase(std::string_view(key)); }
    bool erase(const std::string& key) { return erase(std::string_view(key)); }
    bool erase(const Value& key);
    void clear();
    void reserve(std::size_t entries);

    /// Entries in order. Survives changes of the dict: entries added behind it are met, and it
    /// never leaves the dict.
    class Iterator;
    Iterator begin() const;
    Iterator end() const;

private:
    friend class Value;
    explicit Dict(internal::DictCell* cell) noexcept;

    internal::DictCell* cell_;
};

namespace internal {

/// Entries stand in order in `slots`; `index` finds them by hash once there are more than
/// `linear_limit`. An erased entry leaves a dead slot until the next growth.
struct DictCell : ContainerCell {
    struct Slot {
        Dict::Entry entry;
        std::size_t hash = 0;  ///< 0: dead
    };
    static constexpr std::size_t linear_limit = 8;
    static constexpr std::size_t nowhere = SIZE_MAX;

    using ContainerCell::ContainerCell;

    std::vector<Slot> slots;
    std::vector<std::uint32_t> index;  ///< slot number plus 1, 0 for free; a power of two long
    std::size_t live = 0;

    std::size_t find(std::string_view key) const;
    std::size_t find(const Value& key, std::size_t hash) const;
    void add(Value key, std::size_t hash, Value value);
    void erase_at(std::size_t slot);
    void rebuild(std::size_t capacity);
};

/// The hash of a key as the table stores it: never 0. @throws PythonError for an unhashable key
std::size_t key_hash(const Value& key);

}  // namespace internal

class Dict::Iterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Dict::Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Dict::Entry*;
    using reference = const Dict::Entry&;

    Iterator() = default;
    Iterator(const internal::DictCell* cell, std::size_t slot) : cell_(cell), slot_(slot) {
        skip_dead();
    }

    reference operator*() const { return cell_->slots[slot_].entry; }
    pointer operator->() const { return &cell_->slots[slot_].entry; }
    Iterator& operator++() {
        ++slot_;
        skip_dead();
        return *this;
    }
    Iterator operator++(int) {
        Iterator before = *this;
        ++*this;
        return before;
    }
    bool at_end() const { return cell_ == nullptr || slot_ >= cell_->slots.size(); }
    bool operator==(const Iterator& other) const {
        return at_end() || other.at_end() ? at_end() == other.at_end() : slot_ == other.slot_;
    }

private:
    void skip_dead() {
        while (slot_ < cell_->slots.size() && cell_->slots[slot_].hash == 0) {
            ++slot_;
        }
    }

    const internal::DictCell* cell_ = nullptr;
    std::size_t slot_ = 0;
};

inline Dict::Dict(internal::DictCell* cell) noexcept : cell_(cell) {
    ++cell_->references;
}
inline Dict::Dict(const Dict& other) noexcept : Dict(other.cell_) {}
inline Dict& Dict::operator=(const Dict& other) noexcept {
    Dict copy(other);
    std::swap(cell_, copy.cell_);
    return *this;
}
inline Dict::~Dict() {
    if (--cell_->references == 0) {
        internal::destroy(cell_, Kind::dict);
    }
}
inline std::size_t Dict::size() const {
    return cell_->live;
}
inline Dict::Iterator Dict::begin() const {
    return {cell_, 0};
}
inline Dict::Iterator Dict::end() const {
    return {cell_, cell_->slots.size()};
}

inline Value::Value(const Dict& dict) noexcept : Value(Kind::dict, dict.cell_) {
    retain();
}

inline Dict Value::as_dict() const {
    TUTOR_ASSERT(kind_ == Kind::dict);
    return Dict(static_cast<internal::DictCell*>(cell_));
}

}  // namespace tutor::value
