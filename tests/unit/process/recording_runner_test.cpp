// SPDX-License-Identifier: Apache-2.0

#include "support/recording_runner.hpp"

#include <doctest/doctest.h>

namespace tutor::test {

TEST_CASE("commands are recorded and answered by a part of their line, the latest answer first") {
    RecordingRunner runner;
    runner.answer("compose", {.output = "first\n", .status = 0});
    runner.answer("compose ls", {.output = "[]"});
    CHECK(runner.capture({.argv = {"docker", "compose", "ls"}}) == "[]");
    CHECK(runner.capture({.argv = {"docker", "compose", "ps"}}) == "first\n");
    CHECK(runner.run({.argv = {"true"}}) == 0);
    CHECK(
        runner.lines()
        == std::vector<std::string>{"docker compose ls", "docker compose ps", "true"});
    CHECK(runner.records()[2].way == RecordingRunner::Way::run);
}

TEST_CASE("scripted failures behave as real ones") {
    RecordingRunner runner;
    runner.answer("bad", {.output = "out\n", .error = "err\n", .status = 7});
    CHECK(runner.run({.argv = {"bad"}}) == 7);
    CHECK_THROWS_WITH(runner.capture({.argv = {"bad"}}), "Command failed: bad");
    std::string seen;
    const int status = runner.stream(
        {.argv = {"bad"}},
        [&](std::string_view line) { seen += "o:" + std::string(line); },
        [&](std::string_view line) { seen += "e:" + std::string(line); });
    CHECK(status == 7);
    CHECK(seen == "o:oute:err");
}

TEST_CASE("an answer may act") {
    RecordingRunner runner;
    runner.answer("stop", {.act = [](const process::Command&) -> std::string {
                      throw Interrupted();
                  }});
    CHECK_THROWS_AS(runner.run({.argv = {"stop"}}), Interrupted);
}

}  // namespace tutor::test
