// SPDX-License-Identifier: Apache-2.0
//
// Filters: callbacks that each get the previous result and return the next one.
//
//     ListFilter<Patch> patches(registry);
//     patches.add_item({.name = "lms-env", .content = "X: 1"});
//     for (const Patch& patch : patches.items()) { … }

#pragma once

#include "hooks/hook.hpp"

namespace tutor::hooks {

/// Upstream: tutor.core.hooks.filters.Filter
template <class T, class... Args>
class Filter : public Hook<std::function<T(T, Args...)>> {
public:
    using Hook<std::function<T(T, Args...)>>::Hook;

    T apply(T value, Args... args) const {
        return apply_in(std::nullopt, std::move(value), args...);
    }

    T apply_from_context(std::string_view context, T value, Args... args) const {
        return apply_in(context, std::move(value), args...);
    }

private:
    T apply_in(std::optional<std::string_view> context, T value, Args... args) const {
        this->run(context, [&](const auto& callback) {
            value = callback.function(std::move(value), args...);
        });
        return value;
    }
};

/// A filter over a list, to which items can be added without writing a callback.
template <class Item, class... Args>
class ListFilter : public Filter<std::vector<Item>, Args...> {
public:
    using Filter<std::vector<Item>, Args...>::Filter;

    void add_item(Item item, double order = priority::normal, Position where = {}) {
        add_items({std::move(item)}, order, std::move(where));
    }

    void add_items(std::vector<Item> items, double order = priority::normal, Position where = {}) {
        this->add(
            [items = std::move(items)](std::vector<Item> list, Args...) {
                list.insert(list.end(), items.begin(), items.end());
                return list;
            },
            order,
            std::move(where));
    }

    /// What the callbacks make of an empty list.
    std::vector<Item> items(Args... args) const { return this->apply({}, args...); }

    std::vector<Item> items_from_context(std::string_view context, Args... args) const {
        return this->apply_from_context(context, {}, args...);
    }
};

}  // namespace tutor::hooks
