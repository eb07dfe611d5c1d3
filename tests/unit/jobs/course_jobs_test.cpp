// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {
namespace {

using Words = std::vector<std::string>;

// The container's /tmp is the machine's: the clone goes below the container's folder instead.
std::string relocated(const std::string& script, const test::FakeContainer& container) {
    return replace_all(script, "/tmp/", (container.path() / "tmp").string() + "/");
}

// `git clone` that makes `files`.
void add_repository(test::FakeContainer& container, const Words& files) {
    std::string body = "for folder in \"$@\"; do :; done\n";
    for (const std::string& file : files) {
        const std::string path = "\"$folder\"/" + shell_quote(file);
        body += "mkdir -p \"$(dirname " + path + ")\"; echo x > " + path + "\n";
    }
    container.add_program("bin/git", body);
}

}  // namespace

TEST_CASE("importdemocourse imports the only course of a shallow clone") {
    test::JobWorld world;
    test::FakeContainer container;
    add_repository(container, {"demo course/course.xml", "demo course/course/run.xml"});
    const std::string script = world.script({"importdemocourse"});
    CHECK(world.runner.scripts[0].service == "cms");
    const test::Trial trial = container.run(relocated(script, container));
    CHECK(trial.status == 0);
    const std::string clone = (container.path() / "tmp/course").string();
    REQUIRE(trial.calls.size() == 3);
    CHECK(
        trial.calls[0]
        == Words{
            "git",
            "clone",
            "--depth=1",
            "--branch=release/ulmo.1",
            "--",
            "https://github.com/openedx/openedx-demo-course",
            clone});
    CHECK(trial.calls[1][0] == "python");
    CHECK(trial.calls[2] == Words{"manage.py", "cms", "import", "../data", clone + "/demo course"});
}

TEST_CASE("importdemocourse takes repository, version and folder as given") {
    for (const std::string& text : test::nasty_texts()) {
        if (text.find('\n') != std::string::npos) {
            continue;  // no name of a folder, to the stand-in
        }
        CAPTURE(text);
        test::JobWorld world;
        test::FakeContainer container;
        add_repository(container, {text + "/course.xml", "other/course.xml"});
        const std::string script = world.script(
            {"importdemocourse", "--repo=" + text, "--version=" + text, "--repo-dir=" + text});
        const test::Trial trial = container.run(relocated(script, container));
        CHECK(trial.status == 0);
        REQUIRE(trial.calls.size() == 3);
        CHECK(trial.calls[0][3] == "--branch=" + text);
        CHECK(trial.calls[0][5] == text);
        CHECK(trial.calls[2].back() == (container.path() / "tmp/course").string() + "/" + text);
        CHECK(!std::filesystem::exists(container.path() / "injected"));
    }
}

TEST_CASE("importdemocourse fails when there is no course, or more than one, or no such folder") {
    struct Case {
        Words files;
        Words options;
        const char* message;
    };
    const std::vector<Case> cases{
        {{"README"}, {}, "holds 0 files named course.xml"},
        {{"a/course.xml", "b/course.xml"}, {}, "holds 2 files named course.xml"},
        {{"a/course.xml"}, {"-d", "b"}, "there is no folder"}};
    for (const Case& item : cases) {
        CAPTURE(item.message);
        test::JobWorld world;
        test::FakeContainer container;
        add_repository(container, item.files);
        Words words{"importdemocourse"};
        words.insert(words.end(), item.options.begin(), item.options.end());
        const test::Trial trial = container.run(relocated(world.script(words), container));
        CHECK(trial.status == 1);
        CHECK(trial.calls.size() == 1);
        CHECK(trial.error.find(item.message) != std::string::npos);
    }
}

TEST_CASE("importdemolibraries imports an archive of each library folder") {
    test::JobWorld world;
    test::FakeContainer container;
    add_repository(container, {"one/library/library.xml", "two words/library/library.xml"});
    container.add_program(
        "manage.py", "read answer; echo \"answer $answer\"; tar -tzf \"$3\" | grep library.xml\n");
    const std::string script = world.script({"importdemolibraries", "-v", "main", "it's me"});
    CHECK(world.runner.scripts[0].service == "cms");
    const test::Trial trial = container.run(relocated(script, container));
    CHECK(trial.status == 0);
    const std::string clone = (container.path() / "tmp/library").string();
    REQUIRE(trial.calls.size() == 3);
    CHECK(trial.calls[0][3] == "--branch=main");
    CHECK(
        trial.calls[1]
        == Words{"manage.py", "cms", "import_content_library", clone + ".1.tar.gz", "it's me"});
    CHECK(trial.calls[2][3] == clone + ".2.tar.gz");
    CHECK(trial.out == "answer y\nlibrary/library.xml\nanswer y\nlibrary/library.xml\n");
}

TEST_CASE("importdemolibraries fails without a library, and before importing a misplaced one") {
    const std::vector<std::pair<Words, std::string>> cases{
        {{"README"}, "holds no library.xml"},
        {{"a/library/library.xml", "b/other/library.xml"}, "not in a folder named library"}};
    for (const auto& [files, message] : cases) {
        CAPTURE(message);
        test::JobWorld world;
        test::FakeContainer container;
        add_repository(container, files);
        const test::Trial trial =
            container.run(relocated(world.script({"importdemolibraries", "me"}), container));
        CHECK(trial.status == 1);
        CHECK(trial.calls.size() == 1);
        CHECK(trial.error.find(message) != std::string::npos);
    }
}

TEST_CASE("importdemolibraries stops when an import fails") {
    test::JobWorld world;
    test::FakeContainer container;
    add_repository(container, {"a/library/library.xml", "b/library/library.xml"});
    container.add_program("manage.py", "exit 4\n");
    const test::Trial trial =
        container.run(relocated(world.script({"importdemolibraries", "me"}), container));
    CHECK(trial.status == 4);
    CHECK(trial.calls.size() == 2);
}

}  // namespace tutor::jobs
