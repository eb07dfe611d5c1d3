// SPDX-License-Identifier: Apache-2.0

#include "yaml/setting.hpp"

#include "unit/yaml/describe.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace tutor::yaml {
namespace {

std::string setting(std::string_view text) {
    return test::describe(parse_setting(text));
}

std::string variable(std::string_view text) {
    return test::describe(parse_environment_setting(text));
}

}  // namespace

TEST_CASE("settings are typed as the contract's table has it") {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"1", "int 1"},
        {"1.5", "float 1.5"},
        {"1e3", "\"1e3\""},
        {"0123", "int 83"},
        {"0x1F", "int 31"},
        {"1_000", "int 1000"},
        {"12:30:45", "int 45045"},
        {"true", "bool True"},
        {"Yes", "bool True"},
        {"ON", "bool True"},
        {"false", "bool False"},
        {"no", "bool False"},
        {"Off", "bool False"},
        {"y", "\"y\""},
        {"n", "\"n\""},
        {"null", "NoneType None"},
        {"~", "NoneType None"},
        {"\"quoted\"", "\"quoted\""},
        {"a: b", "{\"a\": \"b\"}"},
        {"x:y", "\"x:y\""},
        {"a=b=c", "\"a=b=c\""},
        {"[a, b]", "[\"a\", \"b\"]"},
        {"{\"a\": 1}", "{\"a\": int 1}"},
        {"2020-01-01", "datetime.date(2020, 1, 1)"},
        {"two\nlines", "\"two lines\""},
    };
    for (const auto& [text, expected] : table) {
        CAPTURE(text);
        CHECK(setting(text) == expected);
        CHECK(variable(text) == expected);
    }
}

TEST_CASE("what YAML cannot read is the string as it stands") {
    for (const char* text :
         {"{{ X }}",
          "<<",
          "=",
          "*a",
          "!x",
          "!!int abc",
          "2020-02-30",
          "--- a\n--- b",
          "[a]: b",
          "[",
          "a: b: c",
          "'open",
          "@x",
          "%x",
          "\ta",
          "a: {{ X }}"}) {
        CAPTURE(text);
        CHECK(parse_setting(text).as_string() == text);
        CHECK(parse_environment_setting(text).as_string() == text);
    }
}

TEST_CASE("an empty setting and a lone comment are strings, in a variable they are null") {
    CHECK(setting("") == "\"\"");
    CHECK(setting("#abc") == "\"#abc\"");
    CHECK(variable("").substr(0, 8) == "NoneType");
    CHECK(variable("#abc").substr(0, 8) == "NoneType");
}

TEST_CASE("a comment above a value is a comment") {
    CHECK(setting("#abc\n1") == "int 1");
}

}  // namespace tutor::yaml
