// SPDX-License-Identifier: Apache-2.0
//
// A command line after parsing: what a command's `run` is given.

#pragma once

#include "cli/command.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::cli {

/// Values of one command and, through the same methods, of the groups above it (the innermost
/// wins). Names are those of `parameter_name` and of arguments; one that is declared nowhere in
/// the chain, or not with that shape, is a defect of the caller (TUTOR_ASSERT).
class Invocation {
public:
    /// One declared parameter. Made by the parser.
    struct Value {
        std::string name;
        bool is_flag = false;
        bool multiple = false;
        bool given = false;                   ///< on the command line or by environment variable
        std::vector<std::string> texts = {};  ///< a flag: "true" or "false"
    };

    Invocation(const Command& command, std::string command_path, const Invocation* parent)
        : command_(&command), command_path_(std::move(command_path)), parent_(parent) {}

    /// Of an option with `is_flag`.
    bool flag(std::string_view name) const;
    /// The value of what takes at most one; none when not given and without default.
    std::optional<std::string> text(std::string_view name) const;
    /// All values of what may be repeated, of arity `any` or `at_least_one`.
    std::vector<std::string> texts(std::string_view name) const;
    /// Of Type::integer.
    std::optional<std::int64_t> integer(std::string_view name) const;
    /// Of Type::floating.
    std::optional<double> floating(std::string_view name) const;
    /// Whether the user gave it: typed, or by its environment variable.
    bool given(std::string_view name) const;

    const Command& command() const { return *command_; }
    /// "tutor local start"
    const std::string& command_path() const { return command_path_; }
    /// Of the group above; null for the root.
    const Invocation* parent() const { return parent_; }

    /// For the parser.
    std::vector<Value>& values() { return values_; }
    const std::vector<Value>& values() const { return values_; }

private:
    const Value& find(std::string_view name) const;

    const Command* command_;
    std::string command_path_;
    const Invocation* parent_;
    std::vector<Value> values_;
};

}  // namespace tutor::cli
