// SPDX-License-Identifier: Apache-2.0

#include "base/diff.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace tutor;

namespace {

std::string shown(std::string_view before, std::string_view after) {
    std::string result;
    for (const DiffLine& line : unified_diff(before, after)) {
        result += line.text + "\n";
    }
    return result;
}

// What `patch` makes of `before`, for texts of at most four lines, all of which are shown.
std::string patched(std::string_view before, std::string_view after) {
    std::string result;
    for (const DiffLine& line : unified_diff(before, after)) {
        if (line.kind == DiffKind::added || line.kind == DiffKind::context) {
            result += line.text.substr(1) + "\n";
        }
    }
    return result;
}

}  // namespace

TEST_CASE("equal texts have no differences") {
    CHECK(unified_diff("", "").empty());
    CHECK(unified_diff("a\nb\n", "a\nb\n").empty());
}

TEST_CASE("a changed line is shown between three lines of context") {
    CHECK(
        shown("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n")
        == "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("new and removed texts count from line zero") {
    CHECK(shown("", "a\nb\n") == "@@ -0,0 +1,2 @@\n+a\n+b\n");
    CHECK(shown("a\n", "") == "@@ -1 +0,0 @@\n-a\n");
}

TEST_CASE("changes far apart are hunks of their own") {
    std::string before;
    for (int i = 0; i < 30; ++i) {
        before += std::to_string(i) + "\n";
    }
    std::string after = before;
    after.replace(after.find("2\n"), 2, "two\n");
    after.replace(after.find("25\n"), 3, "");
    CHECK(
        shown(before, after)
        == "@@ -1,6 +1,6 @@\n 0\n 1\n-2\n+two\n 3\n 4\n 5\n"
           "@@ -23,7 +23,6 @@\n 22\n 23\n 24\n-25\n 26\n 27\n 28\n");
}

TEST_CASE("a missing end of line is noted") {
    CHECK(shown("a", "a\n") == "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
    CHECK(shown("x\na", "y\na").ends_with(" a\n\\ No newline at end of file\n"));
}

TEST_CASE("applying the differences gives the second text") {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::string before;
        std::string after;
        for (int i = 0; i < 4; ++i) {
            before += std::string(1, static_cast<char>('a' + random() % 3)) + "\n";
            after += std::string(1, static_cast<char>('a' + random() % 3)) + "\n";
        }
        if (before != after) {
            CHECK(patched(before, after) == after);
        }
    }
}

TEST_CASE("texts that differ too much are shown as replaced") {
    std::string before;
    std::string after;
    for (int i = 0; i < 2500; ++i) {
        before += "b" + std::to_string(i) + "\n";
        after += "a" + std::to_string(i) + "\n";
    }
    CHECK(patched(before, after) == after);
}
