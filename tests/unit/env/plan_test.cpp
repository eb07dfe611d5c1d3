// SPDX-License-Identifier: Apache-2.0

#include "base/files.hpp"
#include "env/tree.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tutor::env {
namespace {

struct World {
    test::TempDir folder;
    Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output{masker, out, error};
    std::filesystem::path env = folder / "env";

    Plan write(const Tree& tree) {
        const Plan plan = make_plan(env, tree);
        AtomicWriter writer;
        apply(plan, writer, output);
        return plan;
    }
};

}  // namespace

TEST_CASE("only files that differ are written") {
    World world;
    const Tree tree{{"a", "1", "a"}, {"b/c", "2", "b/c"}};
    CHECK(world.write(tree).changes.size() == 2);
    const auto time = std::filesystem::last_write_time(world.env / "a");
    CHECK(world.write(tree).changes.empty());
    CHECK(std::filesystem::last_write_time(world.env / "a") == time);
    const Tree changed{{"a", "1", "a"}, {"b/c", "3", "b/c"}};
    const Plan plan = world.write(changed);
    REQUIRE(plan.changes.size() == 1);
    CHECK(plan.changes[0].path == "b/c");
    CHECK(read_file(world.env / "b/c") == "3");
    CHECK(world.error.text().empty());
}

TEST_CASE("a file whose template is gone is removed, a foreign one never") {
    World world;
    world.write({{"a", "1", "a"}, {"b/c", "2", "b/c"}});
    write_atomically(world.env / "foreign", "mine");
    world.write({{"a", "1", "a"}});
    CHECK_FALSE(std::filesystem::exists(world.env / "b"));
    CHECK(read_file(world.env / "foreign") == "mine");
}

TEST_CASE("what was edited by hand is kept beside the environment") {
    World world;
    world.write({{"a", "1", "a"}, {"b", "1", "b"}});
    write_atomically(world.env / "a", "by hand");
    world.write({{"a", "2", "a"}, {"b", "2", "b"}});
    CHECK(read_file(world.env / "a") == "2");
    std::size_t kept = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(world.folder / "env-edited")) {
        if (entry.is_regular_file()) {
            CHECK(read_file(entry.path()) == "by hand");
            ++kept;
        }
    }
    CHECK(kept == 1);
    CHECK(world.error.text().find("edited by hand") != std::string::npos);
}

TEST_CASE("an edited file that is kept is asked about again") {
    World world;
    world.write({{"a", "1", "a"}, {"b", "1", "b"}});
    write_atomically(world.env / "a", "by hand");
    const Tree tree{{"a", "2", "a"}, {"b", "2", "b"}};
    Plan plan = make_plan(world.env, tree);
    keep_edited(plan, "a");
    AtomicWriter writer;
    apply(plan, writer, world.output);
    CHECK(read_file(world.env / "a") == "by hand");
    CHECK(read_file(world.env / "b") == "2");
    const Plan later = make_plan(world.env, tree);
    REQUIRE(later.changes.size() == 1);
    CHECK(later.changes[0].path == "a");
    CHECK(later.changes[0].edited_by_hand);
}

TEST_CASE("an edited file whose template is gone becomes the user's when it is kept") {
    World world;
    world.write({{"a", "1", "a"}});
    write_atomically(world.env / "a", "by hand");
    const Tree empty;
    Plan plan = make_plan(world.env, empty);
    keep_edited(plan, "a");
    AtomicWriter writer;
    apply(plan, writer, world.output);
    CHECK(read_file(world.env / "a") == "by hand");
    CHECK(make_plan(world.env, empty).changes.empty());
}

TEST_CASE("foreign files are those that no template makes") {
    World world;
    world.write({{"a", "1", "a"}});
    write_atomically(world.env / "x/y", "mine");
    CHECK(foreign_files(world.env, {{"a", "1", "a"}}) == std::vector<std::string>{"x/y"});
}

TEST_CASE("a damaged manifest counts as none") {
    World world;
    const Tree tree{{"a", "1", "a"}};
    world.write(tree);
    write_atomically(world.env / ".manifest.json", "{");
    CHECK(world.write(tree).changes.empty());
    CHECK(read_file(world.env / ".manifest.json").size() > 10);
}

}  // namespace tutor::env
