// SPDX-License-Identifier: Apache-2.0
//
// Filters, tests and functions as the engine calls them.

#pragma once

#include "jinja/environment.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja {

class Interpreter;

/// A builtin; the filtered or tested value is the first argument.
using Builtin = value::Value (*)(Interpreter&, value::Arguments&);

struct BuiltinEntry {
    std::string_view name;
    Builtin function;
};

/// A filter or a test under its name. Entries keep their address when they are replaced.
struct Callable {
    std::string name;
    Builtin builtin = nullptr;
    Function function = {};

    value::Value call(Interpreter& interpreter, value::Arguments& arguments) const;
};

/// Argument lists kept for the next call.
class ArgumentsPool {
public:
    std::unique_ptr<value::Arguments> take() {
        if (free_.empty()) {
            return std::make_unique<value::Arguments>();
        }
        auto arguments = std::move(free_.back());
        free_.pop_back();
        return arguments;
    }
    void give(std::unique_ptr<value::Arguments> arguments) noexcept {
        arguments->positional.clear();
        arguments->keyword.clear();
        if (free_.size() < free_.capacity()) {
            free_.push_back(std::move(arguments));
        }
    }
    ArgumentsPool() { free_.reserve(16); }

private:
    std::vector<std::unique_ptr<value::Arguments>> free_;
};

/// An argument list of the pool, for one call.
class PooledArguments {
public:
    explicit PooledArguments(ArgumentsPool& pool) : pool_(pool), arguments_(pool.take()) {}
    ~PooledArguments() { pool_.give(std::move(arguments_)); }
    PooledArguments(const PooledArguments&) = delete;
    PooledArguments& operator=(const PooledArguments&) = delete;

    value::Arguments& operator*() { return *arguments_; }
    value::Arguments* operator->() { return arguments_.get(); }

private:
    ArgumentsPool& pool_;
    std::unique_ptr<value::Arguments> arguments_;
};

}  // namespace tutor::jinja
