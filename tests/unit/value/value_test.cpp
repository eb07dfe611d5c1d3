// SPDX-License-Identifier: Apache-2.0

#include "value/value.hpp"

#include "value/cycles.hpp"
#include "value/errors.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::value {

TEST_CASE("values print as Python prints them") {
    CHECK(
        repr(Value(List{"a", 1, true, nullptr, 1.0, "it's"}))
        == "['a', 1, True, None, 1.0, \"it's\"]");
    CHECK(repr(Value::tuple({1})) == "(1,)");
    CHECK(repr(Value(Dict{{"a", 1}, {"b", Value(List{})}})) == "{'a': 1, 'b': []}");
    CHECK(repr(Value::range(0, 5, 1)) == "range(0, 5)");
    CHECK(repr(Value::markup("<b>")) == "Markup('<b>')");
    CHECK(str(Value::integer_from_digits("18446744073709551616")) == "18446744073709551616");
    CHECK(repr("tab\there \x1b é \u200b") == "'tab\\there \\x1b é \\u200b'");
    CHECK(str(Value(1e16)) == "1e+16");
    CHECK(str(Value(0.1)) == "0.1");
    CHECK(str(date("2020-01-01", "datetime.date(2020, 1, 1)")) == "2020-01-01");
}

TEST_CASE("a list that holds itself prints its ellipsis and is freed with its scope") {
    std::weak_ptr<Object> watched;
    {
        const CycleScope scope;
        List list;
        const Value object = function("f", [](Arguments&) { return Value(); });
        watched = object.as_object();
        list.append(object);
        list.append(list);
        Dict dict{{"self", list}};
        dict.set("dict", dict);
        list.append(dict);
        CHECK(repr(list) == "[<function f>, [...], {'self': [...], 'dict': {...}}]");
    }
    CHECK(watched.expired());
}

TEST_CASE("a scope leaves alone what is reachable from outside") {
    List kept;
    {
        const CycleScope scope;
        List inner{1, 2};
        inner.append(inner);
        kept.append(inner);
    }
    CHECK(repr(kept) == "[[1, 2, [...]]]");
    kept.items()[0].as_list().items().pop_back();
}

TEST_CASE("a chain of a million lists is freed without a deep stack") {
    Value chain;
    for (int i = 0; i < 1'000'000; ++i) {
        chain = List{chain};
    }
    CHECK(chain.is_list());
    CHECK_THROWS_AS(repr(chain), PythonError);
}

TEST_CASE("dict keys follow Python's equality and keep their order") {
    Dict dict;
    dict.set(Value(1), "one");
    dict.set(Value(1.0), "float");
    dict.set(Value(true), "bool");
    CHECK(repr(dict) == "{1: 'bool'}");
    for (int i = 0; i < 100; ++i) {
        dict.set("key" + std::to_string(i), i);
    }
    CHECK(dict.size() == 101);
    for (int i = 0; i < 100; i += 2) {
        CHECK(dict.erase("key" + std::to_string(i)));
    }
    CHECK_FALSE(dict.erase("key0"));
    CHECK(dict.size() == 51);
    REQUIRE(dict.find("key99") != nullptr);
    CHECK(dict.find("key99")->as_integer() == 99);
    CHECK(dict.find(Value("key99"))->as_integer() == 99);
}

}  // namespace tutor::value
