// SPDX-License-Identifier: Apache-2.0
//
// Callbacks of hooks that are written in Python, with values there and back.

#pragma once

#include "plugin_python/host/arguments.hpp"
#include "plugin_python/host/codecs.hpp"
#include "plugin_python/host/recording.hpp"
#include "plugin_python/host/runtime.hpp"
#include "plugin_python/host/values.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace tutor::plugin_python::internal {

/// The line that defines a callable, for what it contributes; empty when it has none.
Position definition_of(py::handle callable);

/// Calls a Python callback with arguments of C++ behind `first`, if any.
template <class... Args>
py::object call(const py::object& callable, const std::optional<py::object>& first, Args... args) {
    py::list positional;
    py::dict keyword;
    if (first) {
        positional.append(*first);
    }
    [[maybe_unused]] const auto add = [&]<class T>(const py::object& argument) {
        if constexpr (std::is_same_v<T, const cli::Invocation&>) {
            keyword = argument;  // parameters of a job, by name
        } else {
            positional.append(argument);
        }
    };
    const py::tuple converted = arguments_to_python<Args...>(args...);
    std::size_t index = 0;
    (add.template operator()<Args>(converted[index++]), ...);
    py::object result = callable(*positional, **keyword);
    index = 0;
    [[maybe_unused]] const auto take_back = [&]<class T>(T& argument, const py::object& object) {
        if constexpr (std::is_same_v<T, value::Dict>) {
            write_back(argument, object);
        }
    };
    (take_back(args, converted[index++]), ...);
    return result;
}

/// A callback of an action, written in Python.
template <class... Args>
struct PythonAction {
    SharedHandle callable;
    catalog::Source source;

    void operator()(Args... args) const {
        const CallScope scope(*runtime().start.tape, callable.get());
        guarded_for(source, [&] {
            call<Args...>(
                py::reinterpret_borrow<py::object>(callable->get()), std::nullopt, args...);
        });
    }
};

/// How the value of a filter looks in Python.
template <class T>
struct FilterValue {
    static py::object to_python(const T& value) { return Codec<T>::to_python(value); }
    static T from_python(py::handle value, const catalog::Source& source) {
        return Codec<T>::from_python(value, source);
    }
    static T from_python(
        py::handle value,
        const std::vector<py::object>& /*objects*/,
        const T& /*before*/,
        const catalog::Source& source) {
        return from_python(value, source);
    }
    static py::object
    to_python_keeping(const T& value, const py::object& before, const T& /*native_before*/) {
        py::object made = to_python(value);
        return made.equal(before) ? before : made;
    }
};

template <class Item>
struct FilterValue<std::vector<Item>> {
    using List = std::vector<Item>;

    static py::object to_python(const List& items, std::vector<py::object>* objects = nullptr) {
        py::list list;
        for (const Item& item : items) {
            py::object made = Codec<Item>::to_python(item);
            if (objects != nullptr) {
                objects->push_back(made);
            }
            list.append(std::move(made));
        }
        return list;
    }

    static List from_python(py::handle value, const catalog::Source& source) {
        return from_python(value, {}, {}, source);
    }

    /// Objects that were made from items of `before` become those items again.
    static List from_python(
        py::handle value,
        const std::vector<py::object>& objects,
        const List& before,
        const catalog::Source& source) {
        List result;
        std::size_t expected = 0;
        for (const py::handle object : value) {
            // Most lists come back as they went, with items behind.
            if (expected < objects.size() && objects[expected].is(object)) {
                result.push_back(before[expected++]);
                continue;
            }
            const auto known =
                std::find_if(objects.begin(), objects.end(), [&](const py::object& one) {
                    return one.is(object);
                });
            if (known != objects.end()) {
                expected = static_cast<std::size_t>(known - objects.begin());
                result.push_back(before[expected++]);
            } else {
                result.push_back(Codec<Item>::from_python(object, source));
            }
        }
        return result;
    }

    /// The list after a callback of C++; items that did not change are the same objects as before.
    static py::object to_python_keeping(const List& items, const py::object& before, const List&) {
        py::list result;
        const py::list objects = before;
        for (std::size_t i = 0; i < items.size(); ++i) {
            py::object made = Codec<Item>::to_python(items[i]);
            const bool same = i < objects.size() && made.equal(objects[i]);
            result.append(same ? py::object(objects[i]) : made);
        }
        return result;
    }
};

/// A callback of a filter, written in Python.
template <class T, class... Args>
struct PythonFilter {
    SharedHandle callable;
    catalog::Source source;

    T operator()(T value, Args... args) const {
        runtime().start.tape->impure("a filter runs");
        return guarded_for(source, [&] {
            std::vector<py::object> objects;
            py::object converted;
            if constexpr (requires { FilterValue<T>::to_python(value, &objects); }) {
                converted = FilterValue<T>::to_python(value, &objects);
            } else {
                converted = FilterValue<T>::to_python(value);
            }
            const py::object function = py::reinterpret_borrow<py::object>(callable->get());
            const py::object result = call<Args...>(function, converted, args...);
            if (result.is_none()) {
                throw py::type_error(fmt::format(
                    "callback '{}' of a filter returned None: it must return the new value",
                    py::cast<std::string>(py::str(py::getattr(function, "__name__", function)))));
            }
            return FilterValue<T>::from_python(result, objects, value, source);
        });
    }
};

/// Items that Python added: plain data, kept converted until the list changes.
template <class Item, class... Args>
struct PythonItems {
    using Replayed = ReplayedItems<Item, Args...>;

    struct State {
        using Element = Item;
        SharedHandle list;
        catalog::Source source;
        std::vector<py::object> converted_from = {};
        std::vector<Item> converted = {};

        const std::vector<Item>& items() {
            const py::object objects = py::reinterpret_borrow<py::object>(list->get());
            std::vector<py::object> current;
            for (const py::handle object : objects) {
                current.push_back(py::reinterpret_borrow<py::object>(object));
            }
            const bool same = current.size() == converted_from.size()
                && std::equal(current.begin(),
                              current.end(),
                              converted_from.begin(),
                              [](const py::object& a, const py::object& b) { return a.is(b); });
            if (!same) {
                std::vector<Item> fresh;
                for (const py::object& object : current) {
                    fresh.push_back(Codec<Item>::from_python(object, source));
                }
                converted = std::move(fresh);
                converted_from = std::move(current);
            }
            return converted;
        }
    };
    std::shared_ptr<State> state;

    std::vector<Item> operator()(std::vector<Item> list, Args...) const {
        return guarded_for(state->source, [&] {
            const std::vector<Item>& items = state->items();
            list.insert(list.end(), items.begin(), items.end());
            return std::move(list);
        });
    }
};

}  // namespace tutor::plugin_python::internal
