// SPDX-License-Identifier: Apache-2.0

#include "render/renderer.hpp"

#include "base/error.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>

namespace tutor::render {
namespace {

constexpr std::array<EmbeddedFile, 5> files{{
    {"apps/main.yml", "a: 1\n{{ patch(\"top\") }}\nlist:\n  {{ patch(\"deep\")|indent(2) }}\n"},
    {"apps/partials/p", "{{ LMS_HOST }}"},
    {"apps/with.yml", "{% include 'apps/partials/p' %}"},
    {"build/partials/q", "{{ patch('quiet') }}"},
    {"build/x", "{% if LMS_HOST %}{% include 'build/partials/q' %}{% endif %}"},
}};

class Settings final : public catalog::Configuration {
public:
    std::vector<std::pair<std::string, value::Value>> values{
        {"LMS_HOST", "lms.example.com"},
        {"A_REQUIREMENT", "one"},
        {"B_REQUIREMENT", ""},
        {"ID", value::Value::secret("s3cr3t")}};

    std::optional<value::Value> find(std::string_view name) const override {
        for (const auto& [key, value] : values) {
            if (key == name) {
                return value;
            }
        }
        return std::nullopt;
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> result;
        for (const auto& [key, value] : values) {
            result.push_back(key);
        }
        return result;
    }
};

struct World {
    World() {
        catalog.env_template_roots.add_item({.folder = "built-in", .files = files});
        contribute_filters(catalog);
    }
    std::string text(std::string_view source) {
        return renderer.render_text(source, {.name = "test"}, settings);
    }

