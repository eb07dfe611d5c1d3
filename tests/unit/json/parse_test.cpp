// SPDX-License-Identifier: Apache-2.0

#include "json/parse.hpp"

#include "base/error.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tutor::json {
namespace {

std::string parsed(std::string_view text) {
    return value::repr(parse(text, "body"));
}

ErrorInfo error_of(std::string_view text) {
    try {
        parse(text, "body");
    } catch (const Error& error) {
        return error.info();
    }
    FAIL("no error");
    return {};
}

}  // namespace

TEST_CASE("every kind of value is read, objects keep their order") {
    CHECK(
        parsed(R"( {"b": [1, -2.5, 1e3, true, false, null], "a": {"x": "y"}, "e": [], "f": {}} )")
        == "{'b': [1, -2.5, 1000.0, True, False, None], 'a': {'x': 'y'}, 'e': [], 'f': {}}");
    CHECK(parsed("5") == "5");
    CHECK(parsed(R"("\u00e9\ud83d\ude00\n\"\/")") == "'é😀\\n\"/'");
}

TEST_CASE("the last of equal keys wins, at the place of the first") {
    CHECK(parsed(R"({"a": 1, "b": 2, "a": 3})") == "{'a': 3, 'b': 2}");
}

TEST_CASE("integers of any size are exact, numbers with dot or exponent are floats") {
    CHECK(parsed("9223372036854775807") == "9223372036854775807");
    CHECK(parsed("9223372036854775808") == "9223372036854775808");
    CHECK(parsed("18446744073709551616") == "18446744073709551616");
    CHECK(parsed("-123456789012345678901234567890") == "-123456789012345678901234567890");
    CHECK(parsed("1.0") == "1.0");
    CHECK(parsed("1E2") == "100.0");
    CHECK(parsed("-0") == "0");
}

TEST_CASE("an error names line and column, and shows nothing of the text") {
    const ErrorInfo error = error_of("{\n  \"é\": s3cret\n}");
    CHECK(error.message == "invalid JSON: syntax error while parsing value - invalid literal");
    CHECK(error.where == Position{"body", 2, 8});
    CHECK(error_of("").where == Position{"body", 1, 1});
    CHECK(error_of("[1, 2").where == Position{"body", 1, 6});
    CHECK(error_of("{\"a\": 1}\nx").where->line == 2);
}

TEST_CASE("what is no JSON is refused") {
    for (const char* text :
         {"[1,]",
          "{a: 1}",
          "'a'",
          "01",
          "1 2",
          "NaN",
          "Infinity",
          "\"\\x\"",
          "\"a\nb\"",
          "\"\xFF\"",
          "\"\\ud800\"",
          "// c\n1"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse(text, "body"), Error);
    }
}

TEST_CASE("a byte order mark is skipped") {
    CHECK(parsed("\xEF\xBB\xBF[1]") == "[1]");
}

TEST_CASE("depth is bounded") {
    CHECK_THROWS_AS(parse(std::string(5000, '['), "body"), Error);
    CHECK(parse(std::string(900, '[') + std::string(900, ']'), "body").is_list());
}

}  // namespace tutor::json
