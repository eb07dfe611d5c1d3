// SPDX-License-Identifier: Apache-2.0

#include "base/masker.hpp"

#include <doctest/doctest.h>

namespace tutor {

TEST_CASE("every known secret is masked, the longest first") {
    Masker masker;
    masker.add("hunter2");
    masker.add("hunter2000");
    CHECK(masker.mask("a hunter2000 b hunter2 c") == "a *** b *** c");
    CHECK(masker.longest() == 10);
}

TEST_CASE("short values are not masked") {
    Masker masker;
    masker.add("abc");
    masker.add("");
    CHECK(masker.empty());
    CHECK(masker.mask("abc") == "abc");
}

TEST_CASE("a key is masked line by line too, its armour is not") {
    Masker masker;
    masker.add("-----BEGIN KEY-----\nMIIEowIBAAKCAQEA\n-----END KEY-----\n");
    CHECK(masker.mask("x MIIEowIBAAKCAQEA y") == "x *** y");
    CHECK(masker.mask("-----BEGIN KEY-----") == "-----BEGIN KEY-----");
}

}  // namespace tutor
