// SPDX-License-Identifier: Apache-2.0

#include "yaml/edit.hpp"

#include "base/error.hpp"
#include "yaml/dump.hpp"
#include "yaml/internal/same.hpp"
#include "yaml/load.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tutor::yaml {
namespace {

/// The file after an edit that must keep its layout; `wanted` is YAML.
std::string edited(std::string_view old_text, std::string_view wanted) {
    const value::Value value = load(wanted, "wanted");
    const Edited result = edit(old_text, value.as_dict(), "config.yml");
    CHECK_FALSE(result.rewritten);
    CHECK(internal::same(load(result.text, "result"), value));
    return result.text;
}

std::string rewritten(std::string_view old_text, std::string_view wanted) {
    const value::Value value = load(wanted, "wanted");
    const Edited result = edit(old_text, value.as_dict(), "config.yml");
    CHECK(result.rewritten);
    CHECK(result.text == dump(value));
    return result.text;
}

}  // namespace

TEST_CASE("an unchanged mapping keeps its file byte for byte") {
    for (const char* text :
         {"b: 'x'   # why\na: [1,\n  2]\n\n", "a: 1", "{a: 1}", "a: &x 1\nb: *x\r\n"}) {
        CAPTURE(text);
        CHECK(edited(text, text) == text);
    }
}

TEST_CASE("a changed value keeps its comment, its key's spacing and everything around") {
    CHECK(
        edited("# head\n\nB:   1  # why B\n# about A\nA: 'two'\n", "{A: two, B: 5}")
        == "# head\n\nB:   5  # why B\n# about A\nA: 'two'\n");
    CHECK(edited("A: [1, 2] # c\n", "A: x") == "A: x # c\n");
    CHECK(edited("A: # c\nB: 1\n", "{A: x, B: 1}") == "A: x # c\nB: 1\n");
    CHECK(edited("A:\n", "A: x") == "A: x\n");
    CHECK(edited("\"A\": 1\n", "A: 2") == "\"A\": 2\n");
    CHECK(edited("A: !!str 1\n", "A: 2") == "A: 2\n");
}

TEST_CASE("the type of a value counts as a change") {
    CHECK(edited("A: 1\nB: 1\n", "{A: '1', B: 1.0}") == "A: '1'\nB: 1.0\n");
    CHECK(edited("A: 1\n", "A: true") == "A: true\n");
}

TEST_CASE("values of several lines are replaced as a whole") {
    CHECK(
        edited("A: |\n  one\n  two\n\n# about B\nB: 1\n", "{A: x, B: 1}")
        == "A: x\n\n# about B\nB: 1\n");
    CHECK(
        edited("A:\n  k: v\n  # inside\n  l: w\nB: 1\n", "{A: {k: x}, B: 1}")
        == "A:\n  k: x\nB: 1\n");
    CHECK(edited("A: x\nB: 1\n", "{A: [1, 2], B: 1}") == "A:\n- 1\n- 2\nB: 1\n");
    CHECK(edited("A: \"x\n  y\"\nB: 1\n", "{A: z, B: 1}") == "A: z\nB: 1\n");
}

TEST_CASE("items that stay in a list keep their lines") {
    const std::string text =
        "PLUGINS:   # mine\n  # essential\n  - mfe\n\n  - 'indigo'  # theme\nZ: 1\n";
    CHECK(
        edited(text, "{PLUGINS: [mfe, indigo, forum], Z: 1}")
        == "PLUGINS:   # mine\n  # essential\n  - mfe\n\n  - 'indigo'  # theme\n  - forum\nZ: 1\n");
    CHECK(
        edited(text, "{PLUGINS: [indigo], Z: 1}")
        == "PLUGINS:   # mine\n  # essential\n\n  - 'indigo'  # theme\nZ: 1\n");
    CHECK(
        edited(text, "{PLUGINS: [a, mfe, b], Z: 1}")
        == "PLUGINS:   # mine\n  # essential\n  - a\n  - mfe\n  - b\n\nZ: 1\n");
    CHECK(edited(text, "{PLUGINS: [], Z: 1}") == "PLUGINS: []\nZ: 1\n");
    CHECK(
        edited("A:\r\n- x: 1\r\n  y: 2\r\n- |\r\n  t\r\n", "{A: [{x: 1, y: 2}, {z: [3]}]}")
        == "A:\r\n- x: 1\r\n  y: 2\r\n- z:\r\n  - 3\r\n");
    CHECK(edited("A:\n- - 1\n  - 2\n- 3\n", "{A: [3, 4]}") == "A:\n- 3\n- 4\n");
}

TEST_CASE("a comment sign inside a block scalar is text") {
    const std::string text = "A: |\n  # text\n  x\n# comment\nB: 1\n";
    CHECK(edited(text, "{A: \"# text\\nx\\n\", B: 2}") == "A: |\n  # text\n  x\n# comment\nB: 2\n");
}

