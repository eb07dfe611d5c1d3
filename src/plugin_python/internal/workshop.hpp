// SPDX-License-Identifier: Apache-2.0
//
// Callbacks that do without Python: the hooks' types become values and back through a catalog of
// its own, in which nothing else is.

#pragma once

#include "catalog/dynamic.hpp"
#include "plugin_python/internal/hook_table.hpp"
#include "plugin_python/internal/links.hpp"

#include <memory>
#include <string>

namespace tutor::plugin_python::internal {

class Workshop : public std::enable_shared_from_this<Workshop> {
public:
    /// Makes what `code` says the native function of a link to a callback of `Catalog::*member`.
    template <class Member>
    void equip(
        Member member,
        const std::shared_ptr<void>& link,
        const value::Value& code,
        const catalog::Source& source) {
        equip_link(catalog_.*member, link, add(catalog_.*member, code, source));
    }

private:
    template <class... Args>
    void equip_link(
        hooks::Action<Args...>& action, const std::shared_ptr<void>& link, std::string context) {
        using Link = CallbackLink<std::function<void(Args...)>>;
        std::static_pointer_cast<Link>(link)->native =
            [self = shared_from_this(), &action, context = std::move(context)](Args... args) {
                action.run_from_context(context, args...);
            };
    }

    template <class T, class... Args>
    void equip_link(
        hooks::Filter<T, Args...>& filter, const std::shared_ptr<void>& link, std::string context) {
        using Link = CallbackLink<std::function<T(T, Args...)>>;
        std::static_pointer_cast<Link>(link)->native =
            [self = shared_from_this(), &filter, context = std::move(context)](
                T value, Args... args) {
                return filter.apply_from_context(context, std::move(value), args...);
            };
    }

    /// The context in which it is the only callback.
    std::string
    add(const hooks::HookBase& hook, const value::Value& code, const catalog::Source& source);

    catalog::Catalog catalog_;
    catalog::DynamicHooks hooks_{catalog_};
    std::size_t count_ = 0;
};

}  // namespace tutor::plugin_python::internal
