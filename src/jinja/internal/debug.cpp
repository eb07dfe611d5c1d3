// SPDX-License-Identifier: Apache-2.0
//
// The debug tag: lists what is there.

#include "jinja/internal/interpreter.hpp"
#include "jinja/internal/pretty.hpp"
#include "value/operations.hpp"

#include <algorithm>

namespace tutor::jinja {

using value::Value;

void Interpreter::run_debug() {
    value::Dict variables;
    std::vector<std::string> names = variables_->names();
    for (const auto& [name, value] : internal_.globals) {
        names.push_back(name);
    }
    for (const Context::Variable& variable : context_->variables) {
        names.emplace_back(variable.name);
    }
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) {
        if (const auto found = find_variable(name)) {
            variables.set(name, *found);
        }
    }
    const auto list = [](const CallableMap& map) {
        std::vector<Value> items;
        for (const auto& [name, callable] : map) {
            items.emplace_back(name);
        }
        std::sort(items.begin(), items.end(), value::less);
        return Value(value::List(std::move(items)));
    };
    value::Dict everything;
    everything.set("context", variables);
    everything.set("filters", list(internal_.filters));
    everything.set("tests", list(internal_.tests));
    emit(Value::string(pretty_text(everything, 80), value::mark_of(everything)), 0);
}

}  // namespace tutor::jinja
