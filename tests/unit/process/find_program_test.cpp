// SPDX-License-Identifier: Apache-2.0

#include "process/find_program.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace tutor::process {

TEST_CASE("a program is found in the first folder that has an executable file of its name") {
    const test::TempDir home;
    for (const char* folder : {"one", "two", "three"}) {
        write_atomically(home / folder / "tool", "#!/bin/sh\n", {.mode = 0755});
    }
    std::filesystem::permissions(home / "one/tool", std::filesystem::perms::owner_read);
    std::filesystem::create_directories(home / "zero/tool");
    const std::string search_path = (home / "zero").string() + ":" + (home / "one").string() + ":"
        + (home / "two").string() + ":" + (home / "three").string();
    CHECK(find_program("tool", search_path) == home / "two/tool");
    CHECK(find_program("other", search_path) == std::nullopt);
    CHECK(find_program("", search_path) == std::nullopt);
}

TEST_CASE("a name with a slash is not looked up") {
    const test::TempDir home;
    write_atomically(home / "tool", "#!/bin/sh\n", {.mode = 0755});
    CHECK(find_program((home / "tool").string(), "") == home / "tool");
    CHECK(find_program((home / "none").string(), home.path().string()) == std::nullopt);
}

TEST_CASE("PATH is searched") {
    CHECK(find_program("sh").has_value());
    CHECK_FALSE(find_program("no-such-program-anywhere").has_value());
}

}  // namespace tutor::process
