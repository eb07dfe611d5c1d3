// SPDX-License-Identifier: Apache-2.0

#include "crypto/password.hpp"

#include "base/error.hpp"

#include <crypt.h>
#include <doctest/doctest.h>

#include <memory>

namespace tutor::crypto {
namespace {

bool accepts(const std::string& hash, const std::string& password) {
    const auto scratch = std::make_unique<crypt_data>();
    const char* again = crypt_r(password.c_str(), hash.c_str(), scratch.get());
    return again != nullptr && hash == again;
}

}  // namespace

TEST_CASE("a bcrypt hash accepts its password and no other") {
    const std::string hash = bcrypt_hash("s\xC3\xA9same");
    CHECK(hash.size() == 60);
    CHECK(hash.substr(0, 7) == "$2a$12$");
    CHECK(accepts(hash, "s\xC3\xA9same"));
    CHECK_FALSE(accepts(hash, "sesame"));
}

TEST_CASE("every bcrypt hash has its own salt") {
    CHECK(bcrypt_hash("x").substr(7, 22) != bcrypt_hash("x").substr(7, 22));
}

TEST_CASE("bcrypt takes 72 bytes into account") {
    const std::string hash = bcrypt_hash(std::string(100, 'a'));
    CHECK(accepts(hash, std::string(72, 'a')));
    CHECK_FALSE(accepts(hash, std::string(71, 'a')));
}

TEST_CASE("a text with a NUL is refused: bcrypt would hash half of it") {
    CHECK_THROWS_AS(bcrypt_hash(std::string_view("a\0b", 3)), Error);
}

}  // namespace tutor::crypto
