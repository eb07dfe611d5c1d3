// SPDX-License-Identifier: Apache-2.0
//
// Walking over values, and calling them.

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/operators.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

namespace tutor::value {

namespace {

Iteration iterate_text(const Value& text) {
    return [text, offset = std::size_t{0}]() mutable -> std::optional<Value> {
        charge();
        const std::string_view utf8 = text.as_string();
        if (offset >= utf8.size()) {
            return std::nullopt;
        }
        const std::size_t begin = offset;
        unicode::decode(utf8, offset);
        return Value::string(utf8.substr(begin, offset - begin), text.mark());
    };
}

Iteration iterate_sequence(const Value& sequence) {
    return [sequence, index = std::size_t{0}]() mutable -> std::optional<Value> {
        charge();
        if (index >= sequence.items().size()) {
            return std::nullopt;
        }
        return sequence.items()[index++];
    };
}

Iteration iterate_keys(const Dict& dict) {
    return [dict, at = dict.begin(), size = dict.size()]() mutable -> std::optional<Value> {
        charge();
        if (at.at_end()) {
            return std::nullopt;
        }
        if (dict.size() != size) {
            throw PythonError("RuntimeError", "dictionary changed size during iteration");
        }
        Value key = at->key;
        ++at;
        return key;
    };
}

Iteration iterate_range(const Value& range) {
    return [range, index = std::uint64_t{0}]() mutable -> std::optional<Value> {
        charge();
        if (index >= range.as_range().length()) {
            return std::nullopt;
        }
        return Value(range.as_range().at(index++));
    };
}

}  // namespace

bool is_iterable(const Value& value) {
    switch (value.kind()) {
    case Kind::string:
    case Kind::markup:
    case Kind::list:
    case Kind::tuple:
    case Kind::dict:
    case Kind::range: return true;
    case Kind::object:
    case Kind::undefined: return value.as_object()->iterate().has_value();
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real: break;
    }
    return false;
}

Iteration iterate(const Value& value) {
    switch (value.kind()) {
    case Kind::string:
    case Kind::markup: return iterate_text(value);
    case Kind::list:
    case Kind::tuple: return iterate_sequence(value);
    case Kind::dict: return iterate_keys(value.as_dict());
    case Kind::range: return iterate_range(value);
    case Kind::object:
    case Kind::undefined:
        if (auto iteration = value.as_object()->iterate()) {
            return *std::move(iteration);
        }
        break;
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real: break;
    }
    throw PythonError("TypeError", "'" + type_name(value) + "' object is not iterable");
}

std::vector<Value> to_vector(const Value& value) {
    if (value.is_list() || value.is_tuple()) {
        charge(value.items().size());
        return value.items();
    }
    if (const auto size = value.is_range() ? find_length(value) : std::nullopt) {
        internal::require_room(*size, sizeof(Value));
    }
    std::vector<Value> items;
    const Iteration next = iterate(value);
    while (auto item = next()) {
        charge();
        internal::require_room(items.size() + 1, sizeof(Value));
        items.push_back(*std::move(item));
    }
    return items;
}

bool is_callable(const Value& value) {
    return (value.is_object() || value.is_undefined()) && value.as_object()->is_callable();
}

Value call(const Value& callable, Arguments& arguments) {
    if (!callable.is_object() && !callable.is_undefined()) {
        internal::raise_type_error("'" + type_name(callable) + "' object is not callable");
    }
    return callable.as_object()->call(arguments);
}

}  // namespace tutor::value
