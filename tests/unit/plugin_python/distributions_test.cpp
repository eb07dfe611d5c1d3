// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/distributions.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

using namespace tutor;
using namespace tutor::plugin_python;
using tutor::test::TempDir;

namespace {

constexpr const char* v1 = "tutor.plugin.v1";

void install(
    const std::filesystem::path& folder,
    const std::string& name,
    const std::string& entry_points,
    const std::string& metadata) {
    write_atomically(folder / name / "entry_points.txt", entry_points);
    write_atomically(folder / name / "METADATA", metadata);
}

}  // namespace

TEST_CASE("entry points are read as Python's own library reads them") {
    const std::vector<EntryPoint> points = parse_entry_points(
        "# comment\n[console_scripts]\nx = y:z\n\n[tutor.plugin.v1]\r\n"
        "my-plugin = pkg.plugin\nother=pkg.other [extra]\n  spaced  =  pkg . third : attr ; no\n"
        "nonsense\n= empty\n");
    CHECK(
        points
        == std::vector<EntryPoint>{
            {"console_scripts", "x", "y:z"},
            {v1, "my-plugin", "pkg.plugin"},
            {v1, "other", "pkg.other"},
            {v1, "spaced", "pkg.third:attr"}});
}

TEST_CASE("the first distribution of a name wins, however it is spelt") {
    const TempDir first;
    const TempDir second;
    install(
        first.path(),
        "tutor_mfe-21.0.2.dist-info",
        "[tutor.plugin.v1]\nmfe = tutormfe.plugin\n",
        "Metadata-Version: 2.4\nName: tutor-mfe\nVersion: 21.0.2\n"
        "Requires-Dist: tutor<22.0.0,>=21.0.0\n\nVersion: 9 is text\n");
    install(
        first.path(),
        "other-1.dist-info",
        "[console_scripts]\na = b\n",
        "Name: other\nVersion: 1\n");
    install(
        second.path(),
        "Tutor.MFE-20.dist-info",
        "[tutor.plugin.v1]\nmfe = old.plugin\n",
        "Name: Tutor.MFE\nVersion: 20\n");
    const std::vector<Distribution> found =
        find_distributions({"/does/not/exist", first.path(), second.path()}, {v1});
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "tutor-mfe");
    CHECK(found[0].version == "21.0.2");
    CHECK(found[0].entry_points == std::vector<EntryPoint>{{v1, "mfe", "tutormfe.plugin"}});
    CHECK(requirement_of(found[0], "tutor") == "<22.0.0,>=21.0.0");
}

TEST_CASE("an egg's metadata counts too") {
    const TempDir folder;
    const std::filesystem::path egg = folder.path() / "old.egg-info";
    write_atomically(egg / "entry_points.txt", "[tutor.plugin.v0]\nold = old.plugin\n");
    write_atomically(egg / "PKG-INFO", "Name: old\nVersion: 0.1\n");
    write_atomically(egg / "requires.txt", "tutor>=20\n\n[dev]\nblack\n");
    const std::vector<Distribution> found =
        find_distributions({folder.path()}, {"tutor.plugin.v0"});
    REQUIRE(found.size() == 1);
    CHECK(found[0].version == "0.1");
    CHECK(requirement_of(found[0], "tutor") == ">=20");
    CHECK(requirement_of(found[0], "black") == std::nullopt);
}

TEST_CASE("requirements are found whatever surrounds them") {
    Distribution one;
    one.requirements = {
        "click", "tutor[dev]<22; extra == 'dev'", "Tutor [full] (>=21.0,<22) ; python_version>'3'"};
    CHECK(requirement_of(one, "tutor") == ">=21.0,<22");
    CHECK(requirement_of(one, "click").value() == "");
    CHECK(requirement_of(one, "tut") == std::nullopt);
}

TEST_CASE("versions satisfy requirements") {
    const auto fits = [](const char* requirement) {
        return satisfies("21.0.8", requirement);
    };
    CHECK(fits(""));
    CHECK(fits(">=21.0.0,<22.0.0"));
    CHECK(fits("~=21.0"));
    CHECK(fits("~=21.0.3"));
    CHECK(fits("==21.*"));
    CHECK(fits("!=21.0.7"));
    CHECK(fits("==21.0.8"));
    CHECK(fits(">20"));
    CHECK_FALSE(fits(">=18.0.0,<19.0.0"));
    CHECK_FALSE(fits("~=20.0"));
    CHECK_FALSE(fits("~=21.1"));
    CHECK_FALSE(fits("==20.*"));
    CHECK_FALSE(fits(">=22"));
    CHECK_FALSE(fits("<21.0.8"));
}
