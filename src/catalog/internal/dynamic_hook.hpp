// SPDX-License-Identifier: Apache-2.0
//
// One DynamicHook per shape of hook: actions, filters over a value, filters over a list.

#pragma once

#include "catalog/internal/codec.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tutor::catalog::internal {

std::vector<Borrowed> borrow(const std::vector<Value>& arguments, const HookDoc& doc);

/// `call` with every borrowed argument as the type that the hook declares.
template <class... Args, class Call>
auto with_arguments(std::vector<Borrowed>& borrowed, const Call& call) {
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        return call(static_cast<Args>(borrowed[Index])...);
    }
    (std::index_sequence_for<Args...>{});
}

/// Calls a plugin's callback with arguments that are lent to it.
template <class... Args>
Value call_back(const DynamicCallback& callback, Value value, const Args&... args) {
    Lender lender;
    std::vector<Value> lent;
    (lent.push_back(lender.lend(args)), ...);
    return callback(std::move(value), lent);
}

template <class... Args>
class ActionHook final : public DynamicHook {
public:
    ActionHook(hooks::Action<Args...>& action, HookDoc doc)
        : DynamicHook(std::move(doc)), action_(action) {}

    HookKind kind() const override { return HookKind::action; }
    const hooks::HookBase& hook() const override { return action_; }

    void add(DynamicCallback callback, double priority, Source source) override {
        action_.add(
            [callback = std::move(callback)](Args... args) { call_back(callback, {}, args...); },
            priority,
            source.where);
    }

    void add_items(const std::vector<Value>&, double, Source) override { fail_items(); }
    void add_items_where(
        const std::vector<Value>&,
        std::function<bool(const std::string&)>,
        double,
        Source) override {
        fail_items();
    }

    Value
    run(std::optional<std::string_view> context,
        const Value&,
        const std::vector<Value>& arguments) override {
        std::vector<Borrowed> borrowed = borrow(arguments, doc());
        with_arguments<Args...>(borrowed, [&](Args... args) {
            if (context) {
                action_.run_from_context(*context, args...);
            } else {
                action_.run_all(args...);
            }
        });
        return {};
    }

    void clear(std::optional<std::string_view> context) override { action_.clear(context); }

private:
    [[noreturn]] void fail_items() const {
        throw Error(
            {.message = fmt::format("'{}' is an action: it has no items", doc().name),
             .hint = "add a callback"});
    }

    hooks::Action<Args...>& action_;
};

template <class T, class... Args>
class FilterHook final : public DynamicHook {
public:
    FilterHook(hooks::Filter<T, Args...>& filter, HookDoc doc)
        : DynamicHook(std::move(doc)), filter_(filter) {}

    HookKind kind() const override { return HookKind::filter; }
    const hooks::HookBase& hook() const override { return filter_; }

    void add(DynamicCallback callback, double priority, Source source) override {
        filter_.add(
            [callback = std::move(callback), source, doc = doc()](T value, Args... args) {
                return decode(call_back(callback, Codec<T>::encode(value), args...), doc, source);
            },
            priority,
            source.where);
    }

    void add_items(const std::vector<Value>&, double, Source) override { fail_items(); }
    void add_items_where(
        const std::vector<Value>&,
        std::function<bool(const std::string&)>,
        double,
        Source) override {
        fail_items();
    }

    Value
    run(std::optional<std::string_view> context,
        const Value& value,
        const std::vector<Value>& arguments) override {
        std::vector<Borrowed> borrowed = borrow(arguments, doc());
        return with_arguments<Args...>(borrowed, [&](Args... args) {
            T start = decode(value, doc(), {});
            return Codec<T>::encode(
                context ? filter_.apply_from_context(*context, std::move(start), args...)
                        : filter_.apply(std::move(start), args...));
        });
    }

    void clear(std::optional<std::string_view> context) override { filter_.clear(context); }

private:
    static T decode(const Value& value, const HookDoc& doc, const Source& source) {
        return Codec<T>::decode(
            fields_of(value, doc.item, fmt::format("the value of hook '{}'", doc.name)), source);
    }

    [[noreturn]] void fail_items() const {
        throw Error(
            {.message = fmt::format("'{}' is a filter over one value: it has no items", doc().name),
             .hint = "add a callback"});
    }

    hooks::Filter<T, Args...>& filter_;
};

/// Items on their way through a plugin's callback: what comes back as the same value is the same
/// item.
template <class Item>
class ItemTable {
public:
    value::List encode(const std::vector<Item>& items) {
        value::List list;
        for (const Item& item : items) {
            const Value value = Codec<Item>::encode(item);
            known_.emplace(value.identity(), std::pair(value, item));
            list.append(value);
        }
        return list;
    }

