// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a template's text.

#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "jinja/environment.hpp"
#include "jinja/internal/arena.hpp"
#include "jinja/internal/ast.hpp"

namespace tutor::jinja {

struct CompiledTemplate {
    Origin origin;
    bool from_loader = false;
    std::string source;  ///< normalised
    Arena arena;
    std::deque<value::Value> constants;
    Nodes body = {};
    Function root = {};
    bool uses_self = false;
    std::uint32_t self_slot = 0;
    std::vector<Block*> blocks;  ///< in order of definition
    bool autoescape = false;
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
