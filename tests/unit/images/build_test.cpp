// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <unistd.h>

namespace tutor::images {
namespace {

using Words = std::vector<std::string>;

// The words of the build lines that were run, without the question for buildx.
std::vector<Words> builds(const test::ImageWorld& world) {
    std::vector<Words> result;
    for (const auto& record : world.runner.records()) {
        if (record.way == test::RecordingRunner::Way::run) {
            result.push_back(record.command.argv);
        }
    }
    return result;
}

std::string folder(const test::ImageWorld& world, const std::string& path = "build/openedx") {
    return (world.environment.path() / path).string();
}

void add_platform_mount(test::ImageWorld& world) {
    value::List mounts;
    mounts.append("/src/edx-platform");
    mounts.append("/src/other");
    world.set("MOUNTS", mounts);
    world.catalog.images_build_mounts.add(
        [](std::vector<catalog::StringPair> items, const std::string& path) {
            if (path == "/src/edx-platform") {
                items.emplace_back("openedx", "edx-platform");
                items.emplace_back("openedx-dev", "edx-platform");
            }
            return items;
        });
}

}  // namespace

TEST_CASE("the build line of an image without options") {
    test::ImageWorld world;
    build(world.images(), {"permissions"}, {});
    CHECK(
        builds(world)
        == std::vector<Words>{
            {"docker",
             "buildx",
             "build",
             "--tag=reg.io/permissions:21",
             "--output=type=docker",
             "--cache-from=type=registry,ref=reg.io/permissions:21-cache",
             folder(world, "build/permissions")}});
    CHECK(world.out.text().starts_with(
        "Building image reg.io/permissions:21\ndocker buildx build --tag="));
    CHECK(world.err.text().empty());
}

TEST_CASE("the words of the build line keep their order") {
    test::ImageWorld world;
    add_platform_mount(world);
    build(
        world.images(),
        {"openedx-dev"},
        {.no_cache = true,
         .cache_to_registry = true,
         .output = "type=registry",
         .build_args = {"A=1", "B=2"},
         .add_hosts = {"host:1.2.3.4"},
         .target = "stage",
         .docker_args = {"--progress=plain", "-x"}});
    const uid_t user = ::getuid() == 0 ? 1000 : ::getuid();
    CHECK(
        builds(world)
        == std::vector<Words>{
            {"docker",
             "buildx",
             "build",
             "--tag=openedx-dev:21",
             "--no-cache",
             "--build-arg",
             "A=1",
             "--build-arg",
             "B=2",
             "--add-host",
             "host:1.2.3.4",
             "--target",
             "stage",
             "--output=type=registry",
             "--progress=plain",
             "-x",
             "--target=development",
             fmt::format("--build-arg=APP_USER_ID={}", user),
             "--cache-from=type=registry,ref=openedx-dev:21-cache",
             "--cache-to=type=registry,mode=max,ref=openedx-dev:21-cache,image-manifest=true",
             "--build-context=edx-platform=/src/edx-platform",
             folder(world)}});
    CHECK(world.out.text().starts_with(
        "Mounting /src/edx-platform as build context 'edx-platform' of image 'openedx-dev'\n"
        "Building image openedx-dev:21\n"));
}

TEST_CASE("an empty output and no registry cache leave their words out") {
    test::ImageWorld world;
    build(world.images(), {"openedx"}, {.no_registry_cache = true, .output = ""});
    CHECK(
        builds(world)
        == std::vector<Words>{
            {"docker", "buildx", "build", "--tag=reg.io/openedx:21", folder(world)}});
}

TEST_CASE("plugins may change the words after docker") {
    test::ImageWorld world;
    world.catalog.docker_build_command.add([](Words words) {
        CHECK(words.front() == "buildx");
        words.insert(words.begin(), "--context=remote");
        return words;
    });
    build(world.images(), {"openedx"}, {});
    REQUIRE(builds(world).size() == 1);
    const Words words = builds(world)[0];
    CHECK(
        Words(words.begin(), words.begin() + 4)
        == Words{"docker", "--context=remote", "buildx", "build"});
}

TEST_CASE("all names and Dockerfiles are checked before docker is run") {
    test::ImageWorld world;
    const ErrorInfo unknown = world.failure([&] {
        build(world.images(), {"openedx", "opendx-dev"}, {});
    });
    CHECK(unknown.message == "Image 'opendx-dev' could not be found");
    CHECK(unknown.hint == "did you mean 'openedx-dev'?");

    world.catalog.images_build.add_item(
        {.name = "forum", .path = "plugins/forum", .tag = "f:1", .source = {.plugin = "forum"}});
    const ErrorInfo missing = world.failure([&] {
        build(world.images(), {"openedx", "forum"}, {});
    });
    CHECK(
        missing.message
        == "image 'forum' of plugin 'forum' cannot be built: there is no Dockerfile in '"
            + folder(world, "plugins/forum") + "'");
    CHECK(missing.hint == "the environment is made by: tutor config save");
    CHECK(world.runner.records().empty());
}

TEST_CASE("a Dockerfile of another name is left to docker") {
    test::ImageWorld world;
    world.catalog.images_build.add_item({.name = "forum", .path = "/src/forum", .tag = "f:1"});
    build(world.images(), {"forum"}, {.docker_args = {"--file=Containerfile"}});
    REQUIRE(builds(world).size() == 1);
    CHECK(builds(world)[0].back() == "/src/forum");
}

TEST_CASE("nothing to build asks docker nothing") {
    test::ImageWorld world;
    build(world.images(), {}, {});
    CHECK(world.runner.records().empty());
    CHECK(world.out.text().empty());
}

TEST_CASE("docker is asked for buildx once, however many images are built") {
    test::ImageWorld world;
    build(world.images(), {"all"}, {});
    CHECK(world.runner.records().size() == 4);
    CHECK(world.runner.lines()[0] == "docker buildx version");
}

TEST_CASE("without buildx images are built plainly, with a notice on standard error") {
    test::ImageWorld world;
    world.runner.answer("buildx version", {.error = "unknown command", .status = 1});
    build(world.images(), {"openedx"}, {.no_cache = true, .cache_to_registry = true});
    CHECK(
        builds(world)
        == std::vector<Words>{
            {"docker", "build", "--tag=reg.io/openedx:21", "--no-cache", folder(world)}});
    CHECK(world.err.text().find("docker has no buildx") != std::string::npos);
    CHECK(world.out.text().find("buildx") == std::string::npos);
}

TEST_CASE("mounted folders need buildx, which is said before anything is built") {
    test::ImageWorld world;
    add_platform_mount(world);
    world.runner.answer("buildx version", {.status = 1});
    const ErrorInfo info = world.failure([&] {
        build(world.images(), {"permissions", "openedx"}, {});
    });
    CHECK(
        info.message
        == "image 'openedx' cannot be built with a mounted folder: that needs docker buildx");
    CHECK(builds(world).empty());
}

TEST_CASE("explicit mounts are no build contexts") {
    test::ImageWorld world;
    add_platform_mount(world);
    value::List mounts;
    mounts.append("lms:/src/edx-platform:/openedx/edx-platform");
    world.set("MOUNTS", mounts);
    world.catalog.images_build_mounts.add_item({"openedx", "edx-platform"});
    build(world.images(), {"openedx"}, {});
    REQUIRE(builds(world).size() == 1);
    CHECK(builds(world)[0].size() == 7);
}

TEST_CASE("a docker that is missing is told as such") {
    test::ImageWorld world;
    world.runner.answer("buildx version", {.act = [](const process::Command&) -> std::string {
                            throw Error({.message = "program 'docker' could not be found"});
                        }});
    try {
        build(world.images(), {"openedx"}, {});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "program 'docker' could not be found");
        CHECK(error.frames() == Words{"building images, which needs the program 'docker'"});
    }
}

TEST_CASE("the first build that fails ends the command") {
    test::ImageWorld world;
    world.runner.answer("--tag=reg.io/openedx", {.status = 17});
    const ErrorInfo info = world.failure([&] { build(world.images(), {"all"}, {}); });
    CHECK(info.message.starts_with("Command failed with status 17: docker buildx build --tag="));
    CHECK(builds(world).size() == 1);
}

}  // namespace tutor::images