    catalog::Catalog catalog;
    Renderer renderer{catalog, {.version = "21.0.8", .app = "my-tutor"}};
    Settings settings;
};

}  // namespace

TEST_CASE("templates see settings, the program and includes") {
    World world;
    CHECK(world.text("{{ LMS_HOST }}") == "lms.example.com");
    CHECK(
        world.text("{{ TUTOR_VERSION }} {{ TUTOR_VERSION_MAJOR }} {{ TUTOR_VERSION_MINOR }} "
                   "{{ TUTOR_APP }} {{ TUTOR_BRANCH_IS_MAIN }}")
        == "21.0.8 21 0 my_tutor False");
    CHECK(world.renderer.render_template("apps/with.yml", world.settings) == "lms.example.com");
}

TEST_CASE("patches are joined in order, rendered, and may call patches") {
    World world;
    world.catalog.env_patches.add_item({.name = "top", .content = "b: {{ LMS_HOST }}"});
    world.catalog.env_patches.add_item({.name = "top", .content = "{{ patch('inner') }}"});
    world.catalog.env_patches.add_item({.name = "inner", .content = "c: 3"});
    world.catalog.env_patches.add_item({.name = "deep", .content = "- x\n- y"});
    CHECK(
        world.renderer.render_template("apps/main.yml", world.settings)
        == "a: 1\nb: lms.example.com\nc: 3\nlist:\n  - x\n  - y");
    CHECK(world.renderer.render_patch("top", world.settings) == "b: lms.example.com\nc: 3");
    CHECK(
        world.text("{{ patch('top', separator=',', suffix='!') }}") == "b: lms.example.com,c: 3!");
    CHECK(world.text("[{{ patch('nothing', suffix='!') }}]") == "[]");
}

TEST_CASE("what a plugin adds later is seen") {
    World world;
    CHECK(world.text("{{ patch('top') }}").empty());
    world.catalog.env_patches.add_item({.name = "top", .content = "x"});
    CHECK(world.text("{{ patch('top') }}") == "x");
}

TEST_CASE("an undefined name in a patch is told with patch, plugin, template and lines") {
    World world;
    world.catalog.env_patches.add_item(
        {.name = "deep",
         .content = "- x\n- {{ LMS_HOTS }}",
         .source = {.plugin = "p", .where = {"/plugins/p.yml", 7, 0}}});
    try {
        world.renderer.render_template("apps/main.yml", world.settings);
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(std::string(error.what()) == "Missing configuration value: 'LMS_HOTS' is undefined");
        REQUIRE(error.info().where.has_value());
        CHECK(error.info().where->source == "/plugins/p.yml");
        CHECK(error.info().where->line == 8);
        CHECK(error.info().hint == "did you mean 'LMS_HOST'?");
        std::string frames;
        for (const std::string& frame : error.frames()) {
            frames += frame + "\n";
        }
        CHECK(frames.find("patch 'deep' of plugin 'p'") != std::string::npos);
        CHECK(frames.find("apps/main.yml") != std::string::npos);
    }
}

TEST_CASE("a setting made from a secret is secret") {
    World world;
    CHECK(world.renderer.render_setting("x{{ ID }}", {.name = "t"}, world.settings).is_secret());
    CHECK_FALSE(world.renderer.render_setting("x{{ LMS_HOST }}", {.name = "t"}, world.settings)
                    .is_secret());
}

TEST_CASE("values by prefix and suffix") {
    World world;
    CHECK(world.text("{{ iter_values_named(suffix='REQUIREMENT')|list }}") == "['one']");
    CHECK(
        world.text("{{ iter_values_named(suffix='REQUIREMENT', allow_empty=True)|list }}")
        == "['one', '']");
    CHECK(world.text("{{ iter_values_named(prefix='LMS')|join }}") == "lms.example.com");
}

TEST_CASE("the filters of the contract") {
    World world;
    CHECK(
        world.text("{{ 'studio.demo.myopenedx.com'|common_domain('lms.demo.myopenedx.com') }}")
        == "demo.myopenedx.com");
    CHECK(world.text("[{{ 'a.com'|common_domain('b.org') }}]") == "[]");
    CHECK(world.text("{{ 'demo.myopenedx.com'|reverse_host }}") == "com.myopenedx.demo");
    CHECK(world.text("{{ [('a', true), ('b', false)]|list_if }}") == "[\"a\"]");
    CHECK(world.text("{{ 65537|long_to_base64 }} {{ 0|long_to_base64 }}") == "AQAB AA");
    CHECK(world.text("{{ (8|random_string)|length }}") == "8");
    CHECK(
        world.text("{{ 'k'|uid_master_hash('u') }}")
        == "b841e0889970cfa4193f1c8d44e1e4fb92088da2360f22ba52ef66b0bef128f8");
    CHECK(world.text("{{ (4|uuid)|length }}") == "36");
    CHECK(world.text("{{ 'x'|encrypt }}").starts_with("$2a$12$"));
    CHECK(world.text("{{ 'apps/partials'|walk_templates }}") == "[]");
    CHECK(world.text("{{ 'apps'|walk_templates }}") == "['apps/main.yml', 'apps/with.yml']");
    CHECK(
        world.text("{% set k | rsa_import_key %}{{ 1024|rsa_private_key }}{% endset %}"
                   "{{ k.n == k.p * k.q }} {{ (k.d * k.e) % ((k.p - 1) * (k.q - 1)) }} "
                   "{{ (k.invq * k.q) % k.p }}")
        == "True 1 1");
}

TEST_CASE("where patches are called is found without rendering") {
    World world;
    world.catalog.env_patches.add_item(
        {.name = "top", .content = "{{ patch('inner') }}{{ UNDEFINED }}"});
    const std::vector<PatchLocation> expected{
        {"deep", "apps/main.yml"},
        {"inner", "within patch: top"},
        {"quiet", "build/x"},
        {"top", "apps/main.yml"}};
    CHECK((world.renderer.patch_locations() == expected));
}

TEST_CASE("computed names of patches are those that the template asks for") {
    World world;
    world.catalog.env_patches.add_item(
        {.name = "top",
         .content = "{% for x in ['a', 'b'] %}{{ patch('for-{}-end'.format(x)) }}{% endfor %}"
                    "{% if not LMS_HOST %}{{ patch('never') }}{% endif %}"});
    world.catalog.env_patches.add_item(
        {.name = "broken", .content = "{{ patch('of-{}'.format(UNDEFINED)) }}"});
    const std::vector<PatchLocation> expected{
        {"deep", "apps/main.yml"},
        {"for-a-end", "within patch: top"},
        {"for-b-end", "within patch: top"},
        {"never", "within patch: top"},
        {"of-{}", "within patch: broken"},
        {"quiet", "build/x"},
        {"top", "apps/main.yml"}};
    CHECK((world.renderer.patch_locations(world.settings) == expected));
    CHECK(world.text("{{ patch('for-a-end') }}").empty());
}

TEST_CASE("binary files are copied, unless a plugin says otherwise") {
    World world;
    CHECK_FALSE(world.renderer.is_rendered("x/logo.png"));
    CHECK(world.renderer.is_rendered("x/logo.PNG"));
    world.catalog.is_file_rendered.add(
        [](bool rendered, const std::string& path) { return rendered && path != "x/no.txt"; });
    CHECK_FALSE(world.renderer.is_rendered("x/no.txt"));
    CHECK(world.renderer.is_rendered("x/yes.txt"));
}

}  // namespace tutor::render
