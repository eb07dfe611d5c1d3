// SPDX-License-Identifier: Apache-2.0

#include "config/mounts.hpp"

#include <doctest/doctest.h>

namespace tutor::config {

using Words = std::vector<std::string>;

TEST_CASE("an explicit mount reaches the services it names") {
    catalog::Catalog catalog;
    contribute_mounts(catalog);
    const std::string mount = "lms, cms:/host/x:/container/y";
    CHECK(is_explicit_mount(mount));
    CHECK(mount_host_path(mount) == "/host/x");
    CHECK(compose_volumes(catalog, {mount}, {"cms"}) == Words{"/host/x:/container/y"});
    CHECK(compose_volumes(catalog, {mount}, {"lms-worker"}).empty());
}

TEST_CASE("a checkout of the platform reaches all of its containers") {
    catalog::Catalog catalog;
    contribute_mounts(catalog);
    for (const char* service : {"lms", "cms", "lms-worker", "cms-worker", "lms-job", "cms-job"}) {
        CHECK(
            compose_volumes(catalog, {"/src/edx-platform"}, {service})
            == Words{"/src/edx-platform:/openedx/edx-platform"});
    }
    CHECK(compose_volumes(catalog, {"/src/edx-platform"}, {"mysql"}).empty());
}

TEST_CASE("a package is mounted below /mnt, in a stable order and once") {
    catalog::Catalog catalog;
    contribute_mounts(catalog);
    const Words mounts{"/b/my-xblock", "/a/openedx-events", "/b/my-xblock", "/a/openedx-platform"};
    CHECK(
        compose_volumes(catalog, mounts, {"openedx", "lms"})
        == Words{
            "/b/my-xblock:/mnt/my-xblock",
            "/a/openedx-events:/mnt/openedx-events",
            "/a/openedx-platform:/openedx/edx-platform"});
    CHECK(mounted_directories(catalog, mounts, "openedx") == Words{"my-xblock", "openedx-events"});
    CHECK(
        mounted_directories(catalog, mounts, "openedx-dev")
        == Words{"my-xblock", "openedx-events"});
    CHECK(mounted_directories(catalog, mounts, "other").empty());
}

}  // namespace tutor::config
