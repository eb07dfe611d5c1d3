// SPDX-License-Identifier: Apache-2.0

#include "process/runner.hpp"

#include <doctest/doctest.h>

namespace tutor::process {

TEST_CASE("a failure names status and quoted command line") {
    const Error error = failure({.argv = {"docker", "compose", "run", "a b"}}, 3);
    CHECK(std::string(error.what()) == "Command failed with status 3: docker compose run 'a b'");
    CHECK(error.info().hint.empty());
    CHECK(error.exit_status() == 1);
}

TEST_CASE("a status above 128 is explained as a signal") {
    CHECK(
        failure({.argv = {"x"}}, 128 + 9).info().hint
        == "it, or what it ran, was ended by signal SIGKILL: often because memory ran out");
    CHECK(
        failure({.argv = {"x"}}, 128 + 15).info().hint
        == "it, or what it ran, was ended by signal SIGTERM");
    CHECK(failure({.argv = {"x"}}, 255).info().hint.empty());
}

TEST_CASE("a captured failure tells its status in the hint") {
    const Error error = captured_failure({.argv = {"docker", "ps"}}, 2);
    CHECK(std::string(error.what()) == "Command failed: docker ps");
    CHECK(error.info().hint == "its exit status was 2");
}

}  // namespace tutor::process
