// SPDX-License-Identifier: Apache-2.0
//
// Part of <tutor/plugin.hpp>: functions of the plugin that the program calls.

#pragma once

#include <tutor/plugin/value.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor {
// Hidden: see plugin/errors.hpp.
namespace plugin __attribute__((visibility("hidden"))) {

    /// Arguments of a call.
    class Arguments {
    public:
        Arguments(
            const tutor_value* const* arguments, std::size_t count, const tutor_value* keyword) {
            for (std::size_t i = 0; i < count; ++i) {
                positional_.push_back(Value::borrow(arguments[i]));
            }
            if (keyword != nullptr) {
                keyword_ = Value::borrow(keyword);
            }
        }

        std::size_t size() const { return positional_.size(); }
        const std::vector<Value>& positional() const { return positional_; }
        /// @throws Error  there are fewer arguments
        const Value& operator[](std::size_t index) const {
            if (index >= positional_.size()) {
                throw Error("argument " + std::to_string(index + 1) + " is missing");
            }
            return positional_[index];
        }
        std::optional<Value> keyword(std::string_view name) const {
            return keyword_.is_none() ? std::nullopt : keyword_.find(name);
        }

    private:
        std::vector<Value> positional_;
        Value keyword_;
    };

    namespace internal {

    template <class T>
    void release(void* data) {
        delete static_cast<T*>(data);
    }

    inline tutor_value* call_function(
        void* data,
        const tutor_value* const* arguments,
        std::size_t count,
        const tutor_value* keyword) noexcept {
        return guard<tutor_value*>(nullptr, [&] {
            return (*static_cast<Function*>(data))(Arguments(arguments, count, keyword)).leave();
        });
    }

    using FilterBody = std::function<Value(Value, const Arguments&)>;
    using ActionBody = std::function<void(const Arguments&)>;

    inline tutor_value* call_filter(
        void* data,
        const tutor_value* value,
        const tutor_value* const* arguments,
        std::size_t count) noexcept {
        return guard<tutor_value*>(nullptr, [&] {
            return (*static_cast<FilterBody*>(data))(
                       Value::borrow(value), Arguments(arguments, count, nullptr))
                .leave();
        });
    }

    inline int
    call_action(void* data, const tutor_value* const* arguments, std::size_t count) noexcept {
        return guard<int>(-1, [&] {
            (*static_cast<ActionBody*>(data))(Arguments(arguments, count, nullptr));
            return 0;
        });
    }

    }  // namespace internal

    inline Value Value::function(std::string_view name, Function body) {
        return adopt(api().make_function(
            host(),
            internal::text(name),
            internal::call_function,
            new Function(std::move(body)),
            internal::release<Function>));
    }

}  // namespace )
}  // namespace tutor
