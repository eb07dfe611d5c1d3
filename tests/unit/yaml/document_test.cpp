// SPDX-License-Identifier: Apache-2.0

#include "yaml/document.hpp"

#include "base/error.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tutor::yaml {
namespace {

constexpr std::string_view plugin = "name: demo\n"
                                    "patches:\n"
                                    "  # about the first\n"
                                    "  first: |\n"
                                    "    one\n"
                                    "      two\n"
                                    "\n"
                                    "    four\n"
                                    "  second: >-\n"
                                    "    folded\n"
                                    "    text\n"
                                    "  third: &t \"quoted\"\n"
                                    "  fourth: *t\n";

const Node& patch(const Document& document, std::string_view name) {
    const Node* patches = document.root.find("patches");
    REQUIRE(patches != nullptr);
    const Node* found = patches->find(name);
    REQUIRE(found != nullptr);
    return *found;
}

}  // namespace

TEST_CASE("every key and value knows where it stands") {
    const Document document = load_with_positions(plugin, "plugin.yml");
    const Node& patches = document.root.entries[1].value;
    CHECK(document.root.begin == Mark{1, 1, 0});
    CHECK(document.root.entries[1].key.begin == Mark{2, 1, 11});
    CHECK(patches.entries[0].key.begin.line == 4);
    CHECK(patches.entries[0].key.begin.column == 3);
    CHECK(patches.entries[2].value.begin.column == 10);
    CHECK(plugin.substr(patches.entries[1].key.begin.offset, 6) == "second");
    CHECK(plugin.substr(0, patches.entries[2].value.end.offset).ends_with("\"quoted\""));
    CHECK(document.position(patches.entries[0].key.begin) == Position{"plugin.yml", 4, 3});
}

TEST_CASE("a literal block tells where its lines stand") {
    const Document document = load_with_positions(plugin, "plugin.yml");
    const Node& first = patch(document, "first");
    CHECK(first.style == NodeStyle::literal);
    CHECK(first.value.as_string() == "one\n  two\n\nfour\n");
    CHECK(first.content_line == 5);
    CHECK(first.content_column == 5);
    CHECK(first.lines_correspond);
}

TEST_CASE("a literal block may begin with empty lines, comments in its header, an indicator") {
    const Document document = load_with_positions(
        "a: | # header\n\n\n  x\nb: |2\n    y\nc: !!str\n  |\n   z\nd: |\n", "plugin.yml");
    const auto at = [&](std::string_view key) {
        const Node* node = document.root.find(key);
        return std::pair(node->content_line, node->content_column);
    };
    CHECK(at("a") == std::pair(2, 3));
    CHECK(at("b") == std::pair(6, 3));
    CHECK(at("c") == std::pair(9, 4));
    CHECK(at("d") == std::pair(11, 1));
}

TEST_CASE("lines of folded, escaped and multi-line scalars do not correspond") {
    const Document document = load_with_positions(plugin, "plugin.yml");
    const Node& second = patch(document, "second");
    CHECK(second.style == NodeStyle::folded);
    CHECK(second.content_line == 10);
    CHECK(second.content_column == 5);
    CHECK_FALSE(second.lines_correspond);
    const Document other = load_with_positions("a: \"x\\ty\"\nb: 'it''s'\nc: x\n  y\n", "p.yml");
    CHECK_FALSE(other.root.find("a")->lines_correspond);
    CHECK_FALSE(other.root.find("b")->lines_correspond);
    CHECK_FALSE(other.root.find("c")->lines_correspond);
}

TEST_CASE("text on one line corresponds, behind its quote and its anchor") {
    const Document document = load_with_positions(plugin, "plugin.yml");
    CHECK(document.root.find("name")->lines_correspond);
    CHECK(document.root.find("name")->content_column == 7);
    const Node& third = patch(document, "third");
    CHECK(third.lines_correspond);
    CHECK(third.content_line == 12);
    CHECK(third.content_column == 14);
}

TEST_CASE("an alias shows the value of its anchor at its own place") {
    const Document document = load_with_positions(plugin, "plugin.yml");
    CHECK(document.has_anchors);
    const Node& fourth = patch(document, "fourth");
    CHECK(fourth.style == NodeStyle::alias);
    CHECK(fourth.value.as_string() == "quoted");
    CHECK(fourth.begin.line == 13);
}

TEST_CASE("entries are those written: duplicates and merges included") {
    const Document document =
        load_with_positions("x: &x {a: 1}\ny:\n  <<: *x\n  b: 2\n  b: 3\n", "p.yml");
    const Node* y = document.root.find("y");
    REQUIRE(y->entries.size() == 3);
    CHECK(y->entries[0].value.style == NodeStyle::alias);
    CHECK(y->find("b")->value.as_integer() == 3);
    CHECK(y->find("a") == nullptr);
    CHECK(value::repr(y->value) == "{'a': 1, 'b': 3}");
}

TEST_CASE("a text without a document is a None scalar") {
    const Document document = load_with_positions("# nothing\n", "p.yml");
    CHECK(document.root.value.is_none());
    CHECK(document.root.kind == NodeKind::scalar);
    CHECK_FALSE(document.has_anchors);
}

TEST_CASE("columns count code points, offsets count bytes") {
    const Document document = load_with_positions(
        "\xEF\xBB\xBF"
        "é: ü # c\n😀: x\n",
        "p.yml");
    CHECK(document.root.entries[0].key.begin == Mark{1, 1, 3});
    CHECK(document.root.entries[0].value.begin == Mark{1, 4, 7});
    CHECK(document.root.entries[1].value.begin == Mark{2, 4, 20});
}

TEST_CASE("aliases of aliases cannot exhaust memory") {
    std::string text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 30; ++level) {
        const std::string below = "*l" + std::to_string(level - 1);
        text += "l" + std::to_string(level) + ": &l" + std::to_string(level) + " [" + below + ", "
            + below + ", " + below + "]\n";
    }
    CHECK_THROWS_WITH_AS(
        load_with_positions(text, "laughs.yml"), "aliases stand for more than 100000 nodes", Error);
}

}  // namespace tutor::yaml
