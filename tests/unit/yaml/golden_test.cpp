// SPDX-License-Identifier: Apache-2.0
//
// The answers of PyYAML in tests/golden/yaml, made by tests/oracle/yaml/make_cases.py.

#include "base/error.hpp"
#include "base/files.hpp"
#include "json/parse.hpp"
#include "unit/yaml/describe.hpp"
#include "yaml/dump.hpp"
#include "yaml/load.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace tutor::yaml {
namespace {

value::Value cases(const std::string& name) {
    const char* source_dir = std::getenv("TUTOR_SOURCE_DIR");
    REQUIRE(source_dir != nullptr);
    const std::filesystem::path path =
        std::filesystem::path(source_dir) / "tests/golden/yaml" / name;
    return json::parse(read_file(path), path.string());
}

std::string text_of(const value::Dict& test_case, std::string_view key) {
    const value::Value* text = test_case.find(key);
    return text == nullptr ? std::string() : std::string(text->as_string());
}

/// Line of the error; 0 when it has none, -1 when there is no error.
int line_of_error(const std::string& text) {
    try {
        load(text, "case");
    } catch (const Error& error) {
        return error.info().where ? error.info().where->line : 0;
    }
    return -1;
}

}  // namespace

TEST_CASE("what PyYAML loads is loaded alike, what it refuses is refused in the same line") {
    const value::Value all = cases("load.json");
    CHECK(all.items().size() > 300);
    for (const value::Value& item : all.items()) {
        const value::Dict test_case = item.as_dict();
        const std::string text = text_of(test_case, "text");
        CAPTURE(text);
        if (test_case.contains("value")) {
            CHECK(test::describe(load(text, "case")) == text_of(test_case, "value"));
        } else if (const value::Value* line = test_case.find("line")) {
            CHECK(line_of_error(text) == line->as_integer());
        } else {
            CHECK(line_of_error(text) >= 1);
        }
    }
}

TEST_CASE("what PyYAML dumps is dumped alike, byte for byte, and reads back as the same value") {
    const value::Value all = cases("dump.json");
    CHECK(all.items().size() > 300);
    for (const value::Value& item : all.items()) {
        const value::Dict test_case = item.as_dict();
        const std::string expected = text_of(test_case, "yaml");
        CAPTURE(expected);
        const value::Value value = test_case.contains("json")
            ? json::parse(text_of(test_case, "json"), "case")
            : load(text_of(test_case, "text"), "case");
        CHECK(dump(value) == expected);
        CHECK(dump(load(expected, "dumped")) == expected);
    }
}

}  // namespace tutor::yaml
