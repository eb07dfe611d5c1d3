// SPDX-License-Identifier: Apache-2.0

#include "plugins/fetch.hpp"

#include "base/files.hpp"
#include "support/recording_runner.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

namespace tutor::plugins {
namespace {

// A folder with something called curl in it, alone in PATH.
struct WithCurl {
    test::TempDir folder;
    std::string path = std::getenv("PATH");

    WithCurl() {
        write_atomically(folder / "curl", "", {.mode = 0755});
        ::setenv("PATH", folder.path().c_str(), 1);
    }
    ~WithCurl() { ::setenv("PATH", path.c_str(), 1); }
};

}  // namespace

TEST_CASE("a path is read as it is") {
    const test::TempDir folder;
    test::RecordingRunner runner;
    write_atomically(folder / "x", "text\r\n");
    CHECK(fetch((folder / "x").string(), runner) == "text\r\n");
    CHECK_THROWS_AS(fetch((folder / "y").string(), runner), Error);
}

TEST_CASE("an address is given to curl behind the end of its options") {
    const WithCurl world;
    test::RecordingRunner runner;
    runner.answer("curl", {.act = [](const process::Command& command) {
                      const auto option =
                          std::find(command.argv.begin(), command.argv.end(), "--output");
                      write_atomically(*(option + 1), "content");
                      CHECK(command.argv.back() == "https://x/y.yml");
                      CHECK(*(command.argv.end() - 2) == "--");
                      return std::string();
                  }});
    CHECK(fetch("https://x/y.yml", runner) == "content");
}

TEST_CASE("what curl complains of is the error") {
    const WithCurl world;
    test::RecordingRunner runner;
    runner.answer(
        "curl", {.error = "curl: (22) The requested URL returned error: 404\n", .status = 22});
    CHECK_THROWS_WITH_AS(
        fetch("https://x/y.yml", runner),
        "cannot fetch 'https://x/y.yml': The requested URL returned error: 404",
        Error);
}

}  // namespace tutor::plugins
