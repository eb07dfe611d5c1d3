// SPDX-License-Identifier: Apache-2.0
//
// Contexts say on whose behalf callbacks are registered, so that everything a plugin added
// can be found and removed again.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor::hooks {

/// The stack of names in force. A callback keeps a copy of the whole stack as it was when the
/// callback was added.
///
/// Upstream: tutor.core.hooks.contexts
class Contexts {
public:
    /// Leaves the context when it goes out of scope.
    class Scope {
    public:
        Scope(Contexts& contexts, std::string name) : contexts_(contexts) {
            contexts_.stack_.push_back(std::move(name));
        }
        ~Scope() { contexts_.stack_.pop_back(); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        Contexts& contexts_;
    };

    [[nodiscard]] Scope enter(std::string name) { return Scope(*this, std::move(name)); }
    const std::vector<std::string>& stack() const { return stack_; }

private:
    std::vector<std::string> stack_;
};

/// Context of a plugin or of a core part (mysql, lms …): "app:NAME".
inline std::string app_context(std::string_view name) {
    return "app:" + std::string(name);
}

/// NAME of the innermost "app:NAME" in `stack`; empty when there is none.
std::string app_of(const std::vector<std::string>& stack);

}  // namespace tutor::hooks
