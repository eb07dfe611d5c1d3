// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/installation.hpp"

#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace tutor;
using namespace tutor::plugin_python;
using tutor::test::TempDir;
namespace fs = std::filesystem;

namespace {

bool holds(const std::vector<fs::path>& folders, const fs::path& folder) {
    return std::find(folders.begin(), folders.end(), folder) != folders.end();
}

struct VirtualEnvironment {
    TempDir folder;
    fs::path packages = folder.path() / "lib" / ("python" + python_version()) / "site-packages";

    explicit VirtualEnvironment(const std::string& settings) {
        fs::create_directories(packages);
        write_atomically(folder.path() / "pyvenv.cfg", settings);
    }
};

}  // namespace

TEST_CASE("without a virtual environment the system's Python counts") {
    const Installation found = find_installation("/does/not/exist");
    CHECK(found.executable == system_python());
    CHECK_FALSE(holds(found.folders, "/does/not/exist"));
}

TEST_CASE("a virtual environment is its own interpreter and hides the system's packages") {
    const VirtualEnvironment environment("home = /usr/bin\ninclude-system-site-packages = false\n");
    const Installation found = find_installation(environment.folder.path());
    CHECK(found.executable == environment.folder.path() / "bin" / "python3");
    CHECK(found.folders.back() == environment.packages);
}

TEST_CASE("folders that .pth files name are searched as well") {
    const VirtualEnvironment environment("include-system-site-packages = false\n");
    const TempDir other;
    fs::create_directories(environment.packages / "below");
    write_atomically(
        environment.packages / "some.pth",
        "# comment\nimport sys\n" + other.path().string() + "\nbelow\n/does/not/exist\n");
    const std::vector<fs::path> folders = find_installation(environment.folder.path()).folders;
    CHECK(holds(folders, other.path()));
    CHECK(holds(folders, environment.packages / "below"));
    CHECK_FALSE(holds(folders, "/does/not/exist"));
}
