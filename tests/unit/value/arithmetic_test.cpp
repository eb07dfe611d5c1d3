// SPDX-License-Identifier: Apache-2.0

#include "value/arithmetic.hpp"

#include "value/big_integer.hpp"
#include "value/errors.hpp"
#include "value/methods.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::value {

namespace {

/// An object that takes part in operators, as Python's classes with __add__ do.
class Money final : public Object {
public:
    explicit Money(std::int64_t amount) : amount_(amount) {}

    std::string type_name() const override { return "Money"; }
    std::optional<Value> operate(Operator operation, Side side, const Value& other) const override {
        if (other.kind() != Kind::integer) {
            return std::nullopt;
        }
        if (operation == Operator::subtract) {
            return Value(
                side == Side::left ? amount_ - other.as_integer() : other.as_integer() - amount_);
        }
        if (operation == Operator::less) {
            return Value(amount_ < other.as_integer());
        }
        return std::nullopt;
    }

private:
    std::int64_t amount_;
};

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const PythonError& error) {
        return error.class_name() + ": " + error.what();
    }
    return "no error";
}

}  // namespace

TEST_CASE("objects decide about operators themselves") {
    const Value money = Value::object(std::make_shared<Money>(10));
    CHECK(subtract(money, 3).as_integer() == 7);
    CHECK(subtract(3, money).as_integer() == -7);
    CHECK(compare(Comparison::less, money, 11));
    CHECK(
        message_of([&] { add(money, 1); })
        == "TypeError: unsupported operand type(s) for +: 'Money' and 'int'");
    CHECK(message_of([&] { negate(money); }) == "TypeError: bad operand type for unary -: 'Money'");
}

TEST_CASE("limits stop what would take all memory") {
    const LimitScope scope({.max_integer_bits = 1000, .max_bytes = 1000});
    CHECK(message_of([] { power(2, 2000); }).starts_with("OverflowError"));
    CHECK(message_of([] { multiply("abc", 1000); }).starts_with("MemoryError"));
    CHECK(message_of([] { multiply(Value(List{1}), 1000); }).starts_with("MemoryError"));
    CHECK(message_of([] { modulo("%2000d", 1); }).starts_with("MemoryError"));
    CHECK(message_of([] {
              to_vector(Value::range(0, 1'000'000'000'000, 1));
          }).starts_with("MemoryError"));
    CHECK(str(power(2, 100)) == "1267650600228229401496703205376");
}

TEST_CASE("extreme sizes are errors, not crashes") {
    const Value wide = Value::range(0, INT64_MAX, std::int64_t{1} << 40);
    CHECK(message_of([&] {
              get_slice(wide, {}, {}, std::int64_t{1} << 40);
          }).starts_with("OverflowError"));
    CHECK(message_of([] {
              modulo("%*d", Value::tuple({INT64_MIN, 1}));
          }).starts_with("MemoryError"));
    CHECK(
        message_of([] {
            modulo("%.*f", Value::tuple({std::int64_t{1} << 40, 1.0}));
        })
        == "OverflowError: Python int too large to convert to C int");
    CHECK(round_to_digits(Value(55), -1'000'000'000).as_integer() == 0);
    CHECK(round_to_digits(Value(55), -2).as_integer() == 100);
    CHECK(message_of([] {
              integer_from_text(std::string(2'000'000, 'f'), 16);
          }).starts_with("OverflowError"));
}

TEST_CASE("a list may grow while it is walked, a dict may not") {
    List list{1};
    const Iteration items = iterate(list);
    CHECK(items()->as_integer() == 1);
    list.append(2);
    CHECK(items()->as_integer() == 2);
    CHECK_FALSE(items().has_value());
    Dict dict{{"a", 1}, {"b", 2}};
    const Iteration keys = iterate(dict);
    CHECK(keys()->as_string() == "a");
    dict.set("c", 3);
    CHECK(message_of([&] { keys(); }) == "RuntimeError: dictionary changed size during iteration");
}

TEST_CASE("a missing item is no exception for find_item") {
    const Value dict(Dict{{"a", 1}});
    CHECK(find_item(dict, "a")->as_integer() == 1);
    CHECK_FALSE(find_item(dict, "b").has_value());
    CHECK_FALSE(find_item(dict, Value(List{})).has_value());
    CHECK_FALSE(find_item(Value(5), 1).has_value());
    CHECK_FALSE(find_item(Value("abc"), 7).has_value());
    CHECK(find_item(Value("abc"), -1)->as_string() == "c");
}

TEST_CASE("views of a dict show it as it is now") {
    Dict dict{{"a", 1}};
    Arguments none;
    const Value keys = call_method(dict, "keys", none);
    const Value items = call_method(dict, "items", none);
    dict.set("b", 2);
    CHECK(repr(keys) == "dict_keys(['a', 'b'])");
    CHECK(repr(items) == "dict_items([('a', 1), ('b', 2)])");
    CHECK(length(items) == 2);
    CHECK(contains(keys, "b"));
    CHECK(contains(items, Value::tuple({"b", 2.0})));
    CHECK(equal(keys, dict_view(Dict{{"b", 0}, {"a", 0}}, DictViewKind::keys)));
    CHECK(as_dict_view(items)->kind == DictViewKind::items);
    CHECK_FALSE(as_dict_view(dict).has_value());
}

TEST_CASE("a bound method can be passed around and called later") {
    const Value upper = *bound_method("abc", "upper");
    Arguments none;
    CHECK(is_callable(upper));
    CHECK(str(call(upper, none)) == "ABC");
    CHECK(str(*attribute(upper, "__name__")) == "upper");
    CHECK_FALSE(bound_method("abc", "nothing").has_value());
    CHECK(
        message_of([&] { call_method(5, "upper", none); })
        == "AttributeError: 'int' object has no attribute 'upper'");
    CHECK(str(*attribute(*attribute(5, "__class__"), "__name__")) == "int");
}

TEST_CASE("dates order and show their parts") {
    const Value day = date("2020-01-31", "datetime.date(2020, 1, 31)");
    const Value later = date("2021-01-01", "datetime.date(2021, 1, 1)");
    CHECK(less(day, later));
    CHECK(equal(day, date("2020-01-31", "datetime.date(2020, 1, 31)")));
    CHECK(attribute(day, "month")->as_integer() == 1);
    CHECK_FALSE(attribute(day, "hour").has_value());
    CHECK(
        message_of([&] { add(day, 1); })
        == "TypeError: unsupported operand type(s) for +: 'datetime.date' and 'int'");
}

TEST_CASE("deep and cyclic data end in a RecursionError, not in a crash") {
    List a;
    List b;
    a.append(a);
    b.append(b);
    CHECK(
        message_of([&] { equal(a, b); })
        == "RecursionError: maximum recursion depth exceeded in comparison");
    a.items().clear();
    b.items().clear();
}

TEST_CASE("large division and multiplication agree") {
    // q * d + r == n for numbers whose quotient digits need the rare corrections.
    const BigInteger d = BigInteger::from_digits("80000000000000000000000000000001", 16);
    const BigInteger n = BigInteger::from_digits(
        "7fffffffffffffffffffffffffffffff00000000000000000000000000000000", 16);
    const auto [q, r] = n.divide(d);
    CHECK(q * d + r == n);
    CHECK(r < d);
    CHECK((-n).divide(d).second + (-n).divide(d).first * d == -n);
}

}  // namespace tutor::value
