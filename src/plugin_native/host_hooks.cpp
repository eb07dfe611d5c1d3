// SPDX-License-Identifier: Apache-2.0
//
// Hooks by name, and contexts.

#include "plugin_native/internal/host.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tutor::plugin_native::internal {
namespace {

using catalog::DynamicCallback;
using catalog::DynamicHook;

/// Handles that are lent for the time of one call.
class Lent {
public:
    explicit Lent(const std::vector<Value>& values) {
        values_.reserve(values.size());
        for (const Value& value : values) {
            values_.push_back({value});
            handles_.push_back(&values_.back());
        }
    }
    const tutor_value* const* data() const { return handles_.data(); }
    std::size_t size() const { return handles_.size(); }

private:
    std::vector<tutor_value> values_;
    std::vector<const tutor_value*> handles_;
};

std::optional<std::string_view> context_of(tutor_text context) {
    const std::string_view name = view(context);
    return name.empty() ? std::nullopt : std::optional(name);
}

double checked_priority(double priority) {
    if (!std::isfinite(priority)) {
        throw Error({.message = "a plugin passed a priority that is no number"});
    }
    return priority;
}

template <class Callback>
void check_callback(Callback callback) {
    if (callback == nullptr) {
        throw Error({.message = "a plugin passed NULL for a callback"});
    }
}

// The data is destroyed before the host: captures go in reverse order only in classes, so this is
// one.
template <class Callback>
struct Owned {
    std::shared_ptr<Host> host;
    Callback callback;
    std::shared_ptr<void> data;
};

DynamicCallback filter_callback(Owned<tutor_filter_callback> owned, std::string_view name) {
    return [owned = std::move(owned), what = fmt::format("a callback of filter '{}'", name)](
               Value value, const std::vector<Value>& arguments) {
        const Lent lent(arguments);
        const tutor_value start{std::move(value)};
        Value result;
        owned.host->enter_plugin(what, [&] {
            tutor_value* const handle =
                owned.callback(owned.data.get(), &start, lent.data(), lent.size());
            if (handle != nullptr) {
                result = Host::take(handle);
            }
            return handle != nullptr;
        });
        return result;
    };
}

DynamicCallback action_callback(Owned<tutor_action_callback> owned, std::string_view name) {
    return [owned = std::move(owned), what = fmt::format("a callback of action '{}'", name)](
               const Value&, const std::vector<Value>& arguments) {
        const Lent lent(arguments);
        owned.host->enter_plugin(
            what, [&] { return owned.callback(owned.data.get(), lent.data(), lent.size()) == 0; });
        return Value();
    };
}

void add_filters(tutor_host& face) {
    face.filter_add = [](const tutor_host* host,
                         tutor_text filter,
                         double priority,
                         tutor_filter_callback callback,
                         void* data,
                         tutor_release release) {
        return protect<int>(host, -1, [&](Host& self) {
            auto owned = own(self.shared_from_this(), data, release);
            check_callback(callback);
            DynamicHook& hook = self.hooks().filter(view(filter));
            hook.add(
                filter_callback(
                    {self.shared_from_this(), callback, std::move(owned)}, view(filter)),
                checked_priority(priority),
                self.source());
            return 0;
        });
    };
    face.filter_add_item =
        [](const tutor_host* host, tutor_text filter, double priority, const tutor_value* item) {
            return protect<int>(host, -1, [&](Host& self) {
                self.hooks()
                    .filter(view(filter))
                    .add_items({at(item)}, checked_priority(priority), self.source());
                return 0;
            });
        };
    face.filter_run = [](const tutor_host* host,
                         tutor_text filter,
                         tutor_text context,
                         const tutor_value* value,
                         const tutor_value* const* arguments,
                         size_t count) {
        return protect<tutor_value*>(host, nullptr, [&](Host& self) {
            return give(self.hooks()
                            .filter(view(filter))
                            .run(context_of(context), at(value), at(arguments, count)));
        });
    };
    face.filter_clear = [](const tutor_host* host, tutor_text filter, tutor_text context) {
        return protect<int>(host, -1, [&](Host& self) {
            self.hooks().filter(view(filter)).clear(context_of(context));
            return 0;
        });
    };
}

void add_actions(tutor_host& face) {
    face.action_add = [](const tutor_host* host,
                         tutor_text action,
                         double priority,
                         tutor_action_callback callback,
                         void* data,
                         tutor_release release) {
        return protect<int>(host, -1, [&](Host& self) {
            auto owned = own(self.shared_from_this(), data, release);
            check_callback(callback);
            DynamicHook& hook = self.hooks().action(view(action));
            hook.add(
                action_callback(
                    {self.shared_from_this(), callback, std::move(owned)}, view(action)),
                checked_priority(priority),
                self.source());
            return 0;
        });
    };
    face.action_run = [](const tutor_host* host,
                         tutor_text action,
                         tutor_text context,
                         const tutor_value* const* arguments,
                         size_t count) {
        return protect<int>(host, -1, [&](Host& self) {
            self.hooks()
                .action(view(action))
                .run(context_of(context), Value(), at(arguments, count));
            return 0;
        });
    };
    face.action_clear = [](const tutor_host* host, tutor_text action, tutor_text context) {
        return protect<int>(host, -1, [&](Host& self) {
            self.hooks().action(view(action)).clear(context_of(context));
            return 0;
        });
    };
}

}  // namespace

void add_hook_functions(tutor_host& face) {
    add_filters(face);
    add_actions(face);
    face.clear_context = [](const tutor_host* host, tutor_text context) {
        return protect<int>(host, -1, [&](Host& self) {
            const std::optional<std::string_view> name = context_of(context);
            if (!name) {
                throw Error({.message = "the context to clear has no name"});
            }
            self.catalog().registry.clear_all(name);
            return 0;
        });
    };
    face.context_enter = [](const tutor_host* host, tutor_text context) {
        return protect<int>(host, -1, [&](Host& self) {
            self.enter_context(std::string(view(context)));
            return 0;
        });
    };
    face.context_leave = [](const tutor_host* host) {
        return protect<int>(host, -1, [&](Host& self) {
            if (!self.leave_context()) {
                throw Error({.message = "there is no context to leave"});
            }
            return 0;
        });
    };
}

}  // namespace tutor::plugin_native::internal
