// SPDX-License-Identifier: Apache-2.0

#include "catalog/dynamic.hpp"

#include "base/files.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <set>

namespace tutor::catalog {

using value::Value;

namespace {

std::string message_of(const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        return error.info().message;
    }
    return {};
}

}  // namespace

TEST_CASE("every hook of the catalog is described once, under its own name") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    std::set<const hooks::HookBase*> described;
    std::set<std::pair<std::string, bool>> names;
    for (const auto& hook : hooks.all()) {
        CHECK(described.insert(&hook->hook()).second);
        CHECK(hook->doc().name == hook->hook().name());
        CHECK_FALSE(hook->doc().name.empty());
        CHECK(names.emplace(hook->doc().name, hook->kind() == HookKind::action).second);
        CHECK(hook->doc().summary.ends_with('.'));
        CHECK(hook->doc().when.ends_with('.'));
        CHECK(hook->doc().item.empty() == (hook->kind() == HookKind::action));
    }
    for (const hooks::HookBase* hook : catalog.registry.hooks()) {
        CAPTURE(hook->name());
        CHECK(described.contains(hook));
    }
}

TEST_CASE("the catalog has every hook of the contract") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    for (const char* name :
         {"CORE_READY",
          "PROJECT_ROOT_READY",
          "PLUGIN_LOADED",
          "PLUGINS_LOADED",
          "PLUGIN_UNLOADED",
          "CONFIG_LOADED",
          "CONFIG_INTERACTIVE",
          "COMPOSE_PROJECT_STARTED",
          "DO_JOB"}) {
        CHECK(hooks.action(name).doc().name == name);
    }
    for (const char* name :
         {"APP_PUBLIC_HOSTS",
          "CLI_COMMANDS",
          "CLI_DO_COMMANDS",
          "CLI_DO_INIT_TASKS",
          "COMPOSE_MOUNTS",
          "CONFIG_DEFAULTS",
          "CONFIG_OVERRIDES",
          "CONFIG_UNIQUE",
          "CONFIG_USER",
          "DOCKER_BUILD_COMMAND",
          "ENV_PATCHES",
          "ENV_PATTERNS_IGNORE",
          "ENV_PATTERNS_INCLUDE",
          "ENV_TEMPLATE_FILTERS",
          "ENV_TEMPLATE_ROOTS",
          "ENV_TEMPLATE_TARGETS",
          "ENV_TEMPLATE_VARIABLES",
          "IMAGES_BUILD",
          "IMAGES_BUILD_MOUNTS",
          "IMAGES_BUILD_REQUIRED",
          "IMAGES_PULL",
          "IMAGES_PUSH",
          "IS_FILE_RENDERED",
          "LMS_WORKER_COMMAND",
          "CMS_WORKER_COMMAND",
          "MOUNTED_DIRECTORIES",
          "PLUGIN_INDEXES",
          "PLUGIN_INDEX_URL",
          "PLUGIN_INDEX_ENTRY_TO_INSTALL",
          "PLUGINS_INFO",
          "PLUGINS_INSTALLED",
          "PLUGINS_LOADED",
          "TESTS"}) {
        CHECK(hooks.filter(name).doc().name == name);
    }
}

TEST_CASE("the reference page is the one in docs/plugins/hooks.md") {
    Catalog catalog;
    const std::string root = std::getenv("TUTOR_SOURCE_DIR");
    const std::string page = reference_page(DynamicHooks(catalog));
    CHECK_MESSAGE(
        page == read_file(root + "/docs/plugins/hooks.md"),
        "write it again with: tutor plugins hooks > docs/plugins/hooks.md");
}

TEST_CASE("unknown hooks are told with the nearest name") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    CHECK(
        message_of([&] { hooks.filter("ENV_PATCHS"); }) == "there is no filter named 'ENV_PATCHS'");
    CHECK(message_of([&] { hooks.action("ENV_PATCHES"); }) != "");
    CHECK(hooks.action("PLUGINS_LOADED").kind() == HookKind::action);
    CHECK(hooks.filter("PLUGINS_LOADED").kind() == HookKind::list);
}

TEST_CASE("items of every list can be read back as they were given") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    const Value text("x");
    const Value function = value::function("f", [](value::Arguments&) { return Value(1); });
    const std::map<FieldType, Value> samples{
        {FieldType::text, text},
        {FieldType::optional_text, text},
        {FieldType::texts, Value::tuple({"a", "b"})},
        {FieldType::path, "a/b"},
        {FieldType::any, value::List{1, "two"}},
        {FieldType::function, function}};
    const std::map<FieldType, Value> arguments{
        {FieldType::text, text}, {FieldType::configuration, value::Dict{{"A", 1}}}};
    for (const auto& hook : hooks.all()) {
        const HookDoc& doc = hook->doc();
        const bool has_commands = doc.name == "CLI_COMMANDS" || doc.name == "CLI_DO_COMMANDS"
            || doc.name == "CLI_GROUP_COMMANDS";
        if (hook->kind() != HookKind::list || has_commands) {
            continue;
        }
        CAPTURE(doc.name);
        std::vector<Value> fields;
        for (const Field& field : doc.item) {
            fields.push_back(samples.at(field.type));
        }
        std::vector<Value> given;
        for (const Field& argument : doc.arguments) {
            given.push_back(arguments.at(argument.type));
        }
        const Value item = fields.size() == 1 ? fields[0] : Value::tuple(fields);
        hook->add_items({item}, 10, {.plugin = "x"});
        const Value result = hook->run(std::nullopt, value::List{}, given);
        REQUIRE(result.items().size() == 1);
        if (doc.name == "ENV_TEMPLATE_FILTERS") {
            value::Arguments none;
            CHECK(value::repr(result.items()[0].items()[1].as_object()->call(none)) == "1");
        } else {
            CHECK(value::repr(result.items()[0]) == value::repr(item));
        }
        hook->clear(std::nullopt);
        CHECK(hook->run(std::nullopt, value::List{}, given).items().empty());
    }
}

