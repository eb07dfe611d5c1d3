// SPDX-License-Identifier: Apache-2.0

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

void Registry::clear_all(std::optional<std::string_view> context) {
    for (HookBase* hook : hooks_) {
        hook->clear(context);
    }
}

}  // namespace tutor::hooks
