// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {
namespace {

using Words = std::vector<std::string>;

constexpr const char* job = "convert-mysql-utf8mb4-charset";

// A client that lists one change and shows what it is given to execute.
test::FakeContainer mysql_container() {
    test::FakeContainer container;
    container.add_program(
        "bin/mysql",
        "case \"$*\" in *--execute=*) printf 'ALTER TABLE `t` \\\\;\\n' ;; *) cat ;; esac\n");
    return container;
}

}  // namespace

TEST_CASE("the conversion lists the changes, then makes them without foreign key checks") {
    test::JobWorld world;
    test::FakeContainer container = mysql_container();
    const std::string script = world.script({job, "--non-interactive"});
    CHECK(world.runner.scripts[0].service == "lms");
    const test::Trial trial = container.run(script);
    CHECK(trial.status == 0);
    REQUIRE(trial.calls.size() == 2);
    CHECK(trial.calls[0][1] == "--user=root");
    const std::string listing = trial.calls[0].back();
    CHECK(listing.find("t.TABLE_SCHEMA = 'openedx' AND") != std::string::npos);
    CHECK(listing.find("AND TRUE\n") != std::string::npos);
    CHECK(trial.calls[1].back() == "--database=openedx");
    CHECK(
        trial.out
        == "SET SESSION foreign_key_checks = 0;\n"
           "ALTER TABLE `t` \\;\n"
           "ALTER DATABASE `openedx` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;\n");
    CHECK(world.out.text().find("are converted\n====") != std::string::npos);
}

TEST_CASE("a listing that fails ends the conversion before anything is changed") {
    test::JobWorld world;
    test::FakeContainer container;
    container.add_program("bin/mysql", "exit 7\n");
    const test::Trial trial = container.run(world.script({job, "-I"}));
    CHECK(trial.status == 7);
    CHECK(trial.calls.size() == 1);
}

TEST_CASE("tables are chosen by the beginning of their names") {
    test::JobWorld world;
    test::FakeContainer container = mysql_container();
    const test::Trial trial = container.run(world.script(
        {job, "--include", "auth_, it's,", "--exclude=auth_user", "--database", "o'db`"}));
    REQUIRE(trial.calls.size() == 2);
    const std::string listing = trial.calls[0].back();
    CHECK(
        listing.find("AND (LEFT(t.TABLE_NAME, CHAR_LENGTH('auth_')) = 'auth_' OR "
                     "LEFT(t.TABLE_NAME, CHAR_LENGTH('it\\'s')) = 'it\\'s') AND NOT "
                     "(LEFT(t.TABLE_NAME, CHAR_LENGTH('auth_user')) = 'auth_user')")
        != std::string::npos);
    CHECK(listing.find("TABLE_SCHEMA = 'o\\'db`'") != std::string::npos);
    CHECK(trial.calls[1].back() == "--database=o'db`");
    CHECK(trial.out.find("ALTER DATABASE `o'db``` CHARACTER SET") != std::string::npos);
}

TEST_CASE("the whole database is converted only after a confirmation") {
    for (const auto& [answer, count] :
         std::map<std::string, std::size_t>{{"\n", 0}, {"n\n", 0}, {"y\n", 1}}) {
        CAPTURE(answer);
        test::JobWorld world(answer);
        CHECK(world.run({job}) == 0);
        CHECK(world.runner.scripts.size() == count);
        CHECK((world.out.text().find("are converted") != std::string::npos) == (count == 1));
    }
}

TEST_CASE("without a MySQL of its own the platform converts nothing") {
    test::JobWorld world;
    world.settings.set("RUN_MYSQL", false);
    CHECK(world.run({job, "-I"}) == 0);
    CHECK(world.runner.scripts.empty());
    CHECK(world.out.text().find("RUN_MYSQL") != std::string::npos);
}

}  // namespace tutor::jobs
