// SPDX-License-Identifier: Apache-2.0

#include "images/images.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace tutor::images {
namespace {

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("pull says what it does and runs docker for each image, in order") {
    test::ImageWorld world;
    pull(world.images(), {"redis", "openedx"});
    CHECK(
        world.runner.lines() == Words{"docker pull reg.io/REDIS", "docker pull reg.io/openedx:21"});
    CHECK(
        world.out.text()
        == "Pulling image reg.io/REDIS\ndocker pull reg.io/REDIS\n"
           "Pulling image reg.io/openedx:21\ndocker pull reg.io/openedx:21\n");
}

TEST_CASE("images of services are pulled when the platform runs them") {
    test::ImageWorld world;
    world.set("RUN_MYSQL", false);
    world.set("RUN_REDIS", true);
    CHECK(
        names(world.images(), Purpose::pull)
        == Words{"caddy", "meilisearch", "mongodb", "redis", "smtp", "openedx", "permissions"});
    CHECK_THROWS_AS(pull(world.images(), {"mysql"}), Error);
    pull(world.images(), {"all"});
    CHECK(world.runner.lines().size() == 7);
}

TEST_CASE("push knows the images that are built, but not the one for development") {
    test::ImageWorld world;
    push(world.images(), {"all"});
    CHECK(
        world.runner.lines()
        == Words{"docker push reg.io/openedx:21", "docker push reg.io/permissions:21"});
    CHECK(world.out.text().starts_with("Pushing image reg.io/openedx:21\n"));
    CHECK_THROWS_AS(push(world.images(), {"openedx-dev"}), Error);
}

TEST_CASE("a plugin that builds the tag of an image of the core stands in for it, once") {
    test::ImageWorld world;
    world.set("DOCKER_IMAGE_OPENEDX", "mine:1");
    world.set("DOCKER_IMAGE_OPENEDX_DEV", "mine:1");
    world.catalog.images_build.add_item(
        {.name = "mine",
         .path = "plugins/mine/build",
         .tag = "{{ DOCKER_IMAGE_OPENEDX }}",
         .source = {.plugin = "mine"}});
    world.add_dockerfile("plugins/mine/build");
    build(world.images(), {"openedx-dev", "openedx"}, {});
    const std::vector<std::string> lines = world.runner.lines();
    const std::string folder = (world.environment.path() / "plugins/mine/build").string();
    CHECK(
        std::count_if(
            lines.begin(),
            lines.end(),
            [&](const std::string& line) { return line.ends_with(folder); })
        == 1);
    CHECK(std::none_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.find("--target=development") != std::string::npos;
    }));
}

TEST_CASE("tags are rendered, one for each image") {
    test::ImageWorld world;
    CHECK(
        tags(world.images(), {"openedx-dev", "all"})
        == Words{"openedx-dev:21", "reg.io/openedx:21", "reg.io/permissions:21", "openedx-dev:21"});
    CHECK(tags(world.images(), {}).empty());
    CHECK(world.runner.lines().empty());
}

TEST_CASE("a tag that is no text is an error that names its setting") {
    test::ImageWorld world;
    world.set("DOCKER_IMAGE_OPENEDX", std::int64_t{1});
    const ErrorInfo info = world.failure([&] { tags(world.images(), {"openedx"}); });
    CHECK(
        info.message
        == "Invalid config entry: expected str, got int for key 'DOCKER_IMAGE_OPENEDX'");
    world.set("DOCKER_IMAGE_OPENEDX", "a");
    CHECK(tags(world.images(), {"openedx"}) == Words{"a"});
}

TEST_CASE("an unknown image is an error with the nearest name, before anything is done") {
    test::ImageWorld world;
    const ErrorInfo info = world.failure([&] { pull(world.images(), {"openedx", "permisions"}); });
    CHECK(info.message == "Image 'permisions' could not be found");
    CHECK(info.hint == "did you mean 'permissions'?");
    CHECK(world.runner.lines().empty());
}

TEST_CASE("images of plugins are known by their names") {
    test::ImageWorld world;
    world.catalog.images_build.add_item({.name = "forum", .path = "plugins/forum", .tag = "f:1"});
    world.catalog.images_push.add_item({.name = "forum", .tag = "f:{{ DOCKER_IMAGE_REDIS }}"});
    push(world.images(), {"forum"});
    CHECK(world.runner.lines() == Words{"docker push f:reg.io/REDIS"});
    CHECK(
        names(world.images(), Purpose::build)
        == Words{"openedx", "permissions", "openedx-dev", "forum"});
}

TEST_CASE("a docker that fails ends the command") {
    test::ImageWorld world;
    world.runner.answer("pull", {.status = 1});
    const ErrorInfo info = world.failure([&] { pull(world.images(), {"caddy", "redis"}); });
    CHECK(info.message == "Command failed with status 1: docker pull reg.io/CADDY");
    CHECK(world.runner.lines().size() == 1);
}

TEST_CASE("development needs its own image") {
    test::ImageWorld world;
    CHECK(world.catalog.images_build_required.items("dev") == Words{"openedx-dev"});
    CHECK(world.catalog.images_build_required.items("local").empty());
}

}  // namespace tutor::images
