// SPDX-License-Identifier: Apache-2.0
//
// Part of <tutor/plugin.hpp>: values as Python has them.

#pragma once

#include <tutor/plugin/errors.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor {
// Hidden: see plugin/errors.hpp.
namespace plugin __attribute__((visibility("hidden"))) {

    enum class Kind {
        none = TUTOR_NONE,
        boolean = TUTOR_BOOLEAN,
        integer = TUTOR_INTEGER,
        big_integer = TUTOR_BIG_INTEGER,
        real = TUTOR_REAL,
        text = TUTOR_TEXT_KIND,
        list = TUTOR_LIST,
        tuple = TUTOR_TUPLE,
        dict = TUTOR_DICT,
        object = TUTOR_OBJECT,
    };

    class Arguments;
    class Value;

    /// What templates and other callers call.
    using Function = std::function<Value(const Arguments&)>;

    /// A value as Python has them. Copies of a list or dict are the same list or dict.
    class Value {
    public:
        Value() noexcept : handle_(nullptr) {}  ///< None
        Value(std::nullptr_t) noexcept : handle_(nullptr) {}
        Value(bool boolean) : Value(adopt(api().make_boolean(host(), boolean ? 1 : 0))) {}
        template <std::integral Integer>
            requires(!std::same_as<Integer, bool>)
        Value(Integer integer) : Value(from_integer(integer)) {}
        Value(double real) : Value(adopt(api().make_real(host(), real))) {}
        Value(std::string_view utf8)
            : Value(adopt(api().make_text(host(), internal::text(utf8)))) {}
        Value(const char* utf8) : Value(std::string_view(utf8)) {}
        Value(const std::string& utf8) : Value(std::string_view(utf8)) {}
        Value(const std::vector<std::string>& texts) : Value(list()) {
            for (const std::string& text : texts) {
                append(text);
            }
        }

        static Value list(std::initializer_list<Value> items = {}) {
            Value list = adopt(api().make_list(host()));
            for (const Value& item : items) {
                list.append(item);
            }
            return list;
        }
        static Value list(const std::vector<Value>& items) {
            Value list = adopt(api().make_list(host()));
            for (const Value& item : items) {
                list.append(item);
            }
            return list;
        }
        static Value tuple(const std::vector<Value>& items) {
            std::vector<const tutor_value*> handles;
            for (const Value& item : items) {
                handles.push_back(item.handle());
            }
            return adopt(api().make_tuple(host(), handles.data(), handles.size()));
        }
        static Value dict(std::initializer_list<std::pair<std::string_view, Value>> entries = {}) {
            Value dict = adopt(api().make_dict(host()));
            for (const auto& [key, value] : entries) {
                dict.set(key, value);
            }
            return dict;
        }
        /// A text that is shown nowhere, like everything that templates make from it.
        static Value secret(std::string_view utf8) {
            return adopt(api().make_secret(host(), internal::text(utf8)));
        }
        /// From decimal digits with an optional '-', of any length.
        static Value integer_from(std::string_view digits) {
            return adopt(api().make_integer_text(host(), internal::text(digits)));
        }
        static Value function(std::string_view name, Function body);

