// SPDX-License-Identifier: Apache-2.0

#include "hooks/action.hpp"
#include "hooks/filter.hpp"

#include <doctest/doctest.h>

namespace tutor::hooks {

using Words = std::vector<std::string>;

TEST_CASE("items come by priority, ties in order of addition") {
    Registry registry;
    ListFilter<std::string> filter(registry);
    filter.add_item("c");
    filter.add_item("e", priority::low);
    filter.add_item("a", priority::high);
    filter.add_item("d");
    filter.add_item("b", 9.5);
    CHECK(filter.items() == Words{"a", "b", "c", "d", "e"});
}

TEST_CASE("a filter hands each result to the next callback, with its arguments") {
    Registry registry;
    Filter<int, int> filter(registry);
    filter.add([](int value, int factor) { return value * factor; });
    filter.add([](int value, int) { return value + 1; });
    CHECK(filter.apply(5, 3) == 16);
}

TEST_CASE("a callback belongs to every context it was added in") {
    Registry registry;
    ListFilter<std::string> filter(registry);
    filter.add_item("core");
    {
        const auto plugins = registry.contexts.enter("plugins");
        const auto app = registry.contexts.enter(app_context("mfe"));
        filter.add_item("mfe");
    }
    CHECK(registry.contexts.stack().empty());
    CHECK(filter.items_from_context("plugins") == Words{"mfe"});
    CHECK(filter.items_from_context("app:mfe") == Words{"mfe"});
    CHECK(filter.items_from_context("app:other").empty());
    registry.clear_all("app:mfe");
    CHECK(filter.items() == Words{"core"});
    registry.clear_all();
    CHECK(filter.items().empty());
}

TEST_CASE("a callback added during the run is called in that run, when it comes later") {
    Registry registry;
    Action<> action(registry);
    Words calls;
    action.add([&] {
        calls.emplace_back("first");
        action.add([&] { calls.emplace_back("added"); }, priority::low);
    });
    action.run_all();
    CHECK(calls == Words{"first", "added"});
}

TEST_CASE("an earlier callback added during the run waits, and nothing is called twice") {
    Registry registry;
    Action<> action(registry);
    Words calls;
    action.add([&] {
        calls.emplace_back("first");
        if (calls.size() < 3) {
            action.add([&] { calls.emplace_back("earlier"); }, priority::high);
        }
    });
    action.add([&] { calls.emplace_back("second"); });
    action.run_all();
    CHECK(calls == Words{"first", "second"});
    action.run_all();
    CHECK(calls == Words{"first", "second", "earlier", "first", "second"});
}

TEST_CASE("clearing during a run lets the run finish over the old list") {
    Registry registry;
    Action<> action(registry);
    Words calls;
    action.add([&] {
        calls.emplace_back("first");
        action.clear();
    });
    action.add([&] { calls.emplace_back("second"); });
    action.run_all();
    CHECK(calls == Words{"first", "second"});
    CHECK(action.empty());
}

TEST_CASE("the generation tells of every change") {
    Registry registry;
    ListFilter<std::string> filter(registry);
    const unsigned long before = registry.generation();
    filter.add_item("x");
    const unsigned long added = registry.generation();
    CHECK(added != before);
    filter.clear("app:nobody");
    CHECK(registry.generation() == added);
    filter.clear();
    CHECK(registry.generation() != added);
}

TEST_CASE("an error names hook, contexts and line of the callback and skips the others") {
    Registry registry;
    Action<> action(registry, "CORE_READY");
    bool later = false;
    {
        const auto plugins = registry.contexts.enter("plugins");
        const auto app = registry.contexts.enter(app_context("broken"));
        action.add(
            [] { throw Error({.message = "no"}); },
            priority::normal,
            {"/plugins/broken.yml", 3, 1});
    }
    action.add([&] { later = true; });
    try {
        action.run_all();
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(
            error.frames()
            == Words{"running a callback of hook 'CORE_READY' (contexts: plugins, app:broken), "
                     "added at /plugins/broken.yml:3"});
    }
    CHECK_FALSE(later);
}

}  // namespace tutor::hooks
