// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/packages.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace tutor;
using namespace tutor::plugin_python;
namespace fs = std::filesystem;

namespace {

struct Site {
    test::TempDir folder;

    Package add(const std::string& name, const std::string& requirement) const {
        const fs::path metadata = folder.path() / (name + "-1.2.dist-info");
        write_atomically(
            metadata / "METADATA",
            "Name: tutor-" + name + "\nVersion: 1.2\nSummary: About " + name
                + "\nRequires-Dist: " + requirement + "\n\nSummary: no field\n");
        write_atomically(
            metadata / "entry_points.txt",
            "[tutor.plugin.v1]\n" + name + " = tutor" + name + ".plugin\n" + name + "-more = tutor"
                + name + ".more\n[other]\nx = y\n");
        return *find_package(packages(), name);
    }

    std::vector<Package> packages() const {
        return find_packages({.executable = {}, .folders = {folder.path()}});
    }
};

}  // namespace

TEST_CASE("packages are found by the names of plugin and distribution") {
    const Site site;
    site.add("one", "tutor>=21");
    site.add("two", "tutor>=21");
    const std::vector<Package> packages = site.packages();
    CHECK(packages.size() == 4);
    CHECK(find_package(packages, "one-more")->module == "tutorone.more");
    CHECK(find_package(packages, "tutor-two")->plugin == "two");
    CHECK(find_package(packages, "Tutor_Two")->distribution.version == "1.2");
    CHECK(find_package(packages, "three") == nullptr);
    CHECK(metadata_field(packages.front().distribution, "summary") == "About one");
    CHECK(metadata_field(packages.front().distribution, "Home-page").empty());
}

TEST_CASE("where a package came from") {
    const Site site;
    const Package package = site.add("one", "tutor");
    CHECK(source_address(package.distribution).empty());
    const fs::path file = package.distribution.metadata / "direct_url.json";
    write_atomically(file, R"({"url": "file:///work", "dir_info": {}})");
    CHECK(source_address(package.distribution) == "file:///work");
    write_atomically(file, "{ broken");
    CHECK(source_address(package.distribution).empty());
    write_atomically(file, "[]");
    CHECK(source_address(package.distribution).empty());
}

TEST_CASE("for which release a package is made") {
    const Site site;
    const auto fit = [&](const std::string& requirement) {
        return fit_of(site.add("one", requirement).distribution, "21.0.8");
    };
    CHECK(fit("tutor>=21.0.0,<22.0.0") == Fit::fits);
    CHECK(fit("tutor") == Fit::fits);
    CHECK(fit("requests") == Fit::fits);
    CHECK(fit("tutor-openedx") == Fit::fits);
    CHECK(fit("tutor (>=20.0.0,<21.0.0)") == Fit::previous);
    CHECK(fit("tutor~=20.0") == Fit::previous);
    CHECK(fit("tutor<21,>=20.1") == Fit::previous);
    CHECK(fit("tutor<20.0.0,>=15.0.0") == Fit::other);
    CHECK(fit("tutor>=22.0.0,<23.0.0") == Fit::other);
    CHECK(fit("tutor-openedx<4,>=3") == Fit::other);
    CHECK(fit("tutor[full]<20; extra == 'dev'") == Fit::fits);
    CHECK(
        describe_misfit(site.add("one", "tutor<20").distribution, "21.0.8")
        == "tutor-one 1.2 is made for Tutor <20, this is Tutor 21.0.8");
}