        Value(const Value& other)
            : handle_(
                other.handle_ == nullptr ? nullptr
                                         : adopt(api().value_copy(host(), other.handle_)).leave()) {
        }
        Value(Value&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
        Value& operator=(Value other) noexcept {
            std::swap(handle_, other.handle_);
            return *this;
        }
        ~Value() {
            if (handle_ != nullptr) {
                api().value_free(host(), handle_);
            }
        }

        Kind kind() const noexcept {
            return handle_ == nullptr ? Kind::none
                                      : static_cast<Kind>(api().value_kind(host(), handle_));
        }
        bool is_none() const noexcept { return kind() == Kind::none; }
        bool is_text() const noexcept { return kind() == Kind::text; }
        bool is_list() const noexcept { return kind() == Kind::list; }
        bool is_dict() const noexcept { return kind() == Kind::dict; }

        // The content. @throws HostError  the value is of another kind
        bool boolean() const {
            int result = 0;
            internal::check(api().as_boolean(host(), handle(), &result));
            return result != 0;
        }
        std::int64_t integer() const {
            std::int64_t result = 0;
            internal::check(api().as_integer(host(), handle(), &result));
            return result;
        }
        std::string integer_text() const {  ///< decimal digits of an int of any size
            return adopt(api().as_integer_text(host(), handle())).text();
        }
        double real() const {
            double result = 0;
            internal::check(api().as_real(host(), handle(), &result));
            return result;
        }
        std::string text() const {
            tutor_text result = {nullptr, 0};
            internal::check(api().as_text(host(), handle(), &result));
            return internal::string(result);
        }

        // Python's str(), repr(), bool() and ==.
        std::string str() const { return adopt(api().to_text(host(), handle())).text(); }
        std::string repr() const { return adopt(api().to_repr(host(), handle())).text(); }
        bool truth() const { return internal::answer(api().truth(host(), handle())); }
        bool operator==(const Value& other) const {
            return internal::answer(api().equal(host(), handle(), other.handle()));
        }

        // Lists and tuples.
        std::size_t size() const {  ///< also of dicts
            std::size_t result = 0;
            internal::check(api().length(host(), handle(), &result));
            return result;
        }
        Value at(std::size_t index) const { return adopt(api().item(host(), handle(), index)); }
        void append(const Value& item) {
            internal::check(api().append(host(), handle(), item.handle()));
        }
        std::vector<Value> items() const {
            std::vector<Value> result;
            const std::size_t count = size();
            for (std::size_t i = 0; i < count; ++i) {
                result.push_back(at(i));
            }
            return result;
        }

        // Dicts and configurations.
        std::optional<Value> find(const Value& key) const {
            tutor_value* found = nullptr;
            internal::check(api().get(host(), handle(), key.handle(), &found));
            return found == nullptr ? std::nullopt : std::optional(adopt(found));
        }
        Value get(std::string_view key) const {  ///< @throws Error  no such key
            if (std::optional<Value> found = find(key)) {
                return std::move(*found);
            }
            throw Error("there is no '" + std::string(key) + "'");
        }
        void set(const Value& key, const Value& value) {
            internal::check(api().set(host(), handle(), key.handle(), value.handle()));
        }
        void remove(const Value& key) {
            internal::check(api().remove(host(), handle(), key.handle()));
        }
        std::vector<Value> keys() const { return adopt(api().keys(host(), handle())).items(); }

        // Objects.
        Value call(const std::vector<Value>& arguments, const Value& keyword = {}) const {
            std::vector<const tutor_value*> handles;
            for (const Value& argument : arguments) {
                handles.push_back(argument.handle());
            }
            return adopt(api().call(
                host(),
                handle(),
                handles.data(),
                handles.size(),
                keyword.is_none() ? nullptr : keyword.handle()));
        }
        Value attribute(std::string_view name) const {
            return adopt(api().attribute(host(), handle(), internal::text(name)));
        }

        // For the C interface.

        /// Takes over a handle; NULL is a failure.
        static Value adopt(tutor_value* handle) {
            if (handle == nullptr) {
                internal::fail();
            }
            Value value;
            value.handle_ = handle;
            return value;
        }
        /// A value of its own for a handle that is only lent.
        static Value borrow(const tutor_value* handle) {
            return adopt(api().value_copy(host(), handle));
        }
        /// The handle, still owned by this object.
        const tutor_value* handle() const {
            if (handle_ == nullptr) {
                handle_ = api().make_none(host());
            }
            return handle_;
        }
        /// The handle, owned by the caller.
        tutor_value* leave() {
            handle();
            return std::exchange(handle_, nullptr);
        }

    private:
        static const tutor_host* host() noexcept { return internal::host; }
        static const tutor_host& api() noexcept { return *internal::host; }

        template <std::integral Integer>
        static Value from_integer(Integer integer) {
            if (std::in_range<std::int64_t>(integer)) {
                return adopt(api().make_integer(host(), static_cast<std::int64_t>(integer)));
            }
            return integer_from(std::to_string(integer));
        }

        mutable tutor_value* handle_;  ///< null: None
    };

}  // namespace )
}  // namespace tutor
