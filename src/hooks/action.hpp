// SPDX-License-Identifier: Apache-2.0
//
// Actions: callbacks that are told of an event.
//
//     Action<const std::string&> plugin_loaded(registry);
//     plugin_loaded.add([](const std::string& name) { … });
//     plugin_loaded.run_all("mfe");

#pragma once

#include "hooks/hook.hpp"

namespace tutor::hooks {

/// Upstream: tutor.core.hooks.actions.Action
template <class... Args>
class Action : public Hook<std::function<void(Args...)>> {
public:
    using Hook<std::function<void(Args...)>>::Hook;

    void run_all(Args... args) const {
        this->run(std::nullopt, [&](const auto& callback) { callback.function(args...); });
    }

    void run_from_context(std::string_view context, Args... args) const {
        this->run(context, [&](const auto& callback) { callback.function(args...); });
    }
};

}  // namespace tutor::hooks
