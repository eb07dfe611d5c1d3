// SPDX-License-Identifier: Apache-2.0
//
// What a rendering remembers: slots of running functions, and contexts.

#pragma once

#include "jinja/internal/ast.hpp"
#include "jinja/internal/compiled.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tutor::jinja {

class Interpreter;

/// One local name of a running function.
struct Slot {
    enum class State : std::uint8_t {
        unknown,  ///< to be looked up in the context when first asked for
        missing,
        present,
    };
    value::Value value;
    State state = State::unknown;

    void set(value::Value content) {
        value = std::move(content);
        state = State::present;
    }
};

/// Slots of one call of a function; shared with the macros defined in it.
struct Frame {
    Frame(std::uint32_t count, std::shared_ptr<Frame> enclosing)
        : slots(std::make_unique<Slot[]>(count)), size(count), outer(std::move(enclosing)) {}

    std::unique_ptr<Slot[]> slots;
    std::uint32_t size;
    std::shared_ptr<Frame> outer;
};

struct BlockImplementation {
    const CompiledTemplate* owner;
    const Block* block;
};

/// Names and their values, in order.
class VariableList {
public:
    struct Variable {
        std::string_view name;  ///< lives in some template's source
        value::Value value;
        bool exported = false;
    };

    Variable* find(std::string_view name);
    void set(std::string_view name, const value::Value& value, bool exported);
    std::vector<Variable>::const_iterator begin() const { return variables_.begin(); }
    std::vector<Variable>::const_iterator end() const { return variables_.end(); }

private:
    std::vector<Variable> variables_;
    std::unordered_map<std::string_view, std::size_t> index_;  // once there are many
};

/// The names around a template that is being rendered (Jinja2's Context).
struct Context {
    using Variable = VariableList::Variable;
    struct BlockStack {
        std::string_view name;
        std::vector<BlockImplementation> implementations;  ///< the most derived first
    };

    const CompiledTemplate* owner = nullptr;
    bool uses_variables = true;  ///< sees what the caller rendered with
    VariableList inherited;      ///< from an including template
    VariableList variables;      ///< set at the top level
    std::vector<BlockStack> blocks;
    bool autoescape = false;

    Variable* find(std::string_view name);
    void set(std::string_view name, const value::Value& value, bool exported);
    void inherit(std::string_view name, const value::Value& value);
    BlockStack* find_block(std::string_view name);
    void add_blocks(const CompiledTemplate& from);
};

using ContextPointer = std::shared_ptr<Context>;

/// Reaches the running Interpreter from values that may outlive it.
struct RunHandle {
    Interpreter* run = nullptr;
};

}  // namespace tutor::jinja
