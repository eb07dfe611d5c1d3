// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a template's text.

#pragma once

#include "base/error.hpp"
#include "jinja/environment.hpp"
#include "jinja/internal/arena.hpp"
#include "jinja/internal/ast.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tutor::jinja {

/// Names given to numbers, so that scopes compare numbers.
class NameTable {
public:
    std::uint32_t id(std::string_view name);

private:
    std::unordered_map<std::string_view, std::uint32_t> ids_;
};

struct CompiledTemplate {
    Origin origin;
    bool from_loader = false;
    std::string source;  ///< normalised
    Arena arena;
    std::deque<value::Value> constants;
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
        constants.push_back(std::move(value));
        return &constants.back();
    }
    const Block* find_block(std::string_view name) const;
    /// Of a byte of the source; the line is that of the file the origin names.
    Position position(int line, std::uint32_t offset) const;
};

}  // namespace tutor::jinja
