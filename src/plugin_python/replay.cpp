// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/replay.hpp"

#include "plugin_python/internal/hook_table.hpp"
#include "plugin_python/internal/items.hpp"
#include "plugin_python/internal/workshop.hpp"

#include <deque>
#include <optional>

namespace tutor::plugin_python::internal {
namespace {

using SharedBinder = std::shared_ptr<Binder>;

template <class... Args>
std::shared_ptr<void>
add_callback(hooks::Action<Args...>& action, const Event& event, const SharedBinder& binder) {
    auto link = std::make_shared<CallbackLink<std::function<void(Args...)>>>();
    action.add(ReplayedAction<Args...>{link, binder}, event.priority, event.where);
    return link;
}

template <class T, class... Args>
std::shared_ptr<void>
add_callback(hooks::Filter<T, Args...>& filter, const Event& event, const SharedBinder& binder) {
    auto link = std::make_shared<CallbackLink<std::function<T(T, Args...)>>>();
    filter.add(ReplayedFilter<T, Args...>{link, binder}, event.priority, event.where);
    return link;
}

template <class Item, class... Args>
std::shared_ptr<void> add_items(
    hooks::ListFilter<Item, Args...>& filter, const Event& event, const SharedBinder& binder) {
    auto link = std::make_shared<ItemsLink<Item>>();
    Reader in(event.content);
    auto items = std::make_shared<const std::vector<Item>>(read_items<Item>(in, link, binder));
    filter.add(ReplayedItems<Item, Args...>{std::move(items), link}, event.priority, event.where);
    return link;
}

template <class Hook>
std::shared_ptr<void> add_items(Hook& /*no list*/, const Event&, const SharedBinder&) {
    throw Corrupt();
}

// Enters those contexts that are not entered already.
class Surroundings {
public:
    Surroundings(hooks::Contexts& contexts, const std::vector<std::string>& wanted) {
        std::size_t common = 0;
        while (common < wanted.size() && common < contexts.stack().size()
               && contexts.stack()[common] == wanted[common]) {
            ++common;
        }
        for (std::size_t i = common; i < wanted.size(); ++i) {
            scopes_.emplace_back(std::make_unique<Scope>(contexts, wanted[i]));
        }
    }
    ~Surroundings() {
        while (!scopes_.empty()) {
            scopes_.pop_back();
        }
    }
    Surroundings(const Surroundings&) = delete;
    Surroundings& operator=(const Surroundings&) = delete;

private:
    using Scope = hooks::Contexts::Scope;
    std::vector<std::unique_ptr<Scope>> scopes_;
};

}  // namespace

std::shared_ptr<void> Player::play(const Event& event, const SharedBinder& binder) {
    std::shared_ptr<void> link;
    const bool adds = event.kind == Event::Kind::callback || event.kind == Event::Kind::items;
    std::optional<Surroundings> surroundings;
    if (adds) {
        surroundings.emplace(catalog_.registry.contexts, event.contexts);
    }
    for_each_member([&](std::size_t number, auto member) {
        if (number != event.hook) {
            return;
        }
        auto& hook = catalog_.*member;
        switch (event.kind) {
        case Event::Kind::callback:
            link = add_callback(hook, event, binder);
            if (const std::optional<PlainCallback> plain = read_callback(event.content)) {
                workshop().equip(member, link, plain->code, plain->source);
            }
            return;
        case Event::Kind::items: link = add_items(hook, event, binder); return;
        case Event::Kind::clear: hook.clear(); return;
        case Event::Kind::clear_context:
            hook.clear(event.contexts.empty() ? "" : event.contexts.front());
            return;
        }
    });
    if (adds && !link) {
        throw Corrupt();
    }
    return link;
}

Player::Player(catalog::Catalog& catalog) : catalog_(catalog) {}
Player::~Player() = default;

Workshop& Player::workshop() {
    if (!workshop_) {
        workshop_ = std::make_shared<Workshop>();
    }
    return *workshop_;
}

}  // namespace tutor::plugin_python::internal
