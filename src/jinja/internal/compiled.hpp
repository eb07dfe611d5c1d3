// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a template's text.

#pragma once

#include "base/error.hpp"
#include "jinja/environment.hpp"
#include "jinja/internal/arena.hpp"
#include "jinja/internal/ast.hpp"

#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::jinja {

/// Names given to numbers from 0 on, so that scopes compare numbers.
class NameTable {
public:
    std::uint32_t id(std::string_view name);
    void clear();

private:
    void grow();

    std::vector<std::string_view> names_;  // by number
    std::vector<std::uint32_t> slots_;     // a hash table of numbers, from 1; 0: free
};

/// Values in an arena, which does not destroy what it holds.
class ConstantList {
public:
    ConstantList() = default;
    ~ConstantList() {
        for (Entry* entry = last_; entry != nullptr; entry = entry->previous) {
            entry->value() = value::Value();
        }
    }
    ConstantList(const ConstantList&) = delete;
    ConstantList& operator=(const ConstantList&) = delete;

    const value::Value* add(Arena& arena, value::Value value) {
        auto* entry = arena.make<Entry>(Entry{last_, {}});
        last_ = entry;
        return new (entry->memory) value::Value(std::move(value));
    }

private:
    struct Entry {
        Entry* previous;
        alignas(value::Value) std::byte memory[sizeof(value::Value)];

        value::Value& value() { return *std::launder(reinterpret_cast<value::Value*>(memory)); }
    };
    Entry* last_ = nullptr;
};

struct CompiledTemplate {
    Origin origin;
    bool from_loader = false;
    std::string source;  ///< normalised
    Arena arena;
    ConstantList constants;
    Nodes body = {};
    Routine root = {};
    bool uses_self = false;
    std::uint32_t self_slot = 0;
    std::vector<Block*> blocks;  ///< in order of definition
    bool autoescape = false;
    bool has_extends = false;
    /// Where the name `loop` is assigned to: offset and line.
    std::vector<std::pair<std::uint32_t, int>> loop_stores;
    mutable std::size_t last_size = 0;  ///< bytes of the last rendering, to reserve

    const value::Value* constant(value::Value value) {
        return constants.add(arena, std::move(value));
    }
    const Block* find_block(std::string_view name) const;
    /// Of a byte of the source; the line is that of the file the origin names.
    Position position(int line, std::uint32_t offset) const;
};

}  // namespace tutor::jinja
