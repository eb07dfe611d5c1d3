// SPDX-License-Identifier: Apache-2.0

#include "config/config.hpp"

#include "base/error.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::config {
namespace {

struct World {
    World() { render::contribute_filters(catalog); }

    catalog::Catalog catalog;
    render::Renderer renderer{catalog, {.version = "21.0.8"}};
    Masker masker;
    Config config{renderer, masker};
};

}  // namespace

TEST_CASE("settings may refer to each other in any order") {
    World world;
    world.config.set("A", "{{ B }}!", Layer::user);
    world.config.set("B", "{{ C }}?", Layer::user);
    world.config.set("C", "c", Layer::default_);
    CHECK(world.config.text("A") == "c?!");
}

TEST_CASE("strings in lists and mappings are rendered, keys and other types are not") {
    World world;
    world.config.set("X", "x", Layer::user);
    world.config.set(
        "L", value::List{"{{ X }}", 1, value::Dict{{"{{ X }}", "{{ X }}"}}}, Layer::user);
    CHECK(value::repr(*world.config.find("L")) == "['x', 1, {'{{ X }}': 'x'}]");
    world.config.set("N", "{{ 3306 }}", Layer::user);
    CHECK(world.config.text("N") == "3306");
}

TEST_CASE("a circle names its members") {
    World world;
    world.config.set("A", "{{ B }}", Layer::user);
    world.config.set("B", "{{ A }}", Layer::user);
    CHECK_THROWS_WITH_AS(
        world.config.find("A"), "settings refer to each other in a circle: A -> B -> A", Error);
    world.config.set("B", "fine", Layer::user);
    CHECK(world.config.text("A") == "fine");
}

TEST_CASE("a value drawn at random stays while settings change") {
    World world;
    world.config.set("SEED", "{{ 20|random_string }}", Layer::unique);
    const std::string drawn = world.config.text("SEED");
    world.config.set("OTHER", 1, Layer::given);
    CHECK(world.config.text("SEED") == drawn);
}

TEST_CASE("wrong types and missing settings are told by name, never with a value") {
    World world;
    world.config.set("LOCAL_PROJECT_NAME", 1, Layer::user);
    CHECK_THROWS_WITH_AS(
        world.config.text("LOCAL_PROJECT_NAME"),
        "Invalid config entry: expected str, got int for key 'LOCAL_PROJECT_NAME'",
        Error);
    CHECK_THROWS_AS(world.config.text("NOTHING"), Error);
    CHECK(world.config.texts("NOTHING").empty());
    CHECK_THROWS_AS(world.config.texts("LOCAL_PROJECT_NAME"), Error);
}

TEST_CASE("secrets are known by name, masked and marked") {
    CHECK(is_secret_name("MYSQL_ROOT_PASSWORD"));
    CHECK(is_secret_name("JWT_RSA_PRIVATE_KEY"));
    CHECK(is_secret_name("MYPLUGIN_SECRET_KEY"));
    CHECK_FALSE(is_secret_name("MEILISEARCH_API_KEY_UID"));
    CHECK_FALSE(is_secret_name("CMS_OAUTH2_KEY_SSO"));
    World world;
    world.config.set("X_PASSWORD", "hunter2000", Layer::user);
    world.config.set("DERIVED", "mysql://root:{{ X_PASSWORD }}@db", Layer::user);
    CHECK(world.masker.mask("is hunter2000 here") == "is *** here");
    CHECK(world.config.find("DERIVED")->is_secret());
    CHECK_FALSE(world.config.find("DERIVED")->as_string().empty());
}

TEST_CASE("the name of the platform is no secret, whatever a plugin makes of it") {
    World world;
    world.config.set("STORE_ACCESS_KEY", "openedx", Layer::user);
    world.config.set("STORE_SECRET_KEY", "openedx2000", Layer::user);
    world.config.set("OTHER_ACCESS_KEY", "{{ STORE_ACCESS_KEY }}", Layer::default_);
    CHECK(world.config.find("STORE_ACCESS_KEY")->is_secret());
    CHECK(world.config.text("OTHER_ACCESS_KEY") == "openedx");
    CHECK(world.masker.mask("openedx, openedx2000") == "openedx, ***");
}

}  // namespace tutor::config
