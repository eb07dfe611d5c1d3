// SPDX-License-Identifier: Apache-2.0

#include "support.hpp"

#include <doctest/doctest.h>

namespace tutor::jobs {
namespace {

using Words = std::vector<std::string>;

// Sites that tell what is done to them. "named.org" has a name already.
constexpr const char* fake_sites =
    "class Field:\n"
    "    max_length = 50\n"
    "class Meta:\n"
    "    def get_field(self, name): return Field()\n"
    "class Themes:\n"
    "    def __init__(self, domain): self.domain = domain\n"
    "    def all(self): return self\n"
    "    def delete(self): print('drop', ascii(self.domain))\n"
    "    def create(self, theme_dir_name): print('add', ascii(theme_dir_name))\n"
    "class Site:\n"
    "    _meta = Meta()\n"
    "    def __init__(self, domain):\n"
    "        self.domain, self.themes = domain, Themes(domain)\n"
    "        self.name = 'x' if domain == 'named.org' else ''\n"
    "    def save(self): print('name', ascii(self.name))\n"
    "class Sites:\n"
    "    def get_or_create(self, domain): return Site(domain), True\n"
    "Site.objects = Sites()\n";

test::FakeContainer site_container() {
    test::FakeContainer container;
    container.add_program("manage.py", "exec python3 -c \"$4\"\n");
    for (const char* package : {"django", "django/contrib", "django/contrib/sites"}) {
        container.write(std::string(package) + "/__init__.py", "");
    }
    container.write("django/contrib/sites/models.py", fake_sites);
    return container;
}

std::string without_reports(const std::string& out) {
    std::string result;
    for (const std::string_view line : split_lines(out)) {
        if (!line.starts_with("Theme of ")) {
            result += std::string(line) + "\n";
        }
    }
    return result;
}

}  // namespace

TEST_CASE("settheme gives the hosts of LMS and CMS a theme, also with development ports") {
    test::JobWorld world;
    test::FakeContainer container = site_container();
    const std::string script = world.script({"settheme", "indigo"});
    CHECK(world.runner.scripts[0].service == "lms");
    const test::Trial trial = container.run(script);
    CHECK(trial.status == 0);
    REQUIRE(trial.calls.size() == 1);
    std::string expected;
    for (const char* domain :
         {"site.org", "site.org:8000", "studio.site.org", "studio.site.org:8001"}) {
        expected += fmt::format("name '{0}'\ndrop '{0}'\nadd 'indigo'\n", domain);
    }
    CHECK(without_reports(trial.out) == expected);
}

TEST_CASE("settheme keeps names, cuts long ones with a warning, and 'default' adds no theme") {
    test::JobWorld world;
    test::FakeContainer container = site_container();
    const std::string long_domain(60, 'a');
    const test::Trial trial =
        container.run(world.script({"settheme", "-d", "named.org", "-d", long_domain, "default"}));
    CHECK(trial.status == 0);
    CHECK(
        without_reports(trial.out)
        == "drop 'named.org'\nname '" + std::string(50, 'a') + "'\ndrop '" + long_domain + "'\n");
    CHECK(trial.error.starts_with("Warning: the name of site " + long_domain));
}

TEST_CASE("settheme takes themes and domains as they are") {
    for (const std::string& text : test::nasty_texts()) {
        CAPTURE(text);
        test::JobWorld world;
        test::FakeContainer container = site_container();
        const test::Trial trial =
            container.run(world.script({"settheme", "--domain=" + text, text}));
        CHECK(trial.status == 0);
        CHECK(trial.error.empty());
        CHECK(!std::filesystem::exists(container.path() / "injected"));
        if (text == "it's") {
            CHECK(without_reports(trial.out) == "name \"it's\"\ndrop \"it's\"\nadd \"it's\"\n");
        }
    }
}

TEST_CASE("print-edx-platform-setting prints a setting, or a part of one, as a result") {
    test::FakeContainer container;
    container.add_program("manage.py", "exec python3 -c \"$4\"\n");
    container.write("django/__init__.py", "");
    container.write(
        "django/conf.py",
        "class settings:\n    SITE = 'x {{ y }}'\n    F = {'a b': [1, {\"k'\": 2}]}\n");
    for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"SITE", "x {{ y }}"},
             {"F['a b'][1][\"k'\"]", "2"},
             {"F['a b'][-2]", "1"},
             {"SITE.__class__.__name__", "str"}}) {
        CAPTURE(name);
        test::JobWorld world;
        const std::string script = world.script({"print-edx-platform-setting", "-s", "cms", name});
        REQUIRE(world.runner.scripts.size() == 1);
        CHECK(world.runner.scripts[0].service == "cms");
        CHECK(world.runner.scripts[0].output == catalog::TaskOutput::result);
        const test::Trial trial = container.run(script);
        CHECK(trial.out == value + "\n");
        CHECK(trial.calls.back()[1] == "cms");
    }
}

TEST_CASE("print-edx-platform-setting refuses everything that is not the name of a setting") {
    Words names = test::nasty_texts();
    names.insert(
        names.end(),
        {"",
         "A)",
         "A; import os",
         "A()",
         "A['x'",
         "A['\\x']",
         "A[b]",
         "A[]",
         "A.",
         ".A",
         "1A",
         "A B",
         "A[1]B",
         "A['a\nb']"});
    for (const std::string& name : names) {
        CAPTURE(name);
        test::JobWorld world;
        CHECK(world.run({"print-edx-platform-setting", name}) == 2);
        CHECK(world.runner.scripts.empty());
    }
}

}  // namespace tutor::jobs
