// SPDX-License-Identifier: Apache-2.0

#include "crypto/random.hpp"

#include "base/text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

namespace tutor::crypto {
namespace {

/// Hexadecimal groups of 8, 4, 4, 4 and 12 digits, this version and the variant of RFC 4122.
bool is_uuid(const std::string& text, char version) {
    if (text.size() != 36 || text[14] != version || std::string("89ab").find(text[19]) > 3) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash != (text[i] == '-')
            || (!dash && std::string("0123456789abcdef").find(text[i]) > 15)) {
            return false;
        }
    }
    return true;
}

}  // namespace

TEST_CASE("a random string has its length, letters and digits, and no twin") {
    CHECK(random_string(0).empty());
    const std::string text = random_string(1000);
    CHECK(text.size() == 1000);
    CHECK(std::all_of(text.begin(), text.end(), is_ascii_alnum));
    CHECK(random_string(24) != random_string(24));
}

TEST_CASE("all 62 characters are equally likely") {
    constexpr int draws = 62000;
    std::array<int, 256> counts = {};
    for (const char c : random_string(draws)) {
        ++counts[static_cast<unsigned char>(c)];
    }
    for (const int count : counts) {
        // expected 1000, deviation 31; taking bytes modulo 62 would give 1211 and 969
        CHECK((count == 0 || (count > 800 && count < 1190)));
    }
    CHECK(std::count(counts.begin(), counts.end(), 0) == 256 - 62);
}

TEST_CASE("random bytes have their count") {
    CHECK(random_bytes(0).empty());
    CHECK(random_bytes(300).size() == 300);
    CHECK(random_bytes(16) != random_bytes(16));
}

TEST_CASE("identifiers carry their version and do not repeat") {
    CHECK(is_uuid(uuid4(), '4'));
    CHECK(uuid4() != uuid4());
    CHECK(is_uuid(uuid1(), '1'));
    CHECK(uuid1() != uuid1());
}

TEST_CASE("the time in an identifier of version 1 is now") {
    // the top 12 bits of the 60-bit count of 100 ns since 1582 change every 325 days
    const std::string text = uuid1();
    const int high = std::stoi(text.substr(15, 3), nullptr, 16);
    CHECK(high >= 0x1F0);
    CHECK(high < 0x280);
}

}  // namespace tutor::crypto