    std::vector<Item> decode(const Value& value, const HookDoc& doc, const Source& source) const {
        if (!value.is_list() && !value.is_tuple()) {
            throw Error(
                {.message = fmt::format(
                     "the value of hook '{}' must be a list, found {}",
                     doc.name,
                     value::type_name(value))});
        }
        std::vector<Item> items;
        const std::string what = fmt::format("an item of hook '{}'", doc.name);
        for (const Value& item : value.items()) {
            const auto found = known_.find(item.identity());
            items.push_back(
                found != known_.end() && found->second.first.is(item)
                    ? found->second.second
                    : Codec<Item>::decode(fields_of(item, doc.item, what), source));
        }
        return items;
    }

private:
    std::map<const void*, std::pair<Value, Item>> known_;
};

template <class Item, class... Args>
class ListHook final : public DynamicHook {
public:
    ListHook(hooks::ListFilter<Item, Args...>& filter, HookDoc doc)
        : DynamicHook(std::move(doc)), filter_(filter) {}

    HookKind kind() const override { return HookKind::list; }
    const hooks::HookBase& hook() const override { return filter_; }

    void add(DynamicCallback callback, double priority, Source source) override {
        filter_.add(
            [callback = std::move(callback), source, doc = doc()](
                std::vector<Item> items, Args... args) {
                ItemTable<Item> table;
                return table.decode(call_back(callback, table.encode(items), args...), doc, source);
            },
            priority,
            source.where);
    }

    void add_items(const std::vector<Value>& items, double priority, Source source) override {
        filter_.add_items(decode(items, source), priority, source.where);
    }

    void add_items_where(
        const std::vector<Value>& items,
        std::function<bool(const std::string& argument)> selects,
        double priority,
        Source source) override {
        if constexpr (std::is_same_v<std::tuple<Args...>, std::tuple<const std::string&>>) {
            filter_.add(
                [added = decode(items, source), selects = std::move(selects)](
                    std::vector<Item> list, const std::string& argument) {
                    if (selects(argument)) {
                        list.insert(list.end(), added.begin(), added.end());
                    }
                    return list;
                },
                priority,
                source.where);
        } else {
            throw Error(
                {.message = fmt::format("items of hook '{}' cannot be limited", doc().name)});
        }
    }

    Value
    run(std::optional<std::string_view> context,
        const Value& value,
        const std::vector<Value>& arguments) override {
        std::vector<Borrowed> borrowed = borrow(arguments, doc());
        return with_arguments<Args...>(borrowed, [&](Args... args) {
            std::vector<Item> start = ItemTable<Item>().decode(value, doc(), {});
            return Value(ItemTable<Item>().encode(
                context ? filter_.apply_from_context(*context, std::move(start), args...)
                        : filter_.apply(std::move(start), args...)));
        });
    }

    void clear(std::optional<std::string_view> context) override { filter_.clear(context); }

private:
    std::vector<Item> decode(const std::vector<Value>& items, const Source& source) const {
        return ItemTable<Item>().decode(value::List(items), doc(), source);
    }

    hooks::ListFilter<Item, Args...>& filter_;
};

using HookList = std::vector<std::unique_ptr<DynamicHook>>;

/// What a table of hooks says of one hook.
struct Words {
    std::string_view summary;
    std::string_view when;
    std::vector<Field> arguments = {};
    std::vector<Field> item = {};
    Selector selector = Selector::none;
    bool in_yaml = true;
};

inline HookDoc doc_of(const hooks::HookBase& hook, Words words) {
    return {
        hook.name(),
        words.summary,
        words.when,
        std::move(words.arguments),
        std::move(words.item),
        words.selector,
        words.in_yaml};
}

template <class... Args>
void describe(HookList& list, hooks::Action<Args...>& action, Words words) {
    list.push_back(std::make_unique<ActionHook<Args...>>(action, doc_of(action, std::move(words))));
}
template <class Item, class... Args>
void describe(HookList& list, hooks::ListFilter<Item, Args...>& filter, Words words) {
    list.push_back(
        std::make_unique<ListHook<Item, Args...>>(filter, doc_of(filter, std::move(words))));
}
template <class T, class... Args>
void describe(HookList& list, hooks::Filter<T, Args...>& filter, Words words) {
    list.push_back(
        std::make_unique<FilterHook<T, Args...>>(filter, doc_of(filter, std::move(words))));
}

// The tables, in the order of the reference page.
void describe_actions(HookList& list, Catalog& catalog);
void describe_configuration(HookList& list, Catalog& catalog);
void describe_environment(HookList& list, Catalog& catalog);
void describe_images(HookList& list, Catalog& catalog);
void describe_containers(HookList& list, Catalog& catalog);
void describe_plugins(HookList& list, Catalog& catalog);

}  // namespace tutor::catalog::internal
