// SPDX-License-Identifier: Apache-2.0

#include "crypto/base64.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>

namespace tutor::crypto {

TEST_CASE("base64 pads to groups of four, the form for URLs does not") {
    CHECK(base64_encode("") == "");
    CHECK(base64_encode("f") == "Zg==");
    CHECK(base64_encode("fo") == "Zm8=");
    CHECK(base64_encode("foo") == "Zm9v");
    CHECK(base64_encode("foobar") == "Zm9vYmFy");
    CHECK(base64_encode(std::string_view("\xFB\xFF\x00", 3)) == "+/8A");
    CHECK(base64url_encode(std::string_view("\xFB\xFF\x00", 3)) == "-_8A");
    CHECK(base64url_encode("f") == "Zg");
}

TEST_CASE("base64 is read with white space and without padding, nothing else is") {
    CHECK(base64_decode("Zm9vYmFy") == "foobar");
    CHECK(base64_decode("Zm9v\n YmE=\n") == "fooba");
    CHECK(base64_decode("Zg") == "f");
    CHECK(base64_decode("") == "");
    CHECK(base64_decode("+/8A") == std::string("\xFB\xFF\x00", 3));
    for (const char* text : {"%", "Zg==Zg", "Zm9v-_"}) {
        CAPTURE(text);
        CHECK_FALSE(base64_decode(text));
    }
}

TEST_CASE("an integer is written as its big-endian bytes") {
    CHECK(long_to_base64url("65537") == "AQAB");
    CHECK(long_to_base64url("0") == "AA");
    CHECK(long_to_base64url("000") == "AA");
    CHECK(long_to_base64url("255") == "_w");
    CHECK(long_to_base64url("256") == "AQA");
    // 2**128 - 2
    CHECK(long_to_base64url("340282366920938463463374607431768211454") == "_____________________g");
}

TEST_CASE("only non-negative integers can be written in base64") {
    for (const char* text : {"", "-1", "1.5", "0x10", "12 "}) {
        CAPTURE(text);
        CHECK_THROWS_AS(long_to_base64url(text), Error);
    }
}

}  // namespace tutor::crypto
