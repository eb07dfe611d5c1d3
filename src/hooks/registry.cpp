// SPDX-License-Identifier: Apache-2.0

#include "base/text.hpp"
#include "hooks/context.hpp"
#include "hooks/hook.hpp"

namespace tutor::hooks {

std::string app_of(const std::vector<std::string>& stack) {
    constexpr std::string_view prefix = "app:";
    for (auto name = stack.rbegin(); name != stack.rend(); ++name) {
        if (name->starts_with(prefix)) {
            return name->substr(prefix.size());
        }
    }
    return {};
}

std::string describe_callback(
    std::string_view hook, const std::vector<std::string>& contexts, const Position& where) {
    if (app_of(contexts).empty()) {
        return {};
    }
    std::string text = "running a callback";
    if (!hook.empty()) {
        text += " of hook '" + std::string(hook) + "'";
    }
    text += " (contexts: " + join(contexts, ", ") + ")";
    if (!where.source.empty()) {
        text += ", added at " + where.source;
        text += where.line > 0 ? ":" + std::to_string(where.line) : "";
    }
    return text;
}

void Registry::clear_all(std::optional<std::string_view> context) {
    for (HookBase* hook : hooks_) {
        hook->clear(context);
    }
}

}  // namespace tutor::hooks
