// SPDX-License-Identifier: Apache-2.0

#include "render/internal/template_roots.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <array>

namespace tutor::render {
namespace {

using Paths = std::vector<std::string>;

constexpr std::array<EmbeddedFile, 3> core_files{{
    {"apps/a.yml", "core a"},
    {"apps/partials/p.yml", "core p"},
    {"local/x.yml", "core x"},
}};

catalog::TemplateRoot core() {
    return {.folder = "built-in", .files = core_files};
}

}  // namespace

TEST_CASE("the first root that holds a path wins, and all roots are listed as one") {
    const test::TempDir folder;
    write_atomically(folder / "apps/a.yml", "plugin a");
    write_atomically(folder / "apps/b.yml", "plugin b");
    TemplateRoots roots({core(), {.folder = folder.path().string()}}, {}, {});
    CHECK(roots.load("apps/a.yml")->text == "core a");
    CHECK(roots.load("apps/a.yml")->path.empty());
    CHECK(roots.load("apps/b.yml")->path == (folder / "apps/b.yml").string());
    CHECK(roots.load("apps/b.yml")->text == "plugin b");
    CHECK_FALSE(roots.load("apps/c.yml").has_value());
    CHECK(roots.with_prefix("apps/") == Paths{"apps/a.yml", "apps/b.yml"});
}

TEST_CASE("partials, hidden files and byte code are not listed, but can be included") {
    const test::TempDir folder;
    for (const char* path : {"p/.hidden", "p/.git/x", "p/__pycache__/x", "p/x.pyc", "p/good"}) {
        write_atomically(folder / path, "");
    }
    TemplateRoots roots({core(), {.folder = folder.path().string()}}, {}, {});
    CHECK(roots.with_prefix("") == Paths{"apps/a.yml", "local/x.yml", "p/good"});
    CHECK(roots.load("apps/partials/p.yml")->text == "core p");
}

TEST_CASE("plugins may ignore more, and include what is ignored") {
    TemplateRoots ignoring({core()}, {"local/"}, {});
    CHECK(ignoring.with_prefix("") == Paths{"apps/a.yml"});
    TemplateRoots including({core()}, {"local/"}, {".*partials/.*"});
    CHECK(including.with_prefix("") == Paths{"apps/a.yml", "apps/partials/p.yml"});
    CHECK_THROWS_AS(TemplateRoots({core()}, {"("}, {}), Error);
}

TEST_CASE("a prefix is plain, a walk prefers a folder") {
    const test::TempDir folder;
    for (const char* path : {"p/apps/x", "p/apps-extra/y", "q/lms.py", "q/lms2.py"}) {
        write_atomically(folder / path, "");
    }
    const TemplateRoots roots({{.folder = folder.path().string() + "/"}}, {}, {});
    CHECK(roots.with_prefix("p/apps") == Paths{"p/apps-extra/y", "p/apps/x"});
    CHECK(roots.walk("p/apps") == Paths{"p/apps/x"});
    CHECK(roots.walk("q/lms") == Paths{"q/lms.py", "q/lms2.py"});
}

TEST_CASE("a name cannot lead out of the roots") {
    const test::TempDir folder;
    write_atomically(folder / "secret", "s");
    std::filesystem::create_directory(folder / "root");
    TemplateRoots roots({{.folder = (folder / "root").string()}}, {}, {});
    CHECK_FALSE(roots.load("../secret").has_value());
    CHECK_FALSE(roots.load((folder / "secret").string()).has_value());
    CHECK_FALSE(roots.load("").has_value());
}

}  // namespace tutor::render
