// SPDX-License-Identifier: Apache-2.0

#include "catalog/dynamic.hpp"

#include "base/suggest.hpp"
#include "catalog/internal/dynamic_hook.hpp"

namespace tutor::catalog {

std::vector<internal::Borrowed>
internal::borrow(const std::vector<Value>& arguments, const HookDoc& doc) {
    if (arguments.size() != doc.arguments.size()) {
        throw Error(
            {.message = fmt::format(
                 "hook '{}' has {} arguments, {} were given",
                 doc.name,
                 doc.arguments.size(),
                 arguments.size())});
    }
    std::vector<Borrowed> borrowed;
    borrowed.reserve(arguments.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        borrowed.emplace_back(arguments[i], doc.arguments[i], doc.name);
    }
    return borrowed;
}

DynamicHooks::DynamicHooks(Catalog& catalog) {
    internal::describe_actions(hooks_, catalog);
    internal::describe_configuration(hooks_, catalog);
    internal::describe_environment(hooks_, catalog);
    internal::describe_images(hooks_, catalog);
    internal::describe_containers(hooks_, catalog);
    internal::describe_plugins(hooks_, catalog);
}

DynamicHooks::~DynamicHooks() = default;

DynamicHook& DynamicHooks::find(std::string_view name, bool is_action) const {
    std::vector<std::string> names;
    for (const auto& hook : hooks_) {
        if ((hook->kind() == HookKind::action) == is_action) {
            if (hook->doc().name == name) {
                return *hook;
            }
            names.emplace_back(hook->doc().name);
        }
    }
    const std::string nearest = did_you_mean(name, names);
    throw Error(
        {.message = fmt::format("there is no {} named '{}'", is_action ? "action" : "filter", name),
         .hint = nearest.empty() ? "docs/plugins/hooks.md lists all hooks" : nearest});
}

DynamicHook& DynamicHooks::action(std::string_view name) const {
    return find(name, true);
}

DynamicHook& DynamicHooks::filter(std::string_view name) const {
    return find(name, false);
}

}  // namespace tutor::catalog
