// SPDX-License-Identifier: Apache-2.0
//
// Part of <tutor/plugin.hpp>: any hook of the program, by its name.

#pragma once

#include <tutor/plugin/function.hpp>
#include <tutor/plugin/items.hpp>

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor {
// Hidden: see plugin/errors.hpp.
namespace plugin __attribute__((visibility("hidden"))) {

    /// Adding to hooks, running them, and contexts. Names of hooks: docs/plugins/hooks.md.
    class Hooks {
    public:
        void add_item(
            std::string_view filter, const Value& item, double priority = priority::normal) const {
            internal::check(internal::host->filter_add_item(
                internal::host, internal::text(filter), priority, item.handle()));
        }
        /// `body` gets value and arguments of the filter and returns the new value.
        void add_filter(
            std::string_view filter,
            std::function<Value(Value, const Arguments&)> body,
            double priority = priority::normal) const {
            using Body = internal::FilterBody;
            internal::check(internal::host->filter_add(
                internal::host,
                internal::text(filter),
                priority,
                internal::call_filter,
                new Body(std::move(body)),
                internal::release<Body>));
        }
        void add_action(
            std::string_view action,
            std::function<void(const Arguments&)> body,
            double priority = priority::normal) const {
            using Body = internal::ActionBody;
            internal::check(internal::host->action_add(
                internal::host,
                internal::text(action),
                priority,
                internal::call_action,
                new Body(std::move(body)),
                internal::release<Body>));
        }

        /// What the callbacks make of `value`; only those of `context` unless it is empty.
        Value apply(
            std::string_view filter,
            const Value& value,
            const std::vector<Value>& arguments = {},
            std::string_view context = {}) const {
            const std::vector<const tutor_value*> handles = handles_of(arguments);
            return Value::adopt(internal::host->filter_run(
                internal::host,
                internal::text(filter),
                internal::text(context),
                value.handle(),
                handles.data(),
                handles.size()));
        }
        /// The items of a filter over a list.
        std::vector<Value> items(
            std::string_view filter,
            const std::vector<Value>& arguments = {},
            std::string_view context = {}) const {
            return apply(filter, Value::list(), arguments, context).items();
        }
        void
        run(std::string_view action,
            const std::vector<Value>& arguments = {},
            std::string_view context = {}) const {
            const std::vector<const tutor_value*> handles = handles_of(arguments);
            internal::check(internal::host->action_run(
                internal::host,
                internal::text(action),
                internal::text(context),
                handles.data(),
                handles.size()));
        }
        void clear_filter(std::string_view filter, std::string_view context = {}) const {
            internal::check(internal::host->filter_clear(
                internal::host, internal::text(filter), internal::text(context)));
        }
        void clear_action(std::string_view action, std::string_view context = {}) const {
            internal::check(internal::host->action_clear(
                internal::host, internal::text(action), internal::text(context)));
        }
        /// Removes the callbacks of a context from all hooks.
        void clear_context(std::string_view context) const {
            internal::check(internal::host->clear_context(internal::host, internal::text(context)));
        }
        /// What `body` adds belongs to `context`, too.
        void in_context(std::string_view context, const std::function<void()>& body) const {
            internal::check(internal::host->context_enter(internal::host, internal::text(context)));
            try {
                body();
            } catch (...) {
                internal::host->context_leave(internal::host);
                throw;
            }
            internal::check(internal::host->context_leave(internal::host));
        }

    private:
        static std::vector<const tutor_value*> handles_of(const std::vector<Value>& values) {
            std::vector<const tutor_value*> handles;
            for (const Value& value : values) {
                handles.push_back(value.handle());
            }
            return handles;
        }
    };

}  // namespace )
}  // namespace tutor
