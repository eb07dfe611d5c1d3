// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/log_lines.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace tutor::kube::internal {
namespace {

bool is_new(SeenLines& seen, const std::string& line) {
    return seen.is_new(split_log_line(line));
}

}  // namespace

TEST_CASE("times of RFC 3339") {
    const auto time = parse_time("2024-02-29T12:00:00.5Z");
    REQUIRE(time);
    CHECK(to_text(*time) == "2024-02-29T12:00:00Z");
    CHECK(parse_time("2024-02-29T13:00:00.500000000+01:00") == time);
    CHECK(parse_time("2024-02-29T11:30:00.5-00:30") == time);
    CHECK(to_text(*parse_time("9999-12-31T23:59:59Z")) == "2261-12-31T23:59:59Z");
    for (const char* text :
         {"",
          "0001-01-01T00:00:00Z",
          "2024-02-30T12:00:00Z",
          "2024-13-01T12:00:00Z",
          "2024-02-29 12:00:00Z",
          "2024-02-29T24:00:00Z",
          "2024-02-29T12:00:00",
          "2024-02-29T12:00:00.Z",
          "2024-02-29T12:00:00Zx",
          "2024-02-29T12:00:00+0100",
          "yesterday"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text));
    }
}

TEST_CASE("a line has a time and a text") {
    const LogLine line = split_log_line("2024-01-01T00:00:00.1Z  two spaces");
    CHECK(line.time_text == "2024-01-01T00:00:00.1Z");
    CHECK(line.text == " two spaces");
    CHECK(split_log_line("2024-01-01T00:00:00Z ").text.empty());
    CHECK(split_log_line("2024-01-01T00:00:00Z").time);
    CHECK(split_log_line("no time here").text == "no time here");
    CHECK_FALSE(split_log_line("").time);
}

TEST_CASE("times in the middle of long lines are taken away") {
    const std::string piece(16384, 'x');
    const std::string time = "2024-01-01T00:00:00.1Z ";
    CHECK(without_inner_times(piece + time + piece + time + "end") == piece + piece + "end");
    CHECK(without_inner_times(piece + "y" + piece) == piece + "y" + piece);
    CHECK(without_inner_times(time) == time);
}

TEST_CASE("lines that come again are new once, and as often as they were there") {
    SeenLines seen;
    CHECK_FALSE(seen.resume_from());
    for (const char* line :
         {"2024-01-01T00:00:05.1Z a", "2024-01-01T00:00:05.2Z b", "2024-01-01T00:00:05.2Z b"}) {
        CHECK(is_new(seen, line));
    }
    CHECK(to_text(*seen.resume_from()) == "2024-01-01T00:00:04Z");
    seen.begin_again();
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:05.1Z a"));
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:05.2Z b"));
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:05.2Z b"));
    CHECK(is_new(seen, "2024-01-01T00:00:05.2Z b"));
    CHECK(is_new(seen, "2024-01-01T00:00:05.15Z overtaken"));
    seen.begin_again();
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:05.15Z overtaken"));
    CHECK(is_new(seen, "2024-01-01T00:00:06Z c"));
}

TEST_CASE("what --tail left out stays left out") {
    SeenLines seen;
    CHECK(is_new(seen, "2024-01-01T00:00:05.5Z last"));
    seen.begin_again();
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:05.4Z left out"));
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:05.5Z last"));
}

TEST_CASE("lines are forgotten once they cannot come again") {
    SeenLines seen;
    for (int second = 0; second < 50; ++second) {
        CHECK(is_new(seen, fmt::format("2024-01-01T00:00:{:02}Z x", second)));
    }
    seen.begin_again();
    CHECK_FALSE(is_new(seen, "2024-01-01T00:00:48Z x"));
    CHECK(is_new(seen, "2024-01-01T00:00:47Z x"));
}

}  // namespace tutor::kube::internal
