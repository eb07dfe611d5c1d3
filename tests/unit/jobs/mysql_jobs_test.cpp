// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {
namespace {

using Words = std::vector<std::string>;

Words mysql_words(const std::string& password = "rootpass") {
    return {
        "mysql",
        "--user=root",
        "--password=" + password,
        "--host=mysql",
        "--port=3306",
        "--default-character-set=utf8mb4"};
}

// The statement that `do update-mysql-authentication-plugin` executes last.
std::string statement_of(const test::Trial& trial) {
    const std::string& word = trial.calls.at(0).back();
    return word.substr(word.find('\n') + 1);
}

}  // namespace

TEST_CASE("sqlshell is a dialogue with the mysql client as root") {
    test::JobWorld world;
    test::FakeContainer container;
    const std::string script = world.script({"sqlshell"});
    CHECK(world.runner.scripts[0].service == "lms");
    CHECK(world.runner.scripts[0].output == catalog::TaskOutput::terminal);
    CHECK(
        script
        == "mysql --user=root --password=rootpass --host=mysql --port=3306 "
           "--default-character-set=utf8mb4");
}

TEST_CASE("sqlshell hands on its arguments, options included") {
    for (const std::string& text : test::nasty_texts()) {
        CAPTURE(text);
        test::JobWorld world;
        world.settings.set("MYSQL_ROOT_PASSWORD", text);
        test::FakeContainer container;
        const test::Trial trial =
            container.run(world.script({"sqlshell", "openedx", "-e", text, "--table"}));
        Words expected = mysql_words(text);
        expected.insert(expected.end(), {"openedx", "-e", text, "--table"});
        REQUIRE(trial.calls.size() == 1);
        CHECK(trial.calls[0] == expected);
        CHECK(!std::filesystem::exists(container.path() / "injected"));
    }
}

TEST_CASE("the root password is masked where scripts are echoed") {
    test::JobWorld world;
    world.settings.set("MYSQL_ROOT_PASSWORD", "it's secret");
    const std::string script = world.script({"sqlshell"});
    world.output.command({"sh", "-c", script});
    CHECK(world.out.text().find("--password=") != std::string::npos);
    CHECK(world.out.text().find("secret") == std::string::npos);
}

TEST_CASE("update-mysql-authentication-plugin takes the password of the option first") {
    test::JobWorld world;
    test::FakeContainer container;
    const test::Trial trial =
        container.run(world.script({"update-mysql-authentication-plugin", "-p", "pw", "openedx"}));
    REQUIRE(trial.calls.size() == 1);
    CHECK(Words(trial.calls[0].begin(), trial.calls[0].end() - 1) == mysql_words());
    CHECK(
        statement_of(trial)
        == "ALTER USER IF EXISTS 'openedx'@'%' IDENTIFIED WITH caching_sha2_password BY 'pw';");
}

TEST_CASE("update-mysql-authentication-plugin knows the users of the configuration") {
    for (const auto& [user, password] : std::map<std::string, std::string>{
             {"openedx", "lmspass"}, {"root", "rootpass"}, {"notes01", "notespass"}}) {
        CAPTURE(user);
        test::JobWorld world;
        world.settings.set("NOTES_MYSQL_USERNAME", "notes01");
        world.settings.set("NOTES_MYSQL_PASSWORD", "notespass");
        test::FakeContainer container;
        const test::Trial trial =
            container.run(world.script({"update-mysql-authentication-plugin", user}));
        CHECK(statement_of(trial).ends_with(" BY '" + password + "';"));
    }
}

TEST_CASE("update-mysql-authentication-plugin asks for passwords that are nowhere") {
    test::JobWorld world("typed\n");
    test::FakeContainer container;
    const test::Trial trial =
        container.run(world.script({"update-mysql-authentication-plugin", "stranger"}));
    CHECK(
        statement_of(trial)
        == "ALTER USER IF EXISTS 'stranger'@'%' IDENTIFIED WITH caching_sha2_password BY "
           "'typed';");
}

TEST_CASE("update-mysql-authentication-plugin escapes user and password") {
    test::JobWorld world;
    test::FakeContainer container;
    const test::Trial trial = container.run(
        world.script({"update-mysql-authentication-plugin", "-p", "a\\b'c;{{", "u'@'%'; --"}));
    CHECK(
        statement_of(trial)
        == "ALTER USER IF EXISTS 'u\\'@\\'%\\'; --'@'%' IDENTIFIED WITH caching_sha2_password BY "
           "'a\\\\b\\'c;{{';");
    world.out.clear();
    world.output.command({"sh", "-c", world.runner.scripts[0].text});
    CHECK(world.out.text().find("c;{{") == std::string::npos);
}

TEST_CASE("without a MySQL of its own the platform changes no user") {
    test::JobWorld world;
    world.settings.set("RUN_MYSQL", false);
    CHECK(world.run({"update-mysql-authentication-plugin", "root"}) == 0);
    CHECK(world.runner.scripts.empty());
    CHECK(world.out.text().find("RUN_MYSQL") != std::string::npos);
}

}  // namespace tutor::jobs
