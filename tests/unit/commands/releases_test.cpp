// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/releases.hpp"

#include "base/error.hpp"
#include "commands/internal/upgrade.hpp"

#include <doctest/doctest.h>

namespace tutor::commands::internal {

TEST_CASE("every version belongs to a release") {
    CHECK(release_of("0.1") == "ironwood");
    CHECK(release_of("3.11.12") == "ironwood");
    CHECK(release_of("10.0.0") == "juniper");
    CHECK(release_of("14.2.1") == "nutmeg");
    CHECK(release_of("20.0.0") == "teak");
    CHECK(release_of("21.0.8") == "ulmo");
    CHECK(release_of("21.0.8-nightly") == "ulmo");
    for (const char* unknown : {"", "x", "1.0", "9.9", "22.0.0", "-1"}) {
        CHECK_THROWS_AS(release_of(unknown), Error);
    }
}

TEST_CASE("only major versions make another release") {
    CHECK(is_older_release("20.9.9", "21.0.8"));
    CHECK_FALSE(is_older_release("21.0.0", "21.0.8"));
}

TEST_CASE("indexes have a folder per release, and one for each kind of build") {
    CHECK(index_folder("21.0.8") == "ulmo");
    CHECK(index_folder("21.0.8-main") == "main");
}

TEST_CASE("tags of images are compared as versions") {
    CHECK(is_newer_image("docker.io/mysql:8.4.0", "8.1.0"));
    CHECK(is_newer_image("mysql:8.4", "8.1.0"));
    CHECK(is_newer_image("mysql:8.1.1", "8.1.0"));
    CHECK(is_newer_image("mysql:latest", "8.1.0"));
    CHECK(is_newer_image("mysql", "8.1.0"));
    CHECK(is_newer_image("registry:5000/mysql", "8.1.0"));
    CHECK_FALSE(is_newer_image("mysql:8.1.0", "8.1.0"));
    CHECK_FALSE(is_newer_image("mysql:8.1", "8.1.0"));
    CHECK_FALSE(is_newer_image("registry:5000/mysql:5.7.35-debian", "8.1.0"));
}

}  // namespace tutor::commands::internal
