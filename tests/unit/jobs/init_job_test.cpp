// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {
namespace {

using Words = std::vector<std::string>;

// Services and first words of the scripts that ran.
Words scripts_of(const test::JobWorld& world) {
    Words result;
    for (const Script& script : world.runner.scripts) {
        result.push_back(script.service + ": " + script.text);
    }
    return result;
}

constexpr EmbeddedFile init_templates[] = {
    {"jobs/init/cms.sh", "cms {{ CMS_HOST }}"},
    {"jobs/init/lms.sh", "lms {{ LMS_HOST }}"},
    {"jobs/init/meilisearch.sh", "meilisearch"},
    {"jobs/init/mounted-directories.sh", "mounted"},
    {"jobs/init/mysql.sh", "mysql"},
};

/// The core's tasks and three plugins: one with a v0 `pre-init`, one without tasks.
class InitWorld : public test::JobWorld {
public:
    InitWorld() {
        catalog.env_template_roots.add_item({.folder = "core", .files = init_templates});
        contribute_init_tasks(catalog, renderer);
        add_plugin("discovery", "discovery init", hooks::priority::normal);
        add_plugin("old", "old pre-init", 9.9);
        catalog.plugins_loaded_names.add_item("empty");
    }

private:
    void add_plugin(const std::string& name, const std::string& script, double priority) {
        const auto context = catalog.registry.contexts.enter(hooks::app_context(name));
        catalog.cli_do_init_tasks.add_item(
            {.service = "lms", .script = script, .source = {.plugin = name}}, priority);
        catalog.plugins_loaded_names.add_item(name);
    }
};

}  // namespace

TEST_CASE("init runs the tasks of core and plugins by priority and says which") {
    InitWorld world;
    CHECK(world.run({"init"}) == 0);
    CHECK(
        scripts_of(world)
        == Words{
            "lms: mounted",
            "mysql: mysql",
            "lms: old pre-init",
            "lms: meilisearch",
            "lms: lms site.org",
            "cms: cms studio.site.org",
            "lms: discovery init"});
    CHECK(
        world.out.text()
        == "Initialising all services: 7 tasks\n"
           "Task 1 of 7: service 'lms'\n"
           "Task 2 of 7: service 'mysql'\n"
           "Task 3 of 7: service 'lms', plugin 'old'\n"
           "Task 4 of 7: service 'lms'\n"
           "Task 5 of 7: service 'lms'\n"
           "Task 6 of 7: service 'cms'\n"
           "Task 7 of 7: service 'lms', plugin 'discovery'\n"
           "Initialised all services\n");
}

TEST_CASE("init --limit runs the tasks of one part of the core, or of one plugin") {
    const std::map<std::string, Words> cases{
        {"lms", {"lms: mounted", "lms: lms site.org"}},
        {"mysql", {"mysql: mysql"}},
        {"discovery", {"lms: discovery init"}},
        {"empty", {}}};
    for (const auto& [limit, expected] : cases) {
        CAPTURE(limit);
        InitWorld world;
        CHECK(world.run({"init", "-l", limit}) == 0);
        CHECK(scripts_of(world) == expected);
    }
}

TEST_CASE("init --limit of an unknown name is an error with the nearest name") {
    InitWorld world;
    try {
        world.run({"init", "--limit", "discovry"});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "there is nothing named 'discovry' to initialise");
        CHECK(error.info().hint == "did you mean 'discovery'?");
    }
    CHECK(world.runner.scripts.empty());
}

TEST_CASE("init that fails does not claim to be done") {
    InitWorld world;
    world.runner.plays = {{}, {.outcome = {.status = 1}}};
    CHECK_THROWS_AS(world.run({"init"}), Error);
    CHECK(world.runner.scripts.size() == 2);
    CHECK(world.out.text().find("Initialised") == std::string::npos);
}

TEST_CASE("a missing script of the core is an error that names it") {
    test::JobWorld world;
    contribute_init_tasks(world.catalog, world.renderer);
    CHECK_THROWS_WITH_AS(
        world.run({"init"}), "template 'jobs/init/mounted-directories.sh' does not exist", Error);
}

}  // namespace tutor::jobs
