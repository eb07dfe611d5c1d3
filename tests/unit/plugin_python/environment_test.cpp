// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/environment.hpp"

#include "base/files.hpp"
#include "plugin_python/installation.hpp"
#include "support/recording_runner.hpp"
#include "support/temp_dir.hpp"
#include "term/output.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace tutor;
using namespace tutor::plugin_python;
namespace fs = std::filesystem;

namespace {

struct World {
    test::TempDir folder;
    test::RecordingRunner runner;
    Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output{masker, out, error};
    fs::path place = folder.path() / "environment";
    fs::path packages = place / "lib" / ("python" + python_version()) / "site-packages";
    Environment environment{place, {runner, output, "21.0.8"}};

    World() {
        runner.answer(" -m venv ", {.act = [this](const process::Command&) {
                          write_atomically(place / "pyvenv.cfg", "version = 3.11\n");
                          fs::create_directories(packages);
                          return std::string();
                      }});
    }
};

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

TEST_CASE("an environment is made once, with our distribution in it") {
    World world;
    CHECK_FALSE(world.environment.exists());
    world.environment.install({"tutor-mfe"}, {.upgrade = true, .pip_options = {"--no-index"}});
    CHECK(world.environment.exists());
    const fs::path metadata = world.packages / "tutor-21.0.8.dist-info";
    CHECK(
        read_file(metadata / "METADATA").find("Name: tutor\nVersion: 21.0.8\n")
        != std::string::npos);
    CHECK(fs::exists(metadata / "RECORD"));
    CHECK(fs::exists(world.packages / "tutor_openedx-21.0.8.dist-info" / "METADATA"));
    const std::vector<std::string> pip = world.runner.records().back().command.argv;
    CHECK(pip.front() == (world.place / "bin" / "python3").string());
    CHECK(contains(pip, "--upgrade"));
    CHECK(contains(pip, "--no-index"));
    CHECK(contains(pip, "--constraint"));
    CHECK(pip.back() == "tutor-mfe");
    CHECK(
        read_file(world.place / "tutor-constraints.txt")
        == "tutor==21.0.8\ntutor-openedx==21.0.8\n");

    const std::size_t before = world.runner.records().size();
    world.environment.install({"tutor-notes"});
    CHECK(world.runner.records().size() == before + 1);
}

TEST_CASE("companions that cannot be had are told, and stop nothing") {
    World world;
    world.runner.answer("find_spec", {.output = "click appdirs\n"});
    world.runner.answer("appdirs", {.status = 1});
    world.runner.answer("find_spec", {.output = "click appdirs\n"});
    world.environment.install({"tutor-mfe"});
    CHECK(world.error.text().find("click, appdirs") != std::string::npos);
    CHECK(world.runner.records().back().command.argv.back() == "tutor-mfe");
}

TEST_CASE("an environment that cannot be made is an error with a hint") {
    World world;
    world.runner.answer(" -m venv ", {.status = 1});
    CHECK_THROWS_AS(world.environment.install({"x"}), Error);
    CHECK_FALSE(world.environment.exists());
}
