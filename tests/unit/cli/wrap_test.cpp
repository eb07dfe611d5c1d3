// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/wrap.hpp"

#include <doctest/doctest.h>

namespace tutor::cli {

// Expectations are what Python's textwrap, as click uses it, makes of the same text.

TEST_CASE("lines end after hyphens between letters and around dashes, not elsewhere") {
    const WrapIndent none{.first = "", .rest = ""};
    CHECK(
        wrap_line("a well-known one", 8, none)
        == std::vector<std::string>{"a well-", "known", "one"});
    CHECK(wrap_line("ab -x 1-2", 6, none) == std::vector<std::string>{"ab -x", "1-2"});
    CHECK(wrap_line("abc--def", 6, none) == std::vector<std::string>{"abc--", "def"});
}

TEST_CASE("a word longer than a line is cut anywhere, by code points") {
    const WrapIndent none{.first = "", .rest = ""};
    CHECK(wrap_line("éééééé", 4, none) == std::vector<std::string>{"éééé", "éé"});
    CHECK(wrap_line("", 4, none).empty());
}

TEST_CASE("indents differ for the first line and count towards the width") {
    CHECK(
        wrap_line("aa bb cc", 6, {.first = "U: ", .rest = " "})
        == std::vector<std::string>{"U: aa", " bb cc"});
}

TEST_CASE("paragraphs keep their indent, raw ones their lines") {
    CHECK(
        wrap_paragraphs("one\ntwo\n\n  three four\n\n\b\nraw\n  as it is", 12, " ")
        == " one two\n\n   three\n   four\n\n raw\n   as it is");
}

TEST_CASE("a description is the first sentence, or what fits of it") {
    CHECK(shorten("One thing. Another.", 40) == "One thing.");
    CHECK(shorten("\b\nOne\nthing\n\nMore", 40) == "One thing");
    CHECK(shorten("One thing and another", 12) == "One thing...");
    CHECK(shorten("One thing", 9) == "One thing");
    CHECK(shorten("", 9).empty());
    CHECK(shorten("Extraordinarily", 5) == "...");
}

}  // namespace tutor::cli
