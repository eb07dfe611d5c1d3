// SPDX-License-Identifier: Apache-2.0

#include "base/text.hpp"

#include <doctest/doctest.h>

namespace tutor {

TEST_CASE("a safe word needs no quotes, any other is single-quoted") {
    CHECK(shell_quote("a/b-c_d.e:f=g,h@i%j+k") == "a/b-c_d.e:f=g,h@i%j+k");
    CHECK(shell_quote("") == "''");
    CHECK(shell_quote("a b") == "'a b'");
    CHECK(shell_quote("it's") == "'it'\"'\"'s'");
    CHECK(shell_join({"sh", "-c", "echo $X"}) == "sh -c 'echo $X'");
}

TEST_CASE("split keeps empty pieces, split_lines drops the final newline") {
    CHECK(split("a,,b", ',') == std::vector<std::string>{"a", "", "b"});
    CHECK(split("", ',') == std::vector<std::string>{""});
    CHECK(split_lines("a\n\nb\n") == std::vector<std::string_view>{"a", "", "b"});
    CHECK(split_lines("").empty());
}

TEST_CASE("only whole decimal numbers are integers") {
    CHECK(parse_int("-12") == -12);
    CHECK(parse_int("+7") == 7);
    CHECK_FALSE(parse_int("+-7").has_value());
    CHECK_FALSE(parse_int("7 ").has_value());
    CHECK_FALSE(parse_int("").has_value());
    CHECK_FALSE(parse_int("9223372036854775808").has_value());
}

TEST_CASE("ill-formed UTF-8 is found at its first byte") {
    CHECK_FALSE(find_invalid_utf8("h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80").has_value());
    CHECK(find_invalid_utf8("ab\xFF") == 2U);
    CHECK(find_invalid_utf8("a\xC0\xAF") == 1U);         // overlong
    CHECK(find_invalid_utf8("\xED\xA0\x80") == 0U);      // surrogate
    CHECK(find_invalid_utf8("x\xE2\x82") == 1U);         // cut short
    CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0U);  // beyond U+10FFFF
    for (std::size_t before = 0; before < 100; ++before) {
        const std::string text = std::string(before, 'a') + "\xFF" + std::string(100 - before, 'b');
        CHECK(find_invalid_utf8(text) == before);
    }
}

}  // namespace tutor
