// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/parallel.hpp"

#include "base/error.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <string>

namespace tutor::k8s::internal {

TEST_CASE("all of it is done, each once, and not all at once") {
    constexpr std::size_t count = 200;
    std::vector<int> done(count);
    std::atomic<std::size_t> at_once = 0;
    std::atomic<bool> too_many = false;
    const auto problems = in_parallel(count, [&](std::size_t i) {
        too_many = too_many || ++at_once > parallel_requests;
        ++done[i];
        --at_once;
    });
    CHECK(std::count(done.begin(), done.end(), 1) == count);
    CHECK(problems == std::vector<std::exception_ptr>(count));
    CHECK_FALSE(too_many);
    CHECK(in_parallel(0, [](std::size_t) { FAIL("nothing to do"); }).empty());
}

TEST_CASE("what was thrown stands at its number, and keeps nobody from going on") {
    std::atomic<int> done = 0;
    const auto problems = in_parallel(50, [&](std::size_t i) {
        if (i % 3 == 0) {
            throw Error({.message = fmt::format("number {}", i)});
        }
        ++done;
    });
    CHECK(done == 33);
    for (std::size_t i = 0; i < problems.size(); ++i) {
        CAPTURE(i);
        std::string message;
        try {
            if (problems[i]) {
                std::rethrow_exception(problems[i]);
            }
        } catch (const Error& error) {
            message = error.what();
        }
        CHECK(message == (i % 3 == 0 ? fmt::format("number {}", i) : ""));
    }
}

}  // namespace tutor::k8s::internal
