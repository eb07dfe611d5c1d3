// SPDX-License-Identifier: Apache-2.0
//
// Expected texts are what json.dumps of Python 3.11 prints.

#include "json/dump.hpp"

#include "json/parse.hpp"
#include "value/errors.hpp"
#include "value/object.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace tutor::json {
namespace {

std::string again(std::string_view text, const DumpOptions& options = {}) {
    return dump(parse(text, "text"), options);
}

/// Class and message of the exception.
std::string failure(const value::Value& value) {
    try {
        dump(value);
    } catch (const value::PythonError& error) {
        return error.class_name() + ": " + error.what();
    }
    return "none";
}

}  // namespace

TEST_CASE("one line with Python's separators") {
    CHECK(
        again(R"({"b":[1,2.5,true,null],"a":{},"c":[]})")
        == R"({"b": [1, 2.5, true, null], "a": {}, "c": []})");
    CHECK(dump(value::Value::tuple({1, "x"})) == R"([1, "x"])");
}

TEST_CASE("floats are written as Python's repr, beyond numbers as its words") {
    const std::vector<std::pair<double, const char*>> table = {
        {1.0, "1.0"},
        {0.1, "0.1"},
        {1e16, "1e+16"},
        {1e-7, "1e-07"},
        {-0.0, "-0.0"},
        {123456789.123, "123456789.123"},
        {std::numeric_limits<double>::infinity(), "Infinity"},
        {-std::numeric_limits<double>::infinity(), "-Infinity"},
        {std::numeric_limits<double>::quiet_NaN(), "NaN"},
    };
    for (const auto& [real, text] : table) {
        CHECK(dump(real) == text);
    }
    CHECK(
        dump(value::Value::integer_from_digits("18446744073709551616")) == "18446744073709551616");
}

TEST_CASE("strings are escaped, beyond ASCII only when asked") {
    const std::string text = "é😀\"\\\n\r\t\b\f\x01\x7F/<";
    CHECK(dump(text) == R"("\u00e9\ud83d\ude00\"\\\n\r\t\b\f\u0001\u007f/<")");
    CHECK(dump(text, {.ensure_ascii = false}) == "\"é😀\\\"\\\\\\n\\r\\t\\b\\f\\u0001\x7F/<\"");
}

TEST_CASE("indentation drops the blank behind commas and leaves empty containers alone") {
    CHECK(
        again(R"({"a": [1, {"b": 2}], "c": [], "d": {}})", {.indent = 2})
        == "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": [],\n  \"d\": "
           "{}\n}");
    CHECK(again("[1, 2]", {.indent = 0}) == "[\n1,\n2\n]");
}

TEST_CASE("keys can be sorted, separators chosen") {
    CHECK(again(R"({"b": 1, "a": 2})", {.sort_keys = true}) == R"({"a": 2, "b": 1})");
    CHECK(
        again(R"({"b": [1, 2]})", {.item_separator = ",", .key_separator = ":"})
        == R"({"b":[1,2]})");
}

TEST_CASE("keys that are no strings are written as strings") {
    value::Dict dict;
    dict.set(value::Value(1), "a");
    dict.set(value::Value(2.5), "b");
    dict.set(value::Value(), "c");
    dict.set(value::Value(false), "d");
    CHECK(dump(dict) == R"({"1": "a", "2.5": "b", "null": "c", "false": "d"})");
}

TEST_CASE("what JSON cannot hold fails as in Python") {
    value::Dict dict;
    dict.set(value::Value::tuple({1}), 1);
    CHECK(failure(dict) == "TypeError: keys must be str, int, float, bool or None, not tuple");
    CHECK(
        failure(value::function("f", [](value::Arguments&) { return value::Value(); }))
        == "TypeError: Object of type function is not JSON serializable");
    CHECK(
        failure(value::List{value::date("2020-01-01", "datetime.date(2020, 1, 1)")})
        == "TypeError: Object of type date is not JSON serializable");
    value::Dict mixed;
    mixed.set("a", 1);
    mixed.set(value::Value(1), 1);
    CHECK_THROWS_AS(dump(mixed, {.sort_keys = true}), value::PythonError);
}

TEST_CASE("a container inside itself fails, one that occurs twice does not") {
    value::List list;
    list.append(list);
    CHECK(failure(list) == "ValueError: Circular reference detected");
    list.items().clear();
    CHECK(dump(value::List{list, list}) == "[[], []]");
}

}  // namespace tutor::json
