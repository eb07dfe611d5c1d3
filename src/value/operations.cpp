// SPDX-License-Identifier: Apache-2.0
//
// Truth, equality, order, hashes, types and copies.

#include "value/operations.hpp"

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/object.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <unordered_map>

namespace tutor::value {

namespace {

constexpr const char* while_comparing = " in comparison";

bool equal_sequences(const Value& a, const Value& b) {
    if (a.items().size() != b.items().size()) {
        return false;
    }
    const internal::DepthGuard guard(while_comparing);
    for (std::size_t i = 0; i < a.items().size() && i < b.items().size(); ++i) {
        charge();
        if (!a.items()[i].is(b.items()[i]) && !equal(a.items()[i], b.items()[i])) {
            return false;
        }
    }
    return true;
}

bool equal_dicts(const Dict& a, const Dict& b) {
    if (a.size() != b.size()) {
        return false;
    }
    const internal::DepthGuard guard(while_comparing);
    for (const auto& [key, value] : a) {
        charge();
        const Value* const other = b.find(key);
        if (other == nullptr || (!value.is(*other) && !equal(value, *other))) {
            return false;
        }
    }
    return true;
}

bool equal_ranges(const internal::RangeCell& a, const internal::RangeCell& b) {
    const std::uint64_t length = a.length();
    if (length != b.length() || length == 0) {
        return length == b.length();
    }
    return a.start == b.start && (length == 1 || a.step == b.step);
}

bool holds(Comparison comparison, std::partial_ordering order) {
    switch (comparison) {
    case Comparison::equal: return order == 0;
    case Comparison::not_equal: return order != 0;
    case Comparison::less: return order < 0;
    case Comparison::less_equal: return order <= 0;
    case Comparison::greater: return order > 0;
    case Comparison::greater_equal: return order >= 0;
    }
    return false;
}

const char* symbol_of(Comparison comparison) {
    switch (comparison) {
    case Comparison::equal: return "==";
    case Comparison::not_equal: return "!=";
    case Comparison::less: return "<";
    case Comparison::less_equal: return "<=";
    case Comparison::greater: return ">";
    case Comparison::greater_equal: return ">=";
    }
    return "";
}

Operator operator_of(Comparison comparison) {
    switch (comparison) {
    case Comparison::equal:
    case Comparison::not_equal:
    case Comparison::less: return Operator::less;
    case Comparison::less_equal: return Operator::less_equal;
    case Comparison::greater: return Operator::greater;
    case Comparison::greater_equal: return Operator::greater_equal;
    }
    return Operator::less;
}

bool order_sequences(Comparison comparison, const Value& a, const Value& b) {
    const internal::DepthGuard guard(while_comparing);
    const std::size_t common = std::min(a.items().size(), b.items().size());
    for (std::size_t i = 0; i < common; ++i) {
        charge();
        const Value left = a.items()[i];
        const Value right = b.items()[i];
        if (!left.is(right) && !equal(left, right)) {
            return compare(comparison, left, right);
        }
    }
    return holds(comparison, a.items().size() <=> b.items().size());
}

std::optional<Value> order_objects(Comparison comparison, const Value& a, const Value& b) {
    const auto is_active = [](const Value& value) {
        return value.is_object() || value.is_undefined();
    };
    const Operator operation = operator_of(comparison);
    if (is_active(a)) {
        if (auto result = a.as_object()->operate(operation, Side::left, b)) {
            return result;
        }
    }
    if (is_active(b)) {
        return b.as_object()->operate(operation, Side::right, a);
    }
    return std::nullopt;
}

std::size_t combine(std::size_t hash, std::size_t next) {
    return (hash ^ next) * 0x9E3779B97F4A7C15U + 0x165667B19E3779F9U + (hash >> 31U);
}

/// Python's hash of a float: equal to that of an equal integer.
std::size_t real_hash(double real) {
    if (std::isnan(real)) {
        return std::bit_cast<std::size_t>(real);
    }
    if (std::isinf(real)) {
        return static_cast<std::size_t>(real > 0 ? 314159 : -314159);
    }
    if (std::trunc(real) == real) {
        return static_cast<std::size_t>(BigInteger::from_real(real).hash());
    }
    return std::bit_cast<std::size_t>(real) * 0x9E3779B97F4A7C15U >> 3U;
}

Value copy_deeply(const Value& value, std::unordered_map<const void*, Value>& copies) {
    const bool sequence = value.is_list() || value.is_tuple();
    if (!sequence && !value.is_dict()) {
        return value;
    }
    if (const auto known = copies.find(value.identity()); known != copies.end()) {
        return known->second;
    }
    const internal::DepthGuard guard("");
    if (value.is_dict()) {
        Dict copy;
        copies.emplace(value.identity(), copy);
        for (const auto& [key, item] : value.as_dict()) {
            copy.set(copy_deeply(key, copies), copy_deeply(item, copies));
        }
        return copy;
    }
    if (value.is_list()) {
        List copy;
        copies.emplace(value.identity(), copy);
        for (const Value& item : value.items()) {
            copy.append(copy_deeply(item, copies));
        }
        return copy;
    }
    std::vector<Value> items;
    for (const Value& item : value.items()) {
        items.push_back(copy_deeply(item, copies));
    }
    Value copy = Value::tuple(std::move(items));
    copies.emplace(value.identity(), copy);
    return copy;
}

}  // namespace

std::string type_name(const Value& value) {
    switch (value.kind()) {
    case Kind::none: return "NoneType";
    case Kind::boolean: return "bool";
    case Kind::integer:
    case Kind::big_integer: return "int";
    case Kind::real: return "float";
    case Kind::string: return "str";
    case Kind::markup: return "Markup";
    case Kind::list: return "list";
    case Kind::tuple: return "tuple";
    case Kind::dict: return "dict";
    case Kind::range: return "range";
    case Kind::undefined:
    case Kind::object: return value.as_object()->type_name();
    }
    return {};
}

bool truth(const Value& value) {
    switch (value.kind()) {
    case Kind::none: return false;
    case Kind::boolean: return value.as_boolean();
    case Kind::integer: return value.as_integer() != 0;
    case Kind::big_integer: return true;
    case Kind::real: return value.as_real() != 0;
    case Kind::string:
    case Kind::markup: return !value.as_string().empty();
    case Kind::list:
    case Kind::tuple: return !value.items().empty();
    case Kind::dict: return !value.as_dict().empty();
    case Kind::range: return value.as_range().length() != 0;
    case Kind::undefined:
    case Kind::object: return value.as_object()->truth();
    }
    return false;
}

bool equal(const Value& a, const Value& b) {
    if (a.is_undefined() || a.is_object()) {
        return a.as_object()->equals(b);
    }
    if (b.is_undefined() || b.is_object()) {
        return b.as_object()->equals(a);
    }
    if (a.is_string()) {
        return b.is_string() && (a.identity() == b.identity() || a.as_string() == b.as_string());
    }
    if (internal::is_numeric(a)) {
        return internal::is_numeric(b) && internal::compare_numbers(a, b) == 0;
    }
    if (a.kind() != b.kind()) {
        return false;
    }
    switch (a.kind()) {
    case Kind::list:
    case Kind::tuple: return equal_sequences(a, b);
    case Kind::dict: return equal_dicts(a.as_dict(), b.as_dict());
    case Kind::range: return equal_ranges(a.as_range(), b.as_range());
    case Kind::none: return true;
    case Kind::undefined:
    case Kind::object:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real:
    case Kind::string:
    case Kind::markup: break;  // decided above
    }
    return false;
}

bool compare(Comparison comparison, const Value& a, const Value& b) {
    if (internal::is_numeric(a) && internal::is_numeric(b)) {
        return holds(comparison, internal::compare_numbers(a, b));
    }
    if (comparison == Comparison::equal || comparison == Comparison::not_equal) {
        return equal(a, b) == (comparison == Comparison::equal);
    }
    if (a.is_string() && b.is_string()) {
        return holds(comparison, a.as_string() <=> b.as_string());
    }
    if ((a.is_list() && b.is_list()) || (a.is_tuple() && b.is_tuple())) {
        return order_sequences(comparison, a, b);
    }
    if (const auto result = order_objects(comparison, a, b)) {
        return truth(*result);
    }
    throw PythonError(
        "TypeError",
        fmt::format(
            "'{}' not supported between instances of '{}' and '{}'",
            symbol_of(comparison),
            type_name(a),
            type_name(b)));
}

bool less(const Value& a, const Value& b) {
    return compare(Comparison::less, a, b);
}

std::size_t hash(const Value& value) {
    switch (value.kind()) {
    case Kind::none: return 0xFCA86420U;
    case Kind::boolean:
    case Kind::integer: {
        const std::int64_t integer = Access::small_integer(value);
        constexpr std::int64_t modulus = (std::int64_t{1} << 61) - 1;
        return static_cast<std::size_t>(integer % modulus);
    }
    case Kind::big_integer: return static_cast<std::size_t>(value.as_big_integer().hash());
    case Kind::real: return real_hash(value.as_real());
    case Kind::string:
    case Kind::markup: return internal::string_hash(Access::string_cell(value));
    case Kind::tuple: {
        const internal::DepthGuard guard("");
        std::size_t result = value.items().size();
        for (const Value& item : value.items()) {
            charge();
            result = combine(result, hash(item));
        }
        return result;
    }
    case Kind::range: {
        const internal::RangeCell& range = value.as_range();
        const std::uint64_t length = range.length();
        std::size_t result = combine(0, length);
        result = combine(result, length == 0 ? 0 : static_cast<std::size_t>(range.start));
        return combine(result, length < 2 ? 0 : static_cast<std::size_t>(range.step));
    }
    case Kind::undefined:
    case Kind::object:
        if (const auto result = value.as_object()->hash()) {
            return *result;
        }
        break;
    case Kind::list:
    case Kind::dict: break;
    }
    throw PythonError("TypeError", "unhashable type: '" + type_name(value) + "'");
}

Value deep_copy(const Value& value) {
    std::unordered_map<const void*, Value> copies;
    return copy_deeply(value, copies);
}

}  // namespace tutor::value
