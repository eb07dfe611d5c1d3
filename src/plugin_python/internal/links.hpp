// SPDX-License-Identifier: Apache-2.0
//
// What replayed contributions are until Python runs: functions in the lists of the hooks that
// hold recorded items, or that start the interpreter when they are called. The host, once it has
// loaded the plugins, puts what is behind them into the links.

#pragma once

#include "catalog/catalog.hpp"
#include "plugin_python/internal/plain_code.hpp"
#include "value/object.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tutor::plugin_python::internal {

/// Starts the interpreter and binds all links.
class Binder {
public:
    virtual ~Binder() = default;

    /// Does nothing when that is done.
    ///
    /// @throws Error  the plugins are not what was recorded
    virtual void bind() = 0;

    /// An action of the start runs this callback.
    ///
    /// @returns whether that is all: what it contributed has been replayed
    virtual bool replay_call(const void* link, const std::function<void()>& call) = 0;
};

/// To a callback. `Function` is the hook's std::function.
template <class Function>
struct CallbackLink {
    Function bound = {};
    /// Does the same without Python, or throws what `without_python` knows; may be empty.
    Function native = {};
};

/// Whether `call` came to an end: it did not meet anything that only Python can do.
template <class Call>
bool without_python(const Call& call) {
    try {
        call();
        return true;
    } catch (const NeedsPython&) {
        return false;
    } catch (const Error&) {
        return false;
    }
}

/// To items.
template <class Item>
struct ItemsLink {
    std::function<const std::vector<Item>&()> items = {};
    std::shared_ptr<void> python = {};  ///< the host's own
};

/// Whether an action may be one of those that run while plugins are loaded.
template <class... Args>
inline constexpr bool runs_at_start = sizeof...(Args) <= 1
    && ((
        std::is_same_v<
            Args,
            const std::string&> || std::is_same_v<Args, const std::filesystem::path&>)&&...);

template <class... Args>
struct ReplayedAction {
    using Function = std::function<void(Args...)>;
    std::shared_ptr<CallbackLink<Function>> link;
    std::shared_ptr<Binder> binder;

    void operator()(Args... args) const {
        if (!link->bound) {
            if constexpr (runs_at_start<Args...>) {
                // Copies: it is called again when the plugins are loaded for real.
                const auto again = [link = link,
                                    copies = std::tuple<std::decay_t<Args>...>(args...)] {
                    std::apply([&](const auto&... same) { link->bound(same...); }, copies);
                };
                if (binder->replay_call(link.get(), again)) {
                    return;
                }
            }
            if (link->native && without_python([&] { link->native(args...); })) {
                return;
            }
            binder->bind();
        }
        link->bound(args...);
    }
};

template <class T, class... Args>
struct ReplayedFilter {
    using Function = std::function<T(T, Args...)>;
    std::shared_ptr<CallbackLink<Function>> link;
    std::shared_ptr<Binder> binder;

    T operator()(T value, Args... args) const {
        if (!link->bound) {
            std::optional<T> result;
            if (link->native && without_python([&] { result = link->native(value, args...); })) {
                return std::move(*result);
            }
            binder->bind();
        }
        return link->bound(std::move(value), args...);
    }
};

template <class Item, class... Args>
struct ReplayedItems {
    std::shared_ptr<const std::vector<Item>> recorded;
    std::shared_ptr<ItemsLink<Item>> link;

    std::vector<Item> operator()(std::vector<Item> list, Args...) const {
        const std::vector<Item>& items = link->items ? link->items() : *recorded;
        list.insert(list.end(), items.begin(), items.end());
        return list;
    }
};

/// Something inside of an item that only Python has.
template <class T>
using Live = std::function<T()>;

/// An object in an item.
class ReplayedObject final : public value::Object {
public:
    struct Recorded {
        std::string type_name;
        bool is_callable = false;
    };

    ReplayedObject(Recorded recorded, Live<value::Value> live)
        : recorded_(std::move(recorded)), live_(std::move(live)) {}

    /// The real one.
    const value::Value& live() const {
        if (!real_) {
            real_ = live_();
        }
        return *real_;
    }

    std::string type_name() const override { return recorded_.type_name; }
    bool is_callable() const override { return recorded_.is_callable; }
    std::string str() const override { return object().str(); }
    std::string repr() const override { return object().repr(); }
    bool truth() const override { return object().truth(); }
    value::Value call(value::Arguments& arguments) override { return object().call(arguments); }
    std::optional<value::Value> attribute(std::string_view name) const override {
        return object().attribute(name);
    }
    bool set_attribute(std::string_view name, const value::Value& value) override {
        return object().set_attribute(name, value);
    }
    std::optional<value::Value> item(const value::Value& key) const override {
        return object().item(key);
    }
    std::optional<std::size_t> length() const override { return object().length(); }
    std::optional<bool> contains(const value::Value& item) const override {
        return object().contains(item);
    }
    std::optional<value::Iteration> iterate() override { return object().iterate(); }
    bool equals(const value::Value& other) const override { return object().equals(other); }
    std::optional<std::size_t> hash() const override { return object().hash(); }
    std::optional<value::Value>
    operate(value::Operator operation, value::Side side, const value::Value& other) const override {
        return object().operate(operation, side, other);
    }
    std::string format(std::string_view spec) const override { return object().format(spec); }

private:
    value::Object& object() const { return *live().as_object(); }

    Recorded recorded_;
    Live<value::Value> live_;
    mutable std::optional<value::Value> real_;
};

struct ReplayedFunction {
    Live<catalog::TemplateFilter> live;

    value::Value operator()(jinja::State& state, value::Arguments& arguments) const {
        return live().function(state, arguments);
    }
};

struct ReplayedRun {
    Live<cli::Command> live;

    void operator()(const cli::Invocation& call) const { live().run(call); }
};

struct ReplayedParse {
    Live<catalog::Job> live;

    void operator()(const cli::Invocation& call) const { live().parse(call); }
};

}  // namespace tutor::plugin_python::internal
