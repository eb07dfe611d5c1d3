// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/workshop.hpp"

#include "plugin_python/internal/plain_code.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace tutor::plugin_python::internal {

std::string Workshop::add(
    const hooks::HookBase& hook, const value::Value& code, const catalog::Source& source) {
    std::string context = fmt::format("callback {}", count_++);
    const auto scope = catalog_.registry.contexts.enter(context);
    for (const auto& one : hooks_.all()) {
        if (&one->hook() != &hook) {
            continue;
        }
        const bool is_action = one->kind() == catalog::HookKind::action;
        one->add(
            [code, is_action](value::Value value, const std::vector<value::Value>& arguments) {
                std::vector<value::Value> all = arguments;
                if (!is_action) {
                    all.insert(all.begin(), std::move(value));
                }
                value::Value result = run_plain(code, all);
                if (result.is_none() && !is_action) {
                    throw NeedsPython();  // it fails: Python says how
                }
                return result;
            },
            hooks::priority::normal,
            source);
    }
    return context;
}

}  // namespace tutor::plugin_python::internal
