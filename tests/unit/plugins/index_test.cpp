// SPDX-License-Identifier: Apache-2.0

#include "plugins/index.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tutor::plugins {

TEST_CASE("entries are sorted by name in lower case and know their index") {
    std::vector<Error> problems;
    const IndexEntries entries =
        parse_index("- {name: b, src: x}\n- {name: A, url: u}\n", "/i", problems);
    CHECK(problems.empty());
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].name() == "a");
    CHECK(entries[0].text("url") == "u");
    CHECK(entries[0].text("src").empty());
    CHECK(entries[1].text("index") == "/i");
    REQUIRE(find(entries, "B") != nullptr);
    CHECK(find(entries, "B")->text("src") == "x");
    CHECK(find(entries, "c") == nullptr);
}

TEST_CASE("what is wrong with one entry does not touch the others") {
    std::vector<Error> problems;
    const IndexEntries entries =
        parse_index("- text\n- {src: x}\n- {name: 3}\n- {name: a}\n", "/i", problems);
    CHECK(entries.size() == 1);
    REQUIRE(problems.size() == 3);
    CHECK(std::string(problems[1].what()) == "invalid plugin, entry 2 of '/i': it has no 'name'");
    CHECK_THROWS_AS(parse_index("a: 1", "/i", problems), Error);
    CHECK_THROWS_AS(parse_index("[", "/i", problems), Error);
}

TEST_CASE("a later index replaces entries of an earlier one") {
    std::vector<Error> problems;
    IndexEntries entries = parse_index("- {name: a, src: old}\n- {name: c}\n", "/1", problems);
    merge(entries, parse_index("- {name: b}\n- {name: a, src: new}\n", "/2", problems));
    REQUIRE(entries.size() == 3);
    CHECK(entries[0].text("src") == "new");
    CHECK(entries[1].name() == "b");
}

TEST_CASE("a list is found below the folder of the release") {
    CHECK(index_location("https://x/main/", "ulmo") == "https://x/main/ulmo/plugins.yml");
    CHECK(index_location("/", "ulmo") == "//ulmo/plugins.yml");
}

TEST_CASE("the cache gives back what was written") {
    const test::TempDir folder;
    const IndexCache cache(folder.path());
    CHECK_FALSE(cache.read());
    std::vector<Error> problems;
    cache.write(parse_index("- {name: a, description: 'x: y'}\n", "/i", problems));
    REQUIRE(cache.read());
    CHECK((*cache.read())[0].text("description") == "x: y");
    write_atomically(cache.path(), "[");
    CHECK_THROWS_AS(cache.read(), Error);
}

}  // namespace tutor::plugins