TEST_CASE("new keys go to their sorted place in a sorted file") {
    CHECK(edited("A: 1\nC: 3\n", "{A: 1, B: 2, C: 3, D: 4}") == "A: 1\nB: 2\nC: 3\nD: 4\n");
    CHECK(
        edited("A: 1\n\n# about C\nC: 3\n", "{A: 1, B: 2, C: 3}")
        == "A: 1\nB: 2\n\n# about C\nC: 3\n");
    CHECK(
        edited("A: 1\n# more on A\n\nC: 3\n", "{A: 1, B: 2, C: 3}")
        == "A: 1\n# more on A\nB: 2\n\nC: 3\n");
    CHECK(edited("# head\nB: 2\n", "{A: 1, B: 2}") == "# head\nA: 1\nB: 2\n");
    CHECK(
        edited("# head\n\n# about B\nB: 2\n", "{A: 1, B: 2}")
        == "# head\n\nA: 1\n# about B\nB: 2\n");
}

TEST_CASE("new keys go to the end of a file that is not sorted") {
    CHECK(
        edited("Z: 1\nA: 2\n# end\n", "{Z: 1, A: 2, M: 3, B: 4}")
        == "Z: 1\nA: 2\n# end\nM: 3\nB: 4\n");
}

TEST_CASE("a removed key takes its lines along, comments above it stay") {
    CHECK(
        edited("# head\nA: 1 # gone\n# about B\nB:\n- 1\n# about C\nC: 3\n", "C: 3")
        == "# head\n# about B\n# about C\nC: 3\n");
}

TEST_CASE("when all keys go the file holds an empty mapping, which can be filled again") {
    const std::string empty = edited("# head\nA: 1\n", "{}");
    CHECK(empty == "# head\n{}\n");
    CHECK(edited(empty, "{A: 1, B: [2]}") == "# head\nA: 1\nB:\n- 2\n");
}

TEST_CASE("an empty file and one of comments are filled") {
    CHECK(edited("", "A: 1") == "A: 1\n");
    CHECK(edited("\n", "A: 1") == "\nA: 1\n");
    CHECK(edited("# head", "{B: 1, A: 2}") == "# head\nA: 2\nB: 1\n");
    CHECK(edited("---\n", "A: 1") == "---\nA: 1\n");
}

TEST_CASE("a file without a final newline") {
    CHECK(edited("A: 1", "{A: 1, B: 2}") == "A: 1\nB: 2\n");
    CHECK(edited("A: 1", "A: 2") == "A: 2\n");
    CHECK(edited("A: |\n  x", "{A: x, B: 2}") == "A: x\nB: 2\n");
}

TEST_CASE("line ends are those of the file") {
    CHECK(edited("A: 1\r\nC: 3\r\n", "{A: [1], B: 2, C: 3}") == "A:\r\n- 1\r\nB: 2\r\nC: 3\r\n");
    CHECK(edited("A: 1\r\nB: 2", "{A: 1, B: 2, C: 3}") == "A: 1\r\nB: 2\r\nC: 3\r\n");
}

TEST_CASE("document markers, a byte order mark and an indented mapping stay") {
    CHECK(edited("---\nA: 1\n...\n", "{A: 1, B: 2}") == "---\nA: 1\nB: 2\n...\n");
    CHECK(
        edited(
            "\xEF\xBB\xBF"
            "A: 1\n",
            "{A: 2, B: 2}")
        == "\xEF\xBB\xBF"
           "A: 2\nB: 2\n");
    CHECK(edited("  A: 1\n  B: 2\n", "{A: 1, B: [x]}") == "  A: 1\n  B:\n  - x\n");
}

TEST_CASE("of duplicate keys the last one counts") {
    CHECK(edited("A: 1\nB: 2\nA: 3\n", "{A: 4, B: 2}") == "A: 1\nB: 2\nA: 4\n");
    CHECK(edited("A: 1\nB: 2\nA: 3\n", "B: 2") == "B: 2\n");
}

TEST_CASE("a mapping in braces is written anew when it changes") {
    CHECK(rewritten("{A: 1, B: 2} # c\n", "{A: 1, B: 3}") == "A: 1\nB: 3\n");
    CHECK(rewritten("? A\n: 1\n", "A: 2") == "A: 2\n");
    CHECK(rewritten("--- &x {A: 1}\n", "A: 2") == "A: 2\n");
}

TEST_CASE("anchors that others use survive, or everything is written out") {
    const std::string text = "A: &x [1]\nB: *x\n# c\nC: 3\n";
    CHECK(edited(text, "{A: [1], B: [1], C: 4}") == "A: &x [1]\nB: *x\n# c\nC: 4\n");
    CHECK(edited(text, "{A: [1], B: 2, C: 3}") == "A: &x [1]\nB: 2\n# c\nC: 3\n");
    CHECK(rewritten(text, "{A: 5, B: [1], C: 3}") == "A: 5\nB:\n- 1\nC: 3\n");
    CHECK(rewritten(text, "{B: [1], C: 3}") == "B:\n- 1\nC: 3\n");
    CHECK(rewritten("d: &d {A: 1}\n<<: *d\n", "d: {A: 1}") == "d:\n  A: 1\n");
}

TEST_CASE("what is no mapping cannot be edited") {
    CHECK_THROWS_WITH_AS(
        edit("- a\n", value::Dict{{"A", 1}}, "config.yml"),
        "the file holds no mapping of names to values",
        Error);
    CHECK_THROWS_AS(edit("A: [", value::Dict{{"A", 1}}, "config.yml"), Error);
}

}  // namespace tutor::yaml
