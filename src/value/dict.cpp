// SPDX-License-Identifier: Apache-2.0

#include "value/cycles.hpp"
#include "value/internal/access.hpp"
#include "value/operations.hpp"
#include "value/value.hpp"

#include <algorithm>

namespace tutor::value {

namespace internal {

namespace {

/// Spreads the bits of a hash: Python's hash of a small integer is the integer.
std::size_t spread(std::size_t hash) {
    return (hash ^ (hash >> 32U)) * 0x9E3779B97F4A7C15U >> 16U;
}

bool is_key(const DictCell::Slot& slot, std::string_view key) {
    return slot.hash != 0 && slot.entry.key.is_string() && slot.entry.key.as_string() == key;
}

bool is_key(const DictCell::Slot& slot, const Value& key, std::size_t hash) {
    return slot.hash == hash && (slot.entry.key.is(key) || equal(slot.entry.key, key));
}

/// The slot for which `matches` holds, found by way of the index.
template <class Matches>
std::size_t probe(const DictCell& cell, std::size_t hash, const Matches& matches) {
    const std::size_t mask = cell.index.size() - 1;
    for (std::size_t at = spread(hash) & mask;; at = (at + 1) & mask) {
        const std::uint32_t number = cell.index[at];
        if (number == 0) {
            return DictCell::nowhere;
        }
        if (matches(cell.slots[number - 1])) {
            return number - 1;
        }
    }
}

template <class Matches>
std::size_t scan(const DictCell& cell, const Matches& matches) {
    for (std::size_t i = 0; i < cell.slots.size(); ++i) {
        if (matches(cell.slots[i])) {
            return i;
        }
    }
    return DictCell::nowhere;
}

}  // namespace

std::size_t key_hash(const Value& key) {
    const std::size_t hash =
        key.is_string() ? string_hash(Access::string_cell(key)) : value::hash(key);
    return hash == 0 ? 1 : hash;
}

std::size_t DictCell::find(std::string_view key) const {
    if (index.empty()) {
        return scan(*this, [key](const Slot& slot) { return is_key(slot, key); });
    }
    const std::size_t hash = string_hash(key);
    return probe(*this, hash, [key, hash](const Slot& slot) {
        return slot.hash == hash && is_key(slot, key);
    });
}

std::size_t DictCell::find(const Value& key, std::size_t hash) const {
    const auto matches = [&key, hash](const Slot& slot) {
        return is_key(slot, key, hash);
    };
    return index.empty() ? scan(*this, matches) : probe(*this, hash, matches);
}

void DictCell::add(Value key, std::size_t hash, Value value) {
    const bool crowded =
        index.empty() ? slots.size() >= linear_limit : (slots.size() + 1) * 3 > index.size() * 2;
    if (crowded) {
        rebuild(live + 1);
    }
    slots.push_back({{std::move(key), std::move(value)}, hash});
    ++live;
    if (!index.empty()) {
        const std::size_t mask = index.size() - 1;
        std::size_t at = spread(hash) & mask;
        while (index[at] != 0) {
            at = (at + 1) & mask;
        }
        index[at] = static_cast<std::uint32_t>(slots.size());
    }
}

void DictCell::rebuild(std::size_t capacity) {
    std::erase_if(slots, [](const Slot& slot) { return slot.hash == 0; });
    index.clear();
    if (capacity <= linear_limit) {
        return;
    }
    std::size_t size = 32;
    while (size < capacity * 2) {
        size *= 2;
    }
    index.resize(size);
    for (std::size_t i = 0; i < slots.size(); ++i) {
        std::size_t at = spread(slots[i].hash) & (size - 1);
        while (index[at] != 0) {
            at = (at + 1) & (size - 1);
        }
        index[at] = static_cast<std::uint32_t>(i + 1);
    }
}

// The index keeps pointing at a dead slot: its hash matches no key any more.
void DictCell::erase_at(std::size_t slot) {
    const Dict::Entry gone = std::move(slots[slot].entry);
    slots[slot].hash = 0;
    --live;
    if (live == 0) {
        slots.clear();
        index.clear();
    }
}

namespace {

DictCell* new_dict() {
    auto* const cell = new DictCell(Kind::dict);
    track(*cell);
    return cell;
}

}  // namespace

}  // namespace internal

Dict::Dict() : cell_(internal::new_dict()) {}

Dict::Dict(std::initializer_list<std::pair<std::string_view, Value>> entries) : Dict() {
    for (const auto& [key, value] : entries) {
        set(key, value);
    }
}

const Value* Dict::find(std::string_view key) const {
    const std::size_t slot = cell_->find(key);
    return slot == internal::DictCell::nowhere ? nullptr : &cell_->slots[slot].entry.value;
}

const Value* Dict::find(const Value& key) const {
    const std::size_t slot = cell_->find(key, internal::key_hash(key));
    return slot == internal::DictCell::nowhere ? nullptr : &cell_->slots[slot].entry.value;
}

void Dict::set(std::string_view key, Value value) {
    const std::size_t slot = cell_->find(key);
    if (slot != internal::DictCell::nowhere) {
        std::swap(cell_->slots[slot].entry.value, value);
        return;
    }
    Value text(key);
    const std::size_t hash = internal::key_hash(text);
    cell_->add(std::move(text), hash, std::move(value));
}

void Dict::set(const Value& key, Value value) {
    const std::size_t hash = internal::key_hash(key);
    const std::size_t slot = cell_->find(key, hash);
    if (slot != internal::DictCell::nowhere) {
        std::swap(cell_->slots[slot].entry.value, value);
        return;
    }
    cell_->add(key, hash, std::move(value));
}

bool Dict::erase(std::string_view key) {
    const std::size_t slot = cell_->find(key);
    if (slot == internal::DictCell::nowhere) {
        return false;
    }
    cell_->erase_at(slot);
    return true;
}

bool Dict::erase(const Value& key) {
    const std::size_t slot = cell_->find(key, internal::key_hash(key));
    if (slot == internal::DictCell::nowhere) {
        return false;
    }
    cell_->erase_at(slot);
    return true;
}

void Dict::clear() {
    const auto gone = std::move(cell_->slots);
    cell_->slots.clear();
    cell_->index.clear();
    cell_->live = 0;
}

void Dict::reserve(std::size_t entries) {
    cell_->slots.reserve(entries);
    if (entries > internal::DictCell::linear_limit && cell_->index.size() < entries * 2) {
        cell_->rebuild(std::max(entries, cell_->live));
    }
}

}  // namespace tutor::value
