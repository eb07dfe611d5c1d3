// SPDX-License-Identifier: Apache-2.0
//
// The catalog's hooks as Python sees them. A callback written in Python sits in the same list as
// those written in C++; a run that C++ begins converts the value for it, a run that Python begins
// hands Python objects from callback to callback as they are.

#pragma once

#include "plugin_python/host/callbacks.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tutor::plugin_python {

/// An action or a filter, whatever it carries.
class HookView {
public:
    using Context = std::optional<std::string>;

    HookView() = default;
    virtual ~HookView() = default;
    HookView(const HookView&) = delete;
    HookView& operator=(const HookView&) = delete;

    virtual void add(py::object callable, double priority) = 0;
    /// Filters over lists only. The list itself is kept: items appended to it later are seen.
    virtual void add_items(py::object items, double priority) = 0;
    /// Of an action: `value` is not used.
    virtual py::object
    run(const Context& context,
        py::object value,
        const py::args& args,
        const py::kwargs& kwargs) = 0;
    virtual void clear(const Context& context) = 0;
};

template <class... Args>
class ActionView final : public HookView {
public:
    explicit ActionView(hooks::Action<Args...>& action) : action_(action) {}

    void add(py::object callable, double priority) override {
        const catalog::Source source = current_source();
        internal::PythonAction<Args...> function{share(std::move(callable)), source};
        if (!internal::bind_callback(action_, function, priority, source, source.where)) {
            action_.add(std::move(function), priority, source.where);
        }
    }

    void add_items(py::object /*items*/, double /*priority*/) override {
        throw py::attribute_error("an action has no items");
    }

    py::object
    run(const Context& context,
        py::object /*value*/,
        const py::args& args,
        const py::kwargs& kwargs) override {
        const std::optional<std::string_view> name =
            context ? std::optional<std::string_view>(*context) : std::nullopt;
        internal::note_run(action_);
        action_.run(name, [&](const auto& callback) {
            const auto& function =
                internal::behind<internal::ReplayedAction<Args...>>(callback.function);
            const auto* python = function.template target<internal::PythonAction<Args...>>();
            if (python != nullptr) {
                py::reinterpret_borrow<py::object>(python->callable->get())(*args, **kwargs);
                return;
            }
            if constexpr ((!std::is_same_v<Args, const cli::Invocation&> && ...)) {
                internal::with_native_arguments<Args...>(
                    args, [&](auto&... native) { function(native...); });
            }
        });
        return py::none();
    }

    void clear(const Context& context) override {
        if (!internal::is_cleared(action_, context)) {
            action_.clear(context ? std::optional<std::string_view>(*context) : std::nullopt);
        }
    }

private:
    hooks::Action<Args...>& action_;
};

template <class Filter, class T, class... Args>
class FilterView final : public HookView {
public:
    explicit FilterView(Filter& filter) : filter_(filter) {}

    void add(py::object callable, double priority) override {
        catalog::Source source = current_source();
        const Position where = source.where;
        if (Position definition = internal::definition_of(callable); !definition.source.empty()) {
            source.where = std::move(definition);
        }
        internal::PythonFilter<T, Args...> function{share(std::move(callable)), source};
        if (!internal::bind_callback(filter_, function, priority, source, where)) {
            filter_.add(std::move(function), priority, where);
        }
    }

    void add_items(py::object items, double priority) override {
        if constexpr (requires { typename T::value_type; } && !std::is_same_v<T, std::string>) {
            using Items = internal::PythonItems<typename T::value_type, Args...>;
            const catalog::Source source = current_source();
            auto state = std::make_shared<typename Items::State>(
                typename Items::State{share(std::move(items)), source});
            state->items();  // what cannot be used is told to the plugin now
            if (!internal::bind_items(filter_, state, priority, source.where)) {
                filter_.add(Items{std::move(state)}, priority, source.where);
            }
        } else {
            throw py::attribute_error("the value of this filter is no list");
        }
    }

    py::object
    run(const Context& context,
        py::object value,
        const py::args& args,
        const py::kwargs& kwargs) override {
        const std::optional<std::string_view> name =
            context ? std::optional<std::string_view>(*context) : std::nullopt;
        internal::note_run(filter_);
        filter_.run(name, [&](const auto& callback) {
            using Callable = internal::PythonFilter<T, Args...>;
            const auto& function =
                internal::behind<internal::ReplayedFilter<T, Args...>>(callback.function);
            if (const auto* python = function.template target<Callable>()) {
                value = py::reinterpret_borrow<py::object>(python->callable->get())(
                    value, *args, **kwargs);
                return;
            }
            if constexpr (requires { typename T::value_type; } && !std::is_same_v<T, std::string>) {
                using Items = internal::PythonItems<typename T::value_type, Args...>;
                if (const auto state = internal::state_of<Items>(function)) {
                    value = value + py::reinterpret_borrow<py::object>(state->list->get());
                    return;
                }
            }
            const T before = internal::FilterValue<T>::from_python(value, catalog::Source{});
            const T after = internal::with_native_arguments<Args...>(
                args, [&](auto&... native) { return function(before, native...); });
            value = internal::FilterValue<T>::to_python_keeping(after, value, before);
        });
        return value;
    }

    void clear(const Context& context) override {
        if (!internal::is_cleared(filter_, context)) {
            filter_.clear(context ? std::optional<std::string_view>(*context) : std::nullopt);
        }
    }

private:
    Filter& filter_;
};

/// What a plugin makes for itself: `Filter()`, `Action()`. Only Python adds to it and runs it; it
/// is in the same registry, so that clearing a plugin's context clears it too.
class OwnHook final : public HookView {
public:
    explicit OwnHook(hooks::Registry& registry) : hook_(registry) {}

    void add(py::object callable, double priority) override;
    void add_items(py::object items, double priority) override;
    py::object
    run(const Context& context,
        py::object value,
        const py::args& args,
        const py::kwargs& kwargs) override;
    void clear(const Context& context) override;

private:
    struct Entry {
        SharedHandle object;
        bool is_items = false;
    };
    hooks::Hook<Entry> hook_;
};

/// Puts `Hook`, `Scope` and the catalog's hooks, by their upstream names, into the module.
void declare_hooks(py::module_& module);

}  // namespace tutor::plugin_python
