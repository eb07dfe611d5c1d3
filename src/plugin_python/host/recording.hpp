// SPDX-License-Identifier: Apache-2.0
//
// The host's side of docs/decisions/0009-plugin-snapshot.md: what a plugin adds is told to the
// tape, and bound to what was replayed in its place.

#pragma once

#include "hooks/hook.hpp"
#include "plugin_python/host/python.hpp"
#include "plugin_python/host/runtime.hpp"
#include "plugin_python/internal/items.hpp"
#include "plugin_python/internal/links.hpp"
#include "plugin_python/tape.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace tutor::plugin_python::internal {

/// Whether an object is one of Python's.
bool is_python(const value::Object& object);

/// As Tape::contribute.
std::shared_ptr<void> contribute(const hooks::HookBase& hook, Contribution contribution);

/// As Tape::clear.
bool is_cleared(const hooks::HookBase& hook, const std::optional<std::string>& context);

/// A plugin runs a hook of the catalog: what comes out of it depends on all others.
void note_run(const hooks::HookBase& hook);

/// What is known of a callback: see plain_code.hpp.
std::string describe_callback(py::handle callable, const catalog::Source& source);

/// Whether it is bound to what was replayed; else it is to be added.
template <class Stored, class Function>
bool bind_callback(
    const hooks::Hook<Stored>& hook,
    const Function& function,
    double priority,
    const catalog::Source& source,
    const Position& where) {
    using Link = CallbackLink<Stored>;
    const std::shared_ptr<void> link = contribute(
        hook,
        {.priority = priority,
         .where = where,
         .identity = function.callable.get(),
         .write = [callable = function.callable, source](Writer& out) {
             out.append(describe_callback(callable->get(), source));
         }});
    if (link) {
        std::static_pointer_cast<Link>(link)->bound = function;
    }
    return link != nullptr;
}

/// The same for items; `State` is that of PythonItems.
template <class Hook, class State>
bool bind_items(
    const Hook& hook, const std::shared_ptr<State>& state, double priority, const Position& where) {
    const auto current = [state]() -> const auto& {
        guarded([&] { state->items(); });
        return state->converted;
    };
    const std::shared_ptr<void> link = contribute(
        hook,
        {.items = true, .priority = priority, .where = where, .write = [current](Writer& out) {
             write_items(out, current(), is_python);
         }});
    if (link) {
        const auto items = std::static_pointer_cast<ItemsLink<typename State::Element>>(link);
        items->items = current;
        items->python = state;
    }
    return link != nullptr;
}

/// The function of a replayed callback that has been bound; any other as it is.
template <class Replayed, class Function>
const Function& behind(const Function& function) {
    const auto* replayed = function.template target<Replayed>();
    return replayed != nullptr && replayed->link->bound ? replayed->link->bound : function;
}

/// The state of items that Python added, null for other functions.
template <class Items, class Function>
std::shared_ptr<typename Items::State> state_of(const Function& function) {
    if (const auto* items = function.template target<Items>()) {
        return items->state;
    }
    if (const auto* replayed = function.template target<typename Items::Replayed>()) {
        return std::static_pointer_cast<typename Items::State>(replayed->link->python);
    }
    return nullptr;
}

}  // namespace tutor::plugin_python::internal
