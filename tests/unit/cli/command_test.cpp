// SPDX-License-Identifier: Apache-2.0

#include "cli/command.hpp"

#include <doctest/doctest.h>

namespace tutor::cli {

TEST_CASE("a parameter is called by its first name with the most dashes") {
    CHECK(parameter_name({.names = {"-d", "--dry-run", "--other"}}) == "dry_run");
    CHECK(parameter_name({.names = {"--Some-Name"}}) == "some_name");
    CHECK(parameter_name({.names = {"-I"}}) == "i");
}

TEST_CASE("matching keeps what starts with the typed part") {
    const std::vector<Completion> found = matching({"lms", "cms", "lms-worker"}, "lms");
    REQUIRE(found.size() == 2);
    CHECK(found[0].value == "lms");
    CHECK(found[1].value == "lms-worker");
    CHECK(found[1].type == "plain");
}

}  // namespace tutor::cli