TEST_CASE("what a callback keeps is the very item, what it adds is the plugin's") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    catalog.env_template_roots.add_item(
        {.folder = "/core", .source = {.plugin = "core", .where = {"core.yml", 7, 1}}});
    hooks.filter("ENV_TEMPLATE_ROOTS")
        .add(
            [](const Value& list, const std::vector<Value>&) {
                value::List result(list.items());
                result.append("/plugin");
                return Value(result);
            },
            10,
            {.plugin = "x"});
    const std::vector<TemplateRoot> roots = catalog.env_template_roots.items();
    REQUIRE(roots.size() == 2);
    CHECK(roots[0].source.where.line == 7);
    CHECK(roots[1].source.plugin == "x");
}

TEST_CASE("a configuration that was lent cannot be asked afterwards") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    Value kept;
    hooks.filter("IMAGES_PULL")
        .add(
            [&](const Value& list, const std::vector<Value>& arguments) {
                kept = arguments[0];
                CHECK(kept.as_object()->item("A")->as_integer() == 1);
                CHECK_FALSE(kept.as_object()->item("B"));
                return list;
            },
            10,
            {});
    hooks.filter("IMAGES_PULL").run(std::nullopt, value::List{}, {value::Dict{{"A", 1}}});
    CHECK(
        message_of([&] { kept.as_object()->item("A"); }).starts_with("a configuration was asked"));
}

TEST_CASE("filters over one value and actions take callbacks, arguments and contexts") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    DynamicHook& rendered = hooks.filter("IS_FILE_RENDERED");
    {
        const auto app = catalog.registry.contexts.enter("app:x");
        rendered.add(
            [](const Value& value, const std::vector<Value>& arguments) {
                return Value(value.as_boolean() && arguments[0].as_string() != "a.bin");
            },
            10,
            {});
    }
    CHECK_FALSE(catalog.is_file_rendered.apply(true, "a.bin"));
    CHECK(rendered.run(std::nullopt, true, {Value("b")}).as_boolean());
    CHECK(rendered.run("app:y", true, {Value("a.bin")}).as_boolean());
    CHECK_FALSE(rendered.run("app:x", true, {Value("a.bin")}).as_boolean());
    std::string seen;
    hooks.action("PLUGIN_UNLOADED")
        .add(
            [&](const Value&, const std::vector<Value>& arguments) {
                seen = value::repr(arguments[0]) + value::repr(arguments[1]);
                arguments[2].as_dict().set("NEW", 1);
                return Value();
            },
            10,
            {});
    value::Dict config;
    catalog.plugin_unloaded.run_all("x", "/root", config);
    CHECK(seen == "'x''/root'");
    CHECK(config.contains("NEW"));
}

TEST_CASE("wrong uses are errors") {
    Catalog catalog;
    const DynamicHooks hooks(catalog);
    DynamicHook& patches = hooks.filter("ENV_PATCHES");
    const auto adding = [&](const Value& item) {
        return message_of([&] { patches.add_items({item}, 10, {}); });
    };
    CHECK(adding(5) == "an item of hook 'ENV_PATCHES' must be a tuple (name, content), found int");
    CHECK(
        adding(Value::tuple({"a"}))
        == "'content' of an item of hook 'ENV_PATCHES' must be of type str, found NoneType");
    CHECK(
        adding(Value::tuple({"a", "b", "c"}))
        == "an item of hook 'ENV_PATCHES' must have 2 fields (name, content), found 3");
    CHECK(
        adding(value::Dict{{"name", "a"}, {"contents", "b"}})
        == "an item of hook 'ENV_PATCHES' has no field 'contents'");
    CHECK(adding(value::Dict{{"name", "a"}, {"content", "b"}}).empty());
    CHECK(
        message_of([&] { patches.run(std::nullopt, value::List{}, {Value(1)}); })
        == "hook 'ENV_PATCHES' has 0 arguments, 1 were given");
    CHECK(
        message_of([&] { hooks.filter("IS_FILE_RENDERED").add_items({true}, 10, {}); })
        == "'IS_FILE_RENDERED' is a filter over one value: it has no items");
    CHECK(
        message_of([&] {
            hooks.action("DO_JOB").run({}, {}, {Value("a"), value::Dict()});
        })
        == "hook 'DO_JOB' is run by commands only, not by plugins");
    CHECK(
        message_of([&] { hooks.filter("IMAGES_PULL").run({}, value::List{}, {Value(1)}); })
        == "argument 'config' of hook 'IMAGES_PULL' must be of type configuration, found int");
}

}  // namespace tutor::catalog
