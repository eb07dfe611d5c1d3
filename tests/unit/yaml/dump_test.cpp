// SPDX-License-Identifier: Apache-2.0
//
// What the golden cases cannot hold: values made in C++, and our own decisions.

#include "yaml/dump.hpp"

#include "base/error.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"
#include "yaml/load.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

namespace tutor::yaml {

TEST_CASE("keys are sorted unless their order is wanted") {
    const value::Dict dict{{"b", 1}, {"a", value::List{1, "x"}}};
    CHECK(dump(dict) == "a:\n- 1\n- x\nb: 1\n");
    CHECK(dump(dict, {.key_order = KeyOrder::kept}) == "b: 1\na:\n- 1\n- x\n");
}

TEST_CASE("tuples are lists, markup and secrets are strings") {
    CHECK(dump(value::Value::tuple({1, 2})) == "- 1\n- 2\n");
    CHECK(dump(value::Value::tuple({})) == "[]\n");
    CHECK(dump(value::Dict{{"a", value::Value::markup("<b>")}}) == "a: <b>\n");
    CHECK(dump(value::Dict{{"a", value::Value::secret("s3cret")}}) == "a: s3cret\n");
}

TEST_CASE("numbers that JSON cannot hold") {
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(
        dump(value::List{infinity, -infinity, std::numeric_limits<double>::quiet_NaN()})
        == "- .inf\n- -.inf\n- .nan\n");
    CHECK(
        dump(value::List{value::Value::integer_from_digits("123456789012345678901")})
        == "- 123456789012345678901\n");
}

TEST_CASE("one list in two places is written once, two equal lists twice") {
    const value::List list{1};
    CHECK(dump(value::Dict{{"a", list}, {"b", list}}) == "a: &id001\n- 1\nb: *id001\n");
    CHECK(dump(value::Dict{{"a", value::List{1}}, {"b", value::List{1}}}) == "a:\n- 1\nb:\n- 1\n");
}

TEST_CASE("a list in itself is written with an alias") {
    value::List list;
    list.append(list);
    CHECK(dump(list) == "&id001\n- *id001\n");
    list.items().clear();
}

TEST_CASE("U+0085 survives") {
    const std::string text = "a\xC2\x85"
                             "b";
    CHECK(dump(value::Value(text)) == "\"a\\Nb\"\n");
    CHECK(load(dump(value::Value(text)), "dumped").as_string() == text);
}

TEST_CASE("what has no YAML form is an error that names its type") {
    const value::Value callable =
        value::function("f", [](value::Arguments&) { return value::Value(); });
    CHECK_THROWS_AS(dump(callable), Error);
    CHECK_THROWS_WITH_AS(
        dump(value::Dict{{"a", value::Value::range(0, 3, 1)}}),
        "a value of type 'range' cannot be written as YAML",
        Error);
    CHECK_THROWS_AS(dump("a\xFF"), Error);
}

TEST_CASE("depth is bounded") {
    value::Value value(1);
    for (int level = 0; level < 2000; ++level) {
        value = value::List{value};
    }
    CHECK_THROWS_WITH_AS(dump(value), "nested more than 1000 levels deep", Error);
}

}  // namespace tutor::yaml
