// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/mount_entries.hpp"

#include "base/error.hpp"
#include "config/mounts.hpp"
#include "support/temp_dir.hpp"
#include "yaml/dump.hpp"
#include "yaml/load.hpp"

#include <doctest/doctest.h>

namespace tutor::commands::internal {

TEST_CASE("a folder is stored with its whole path") {
    CHECK(mount_entry("edx-platform", "/src") == "/src/edx-platform");
    CHECK(mount_entry("./a/../edx-platform//", "/src") == "/src/edx-platform");
    CHECK(mount_entry("../x", "/src/y") == "/src/x");
    CHECK(mount_entry("/x/", "/src") == "/x");
    CHECK(mount_entry("/", "/src") == "/");
    CHECK(mount_entry(".", "/src") == "/src");
}

TEST_CASE("the home folder may be written as ~") {
    ::setenv("HOME", "/home/me", 1);
    CHECK(mount_entry("~/edx-platform", "/src") == "/home/me/edx-platform");
    CHECK(mount_entry("~", "/src") == "/home/me");
    CHECK(mount_entry("~root/x", "/src") == "/root/x");
    CHECK(mount_entry("~no-such-user/x", "/src") == "/src/~no-such-user/x");
    CHECK(mount_entry("a~", "/src") == "/src/a~");
}

TEST_CASE("an explicit mount is stored as typed") {
    CHECK(mount_entry("lms,cms:./x:/y", "/src") == "lms,cms:./x:/y");
    CHECK(mount_entry("lms:/x:/y:ro", "/src") == "lms:/x:/y:ro");
}

TEST_CASE("only folders that exist can be added") {
    const test::TempDir folder;
    CHECK_NOTHROW(check_mount(folder.path().string()));
    CHECK_THROWS_WITH_AS(
        check_mount("/no/such/folder"), "mount '/no/such/folder' does not exist", Error);
    CHECK_NOTHROW(check_mount("lms:/no/such/folder:/x"));
    CHECK_THROWS_AS(check_mount("lms:/x:/y:ro"), Error);
}

TEST_CASE("mounts are listed with the images and services that use them") {
    catalog::Catalog catalog;
    config::contribute_mounts(catalog);
    CHECK(
        yaml::dump(
            describe_mounts(
                catalog,
                {"/src/edx-platform",
                 "/src/my-xblock",
                 "/src/other",
                 "lms,cms:/src/edx-platform:/edx-platform"}),
            {.key_order = yaml::KeyOrder::kept})
        == "- name: /src/edx-platform\n"
           "  build_mounts:\n"
           "  - image: openedx\n"
           "    context: edx-platform\n"
           "  - image: openedx-dev\n"
           "    context: edx-platform\n"
           "  compose_mounts:\n"
           "  - service: openedx\n"
           "    container_path: /openedx/edx-platform\n"
           "- name: /src/my-xblock\n"
           "  build_mounts:\n"
           "  - image: openedx\n"
           "    context: mnt-my-xblock\n"
           "  - image: openedx-dev\n"
           "    context: mnt-my-xblock\n"
           "  compose_mounts:\n"
           "  - service: openedx\n"
           "    container_path: /mnt/my-xblock\n"
           "  - service: openedx-dev\n"
           "    container_path: /mnt/my-xblock\n"
           "- name: /src/other\n"
           "  build_mounts: []\n"
           "  compose_mounts: []\n"
           "- name: lms,cms:/src/edx-platform:/edx-platform\n"
           "  build_mounts: []\n"
           "  compose_mounts:\n"
           "  - service: lms\n"
           "    container_path: /edx-platform\n"
           "  - service: cms\n"
           "    container_path: /edx-platform\n");
    CHECK(yaml::dump(describe_mounts(catalog, {})) == "[]\n");
}

TEST_CASE("whatever a path contains stays text in YAML") {
    for (const char* path : {"/a: b #c", "/it's", "/{x}", "no", "1"}) {
        CAPTURE(path);
        const value::Value read = yaml::load(yaml_text(path), "test");
        REQUIRE(read.is_string());
        CHECK(read.as_string() == path);
    }
}

}  // namespace tutor::commands::internal
