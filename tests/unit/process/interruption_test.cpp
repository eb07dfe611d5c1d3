// SPDX-License-Identifier: Apache-2.0

#include "process/interruption.hpp"

#include <doctest/doctest.h>

#include <csignal>

namespace tutor::process {

TEST_CASE("a signal is noted instead of ending us, by those who are there when it comes") {
    const Interruption first;
    CHECK_FALSE(first.requested());
    REQUIRE(std::raise(SIGINT) == 0);
    CHECK(first.requested());
    const Interruption second;
    CHECK_FALSE(second.requested());
    REQUIRE(std::raise(SIGTERM) == 0);
    CHECK(second.requested());
}

}  // namespace tutor::process
