// SPDX-License-Identifier: Apache-2.0

#include "yaml/load.hpp"

#include "base/error.hpp"
#include "unit/yaml/describe.hpp"
#include "value/object.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tutor::yaml {
namespace {

std::string described(std::string_view text) {
    return test::describe(load(text, "config.yml"));
}

ErrorInfo error_of(std::string_view text) {
    try {
        load(text, "config.yml");
    } catch (const Error& error) {
        return error.info();
    }
    FAIL("no error");
    return {};
}

}  // namespace

TEST_CASE("a view of nothing is an empty document") {
    CHECK(load(std::string_view(), "config.yml").is_none());
}

TEST_CASE("an error names source, line and column, with advice where a mistake is common") {
    const ErrorInfo error = error_of("a: 1\nb:\n\tc: 2\n");
    CHECK(
        error.message
        == "while scanning for the next token: found character '\\t' that cannot start any token");
    CHECK(error.where == Position{"config.yml", 3, 1});
    CHECK(error.hint == "indent with spaces, not with tabs");
    CHECK(error_of("é: {{ X }}").where == Position{"config.yml", 1, 5});
    CHECK(error_of("a: {{ X }}").hint == "put a value that begins with '{{' in quotes");
    CHECK(error_of("a: b: c").hint == "put a value that contains ': ' in quotes");
    CHECK(error_of("a: *b").hint == "put a value that begins with '*' in quotes");
}

TEST_CASE("what is never closed is named by the line in which it begins") {
    CHECK(
        error_of("a: 1\nb: [1,\nc: 2\n").message
        == "while parsing a flow sequence that begins in line 2: did not find expected ',' or ']'");
    CHECK(
        error_of("a: 1\nb: \"x\n").message
        == "while scanning a quoted scalar that begins in line 2: found unexpected end of stream");
}

TEST_CASE("no message quotes a value: it may be a secret") {
    for (const char* text : {"a: !!int s3cret", "a: 2020-02-30", "a: !!bool s3cret"}) {
        CAPTURE(text);
        CHECK(error_of(text).message.find("s3cret") == std::string::npos);
        CHECK(error_of(text).message.find("2020") == std::string::npos);
    }
}

TEST_CASE("bytes that are no UTF-8 and control characters are errors with a place") {
    CHECK(error_of("a: 1\nb: \xFF\n").where == Position{"config.yml", 2, 4});
    CHECK(error_of("a: 1\nb: é\x01\n").where == Position{"config.yml", 2, 5});
    CHECK(error_of(std::string_view("a\0b", 3)).where == Position{"config.yml", 1, 2});
}

TEST_CASE("a byte order mark is skipped") {
    CHECK(
        described("\xEF\xBB\xBF"
                  "a: 1\nb: 2\n")
        == "{\"a\": int 1, \"b\": int 2}");
}

TEST_CASE("all documents of a text are loaded in order") {
    const std::vector<value::Value> documents = load_all("a: 1\n---\n- b\n---\n", "list.yml");
    REQUIRE(documents.size() == 3);
    CHECK(test::describe(documents[0]) == "{\"a\": int 1}");
    CHECK(test::describe(documents[1]) == "[\"b\"]");
    CHECK(documents[2].is_none());
    CHECK(load_all("", "list.yml").empty());
    CHECK(load_all("# nothing\n", "list.yml").empty());
    CHECK_THROWS_AS(load_all("a: 1\n---\nb: [\n", "list.yml"), Error);
}

TEST_CASE("aliases share one container") {
    const value::Value value = load("a: &x [1]\nb: *x\n", "config.yml");
    value.as_dict().find("a")->as_list().append(2);
    CHECK(value::repr(*value.as_dict().find("b")) == "[1, 2]");
}

TEST_CASE("a container inside itself is refused: it could never be freed") {
    CHECK_THROWS_AS(load("&a [*a]", "config.yml"), Error);
    CHECK_THROWS_AS(load("&a {k: {l: *a}}", "config.yml"), Error);
    CHECK_THROWS_AS(load("&a {<<: *a, b: 1}", "config.yml"), Error);
}

TEST_CASE("aliases of aliases cost no more than they are long") {
    std::string text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 60; ++level) {
        const std::string below = "*l" + std::to_string(level - 1);
        text += "l" + std::to_string(level) + ": &l" + std::to_string(level) + " [" + below + ", "
            + below + ", " + below + "]\n";
    }
    CHECK(load(text, "laughs.yml").as_dict().size() == 60);
}

TEST_CASE("merges of merges are bounded") {
    std::string text = "m0: &m0 {a: 1, b: 2}\n";
    for (int level = 1; level < 60; ++level) {
        const std::string below = "*m" + std::to_string(level - 1);
        text += "m" + std::to_string(level) + ": &m" + std::to_string(level) + " {<<: [" + below
            + ", " + below + "]}\n";
    }
    CHECK_THROWS_WITH_AS(load(text, "laughs.yml"), "'<<' merges more than 100000 entries", Error);
}

TEST_CASE("depth is bounded") {
    CHECK_THROWS_WITH_AS(
        load(std::string(5000, '['), "deep.yml"), "nested more than 1000 levels deep", Error);
    CHECK(load(std::string(500, '[') + std::string(500, ']'), "deep.yml").is_list());
}

TEST_CASE("integers have no limit but that of Python's own reader") {
    const std::string digits(4000, '7');
    CHECK(described(digits) == "int " + digits);
    CHECK_THROWS_AS(load(std::string(5000, '7'), "config.yml"), Error);
}

TEST_CASE("differences from PyYAML that docs/compatibility/pyyaml.md lists") {
    CHECK(described("a:\tb") == "{\"a\": \"b\"}");
    CHECK(described("[a?]") == "[\"a?\"]");
    CHECK_THROWS_AS(load("{a:}", "config.yml"), Error);
    CHECK_THROWS_AS(load("%FOO x\n--- a", "config.yml"), Error);
    CHECK_THROWS_AS(load("\"\\uD83D\"", "config.yml"), Error);
    CHECK(described("!!set {b, a}") == "set(\"b\", \"a\")");
}

TEST_CASE("bytes and sets behave like Python's") {
    const value::Value bytes = load("!!binary J0EnIgD/", "config.yml");
    CHECK(value::repr(bytes) == "b'\\'A\\'\"\\x00\\xff'");
    CHECK(value::repr(load("!!binary Jw==", "config.yml")) == "b\"'\"");
    CHECK(value::equal(bytes, load("!!binary J0EnIgD/", "config.yml")));
    CHECK_FALSE(value::equal(bytes, load("!!binary Jw==", "config.yml")));
    const value::Value set = load("!!set {1, b}", "config.yml");
    CHECK(value::repr(set) == "{1, 'b'}");
    CHECK(value::repr(load("!!set {}", "config.yml")) == "set()");
    CHECK_FALSE(value::truth(load("!!set {}", "config.yml")));
    CHECK(set.as_object()->contains("b") == true);
    CHECK(value::equal(set, load("!!set {b, 1}", "config.yml")));
    CHECK_THROWS_AS(load("? !!set {a}\n: b", "config.yml"), Error);
    CHECK(described("? !!binary Jw==\n: b") == "{b\"'\": \"b\"}");
}

}  // namespace tutor::yaml
