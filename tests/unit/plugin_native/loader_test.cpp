// SPDX-License-Identifier: Apache-2.0

#include "plugin_native/loader.hpp"

#include "base/files.hpp"
#include "catalog/dynamic.hpp"
#include "cli/invocation.hpp"
#include "plugins/manager.hpp"
#include "render/renderer.hpp"
#include "support/temp_dir.hpp"
#include "term/sink.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <dlfcn.h>
#include <unistd.h>

#include <fstream>
#include <map>

namespace tutor::plugin_native {
namespace {

namespace fs = std::filesystem;
using value::Value;

class Settings final : public catalog::Configuration {
public:
    std::map<std::string, Value> values{{"LMS_HOST", "lms.example"}};

    std::optional<Value> find(std::string_view name) const override {
        const auto found = values.find(std::string(name));
        return found == values.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> result;
        for (const auto& [name, value] : values) {
            result.push_back(name);
        }
        return result;
    }
};

/// A program around one catalog.
class World final : public plugins::Services {
public:
    World() : manager_(catalog_, output_), renderer_(catalog_, {.version = "21.0.8"}) {
        manager_.add_loader(std::make_unique<NativeLoader>(folder.path(), *this));
    }

    // Puts a plugin of the tests into the plugins root.
    fs::path install(const std::string& source, const std::string& name) {
        const fs::path file = folder.path() / (name + ".so");
        fs::copy_file(fs::path(TEST_PLUGINS) / (source + ".so"), file);
        return file;
    }

    Error error_of(const std::string& name) {
        try {
            manager_.load(name);
        } catch (const Error& error) {
            return error;
        }
        FAIL("plugin '" << name << "' could be loaded");
        throw;
    }

    std::string render(const std::string& text) {
        return renderer_.render_text(text, {.name = "text"}, settings);
    }

    const std::string& version() override { return version_; }
    fs::path root() override { return "/the/root"; }
    const catalog::Configuration& config() override { return settings; }
    std::string render(std::string_view text, const std::string& name) override {
        return renderer_.render_text(text, {.name = name}, settings);
    }
    term::Output& output() override { return output_; }
    term::Output& results() override { return output_; }
    term::Prompt& prompt() override { return prompt_; }
    int execute(const std::vector<std::string>&) override { return 0; }

    test::TempDir folder;
    Settings settings;

private:
    std::string version_ = "21.0.8";
    Masker masker_;
    term::StringInput input_{""};

public:
    term::StringSink out;
    term::StringSink errors;

private:
    term::Output output_{masker_, out, errors};
    term::Prompt prompt_{output_, input_};

public:
    catalog::Catalog catalog_;
    plugins::Manager manager_;
    render::Renderer renderer_;
};

std::string everything_of(const Error& error) {
    std::string text = error.info().message;
    if (error.info().where) {
        text += "\n" + error.info().where->source;
    }
    for (const std::string& frame : error.frames()) {
        text += "\n" + frame;
    }
    return text;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("name and version are known without opening the shared object") {
    World world;
    const fs::path file = world.install("everything", "everything");
    const std::vector<catalog::PluginInfo> plugins = world.manager_.installed();
    REQUIRE(plugins.size() == 1);
    CHECK(plugins[0].name == "everything");
    CHECK(plugins[0].version == "2.5.1");
    CHECK(::dlopen(file.c_str(), RTLD_NOW | RTLD_NOLOAD) == nullptr);
}

TEST_CASE("files that are no plugins are told and hide no plugin") {
    World world;
    world.install("no_info", "other");
    world.install("everything", "everything");
    std::ofstream(world.folder.path() / "text.so") << "not ELF";
    const std::string whole = read_file(fs::path(TEST_PLUGINS) / "everything.so");
    for (const std::size_t size :
         {std::size_t{3}, std::size_t{64}, std::size_t{700}, whole.size() / 2}) {
        write_atomically(
            world.folder.path() / ("cut" + std::to_string(size) + ".so"),
            std::string_view(whole).substr(0, size));
    }
    CHECK(world.manager_.is_installed("everything"));
    CHECK(world.manager_.installed().size() == 1);
    CHECK(contains(world.errors.text(), "other.so' is no plugin"));
    CHECK(contains(world.errors.text(), "text.so' is damaged"));
    CHECK(contains(world.errors.text(), "cut700.so' is damaged"));
}

TEST_CASE("any byte of a plugin's headers may be wrong") {
    World world;
    const std::string whole = read_file(fs::path(TEST_PLUGINS) / "broken.so");
    for (std::size_t i = 0; i < 64; ++i) {
        for (const char wrong : {'\x00', '\x7f', '\xff'}) {
            std::string damaged = whole;
            damaged[i] = wrong;
            write_atomically(world.folder.path() / "damaged.so", damaged);
            NativeLoader loader(world.folder.path(), world);
            std::vector<Error> problems;
            const auto plugins = loader.discover(problems);
            CHECK(plugins.size() + problems.size() == 1);
        }
    }
}

TEST_CASE("a plugin of another SDK is an error that names it and both versions") {
    World world;
    world.install("newer", "newer");
    world.install("other_major", "other");
    const Error newer = world.error_of("newer");
    CHECK(
        newer.info().message
        == "plugin 'newer' is made for version 1.1 of the plugin SDK, this program has 1.0");
    CHECK(contains(newer.info().where->source, "newer.so"));
    CHECK(contains(world.error_of("other").info().message, "version 2.0 of the plugin SDK"));
}

TEST_CASE("missing symbols are errors") {
    World world;
    world.install("no_load", "noload");
    world.install("missing_symbol", "missing");
    CHECK(contains(world.error_of("noload").info().message, "lacks the function"));
    const std::string text = everything_of(world.error_of("missing"));
    CHECK(contains(text, "plugin 'missing' cannot be opened"));
    CHECK(contains(text, "function_that_nobody_has"));
    CHECK(contains(text, "missing.so"));
}

TEST_CASE("what a plugin does wrong while it is loaded is told with plugin and file") {
    const std::map<std::string, std::string> wrongs{
        {"silent", "without saying why"},
        {"nothing", "NULL for a value"},
        {"nocallback", "NULL for a callback"},
        {"unknown", "there is no filter named 'ENV_PATCHS'"},
        {"text", "not UTF-8"},
        {"early", "while plugins are being loaded"},
        {"reason", "I do not like this machine"},
        {"anything", "must be a tuple (name, content), found str"}};
    World world;
    for (const auto& [name, message] : wrongs) {
        world.install("broken", name);
    }
    for (const auto& [name, message] : wrongs) {
        CAPTURE(name);
        const Error error = world.error_of(name);
        CAPTURE(everything_of(error));
        CHECK(contains(error.info().message, message));
        CHECK(contains(everything_of(error), "'" + name + "'"));
        CHECK(contains(everything_of(error), name + ".so"));
    }
    CHECK(world.error_of("reason").info().hint == "buy another one");
    CHECK(world.error_of("unknown").info().hint == "did you mean 'ENV_PATCHES'?");
    CHECK(world.catalog_.env_patches.empty());
}

TEST_CASE("NULL and wrong types from a callback are errors, and others go on") {
    for (const auto& [name, message] : std::map<std::string, std::string>{
             {"null", "without saying why"},
             {"types", "the value of hook 'ENV_PATCHES' must be a list, found int"},
             {"items",
              "an item of hook 'ENV_PATCHES' must be a tuple (name, content), found int"}}) {
        CAPTURE(name);
        World world;
        const fs::path file = world.install("broken", name);
        world.manager_.load(name);
        try {
            world.catalog_.env_patches.items();
            FAIL("no error");
        } catch (const Error& error) {
            CAPTURE(everything_of(error));
            CHECK(contains(error.info().message, message));
            CHECK(contains(everything_of(error), "app:" + name));
            CHECK(contains(everything_of(error), file.string()));
        }
        world.catalog_.registry.clear_all(hooks::app_context(name));
        CHECK(world.catalog_.env_patches.items().empty());
    }
}

TEST_CASE("exceptions of a plugin become errors that name it") {
    World world;
    const fs::path file = world.install("throwing", "throwing");
    world.manager_.load("throwing");
    const auto message_of = [](const auto& body) {
        try {
            body();
        } catch (const Error& error) {
            return everything_of(error);
        }
        return std::string();
    };
    CHECK(contains(
        message_of([&] { world.catalog_.env_patches.items(); }),
        "plugin 'throwing' threw an exception in a callback of filter 'ENV_PATCHES': from a "
        "filter"));
    CHECK(contains(
        message_of([&] { world.catalog_.core_ready.run_all(); }),
        "plugin 'throwing' threw an exception in a callback of action 'CORE_READY'"));
    world.catalog_.env_patches.clear();
    const std::string text = message_of([&] { world.render("{{ failing() }}"); });
    CHECK(contains(text, "plugin 'throwing' threw an exception in function 'failing'"));
    CHECK(contains(text, file.string()));
}

TEST_CASE("values of every kind cross both ways") {
    World world;
    world.install("everything", "everything");
    world.manager_.load("everything");
    const std::vector<catalog::Setting> defaults = world.catalog_.config_defaults.items();
    REQUIRE(defaults.size() == 1);
    CHECK(defaults[0].name == "EVERYTHING_KINDS");
    CHECK(defaults[0].source.plugin == "everything");
    CHECK(
        value::repr(defaults[0].value)
        == "{'none': None, 'yes': True, 'small': -5, 'unsigned': 18446744073709551615, "
           "'big': 123456789012345678901234567890, 'real': 1.5, 'text': 'h\u00e9', "
           "'list': [1, 'two', []], 'tuple': (1, 2)}");
    CHECK(
        world.render("{{ describe(none, true, 5, 2**70, 1.5, 'x', [1], (1,), {'a': 1}, describe, "
                     "named=7) }}")
        == "0:None 1:True 2:5 3:1180591620717411303424 4:1.5 5:'x' 6:[1] 7:(1,) 8:{'a': 1} "
           "9:<function describe> named=7");
    CHECK(world.render("{{ big(2**64) + 1 }}") == "18446744073709551616001");
    CHECK(world.render("{{ 'ab'|twice }}") == "abab");
    CHECK(world.render("{{ recover('x') }}") == "recovered: a value is of type str, not int");
}

TEST_CASE("failures in template functions name plugin, file and template") {
    World world;
    const fs::path file = world.install("everything", "everything");
    world.manager_.load("everything");
    for (const auto& [how, message] : std::map<std::string, std::string>{
             {"error", "no such thing"},
             {"standard", "out of range"},
             {"host", "a value is of type str, not list or tuple"},
             {"other", "no std::exception"}}) {
        CAPTURE(how);
        try {
            world.render("\n{{ fail('" + how + "') }}");
            FAIL("no error");
        } catch (const Error& error) {
            CAPTURE(everything_of(error));
            CHECK(contains(error.info().message, message));
            CHECK(contains(everything_of(error), "function 'fail' of plugin 'everything'"));
            CHECK(contains(everything_of(error), file.string()));
            CHECK(error.info().where->line == 2);
        }
    }
}

TEST_CASE("callbacks run by priority with their arguments, and keep what they do not touch") {
    World world;
    world.install("everything", "everything");
    const Position where{"/core", 3, 1};
    world.catalog_.env_patches.add_item(
        {.name = "core", .content = "x", .source = {.plugin = "core", .where = where}});
    world.catalog_.env_patches.add_item({.name = "unwanted", .content = "x"});
    world.manager_.load("everything");
    std::string names;
    for (const catalog::Patch& patch : world.catalog_.env_patches.items()) {
        names += patch.name + " ";
        if (patch.name == "core") {
            CHECK(patch.source.where == where);
        }
    }
    CHECK(names == "first core static computed in-context ");
    CHECK(
        world.catalog_.app_public_hosts.items("local") == std::vector<std::string>{"native.local"});
    CHECK(world.catalog_.images_build.items(world.settings).front().tag == "lms.example/image");
    value::Dict config{{"LMS_HOST", "h"}};
    world.catalog_.config_loaded.run_all(config);
    CHECK(config.find("SEEN")->as_string() == "h");
    world.catalog_.plugins_loaded.run_all();
    CHECK(contains(world.out.text(), "in-context native.dev"));
}

TEST_CASE("commands get their parameters, jobs give their tasks") {
    World world;
    world.install("everything", "everything");
    world.manager_.load("everything");
    const std::vector<cli::Command> commands = world.catalog_.cli_commands.items();
    REQUIRE(commands.size() == 1);
    cli::Invocation call(commands[0], "tutor everything", nullptr);
    call.values() = {
        {.name = "count", .texts = {"3"}},
        {.name = "flag", .is_flag = true, .texts = {"true"}},
        {.name = "name", .multiple = true, .texts = {"a", "b"}},
        {.name = "rest", .multiple = true}};
    commands[0].run(call);
    CHECK(world.out.text() == "3True['a', 'b'][]\nlms.example lms.example\n");
    const catalog::Job job = world.catalog_.cli_do_commands.items().at(0);
    const catalog::TaskSequence tasks =
        job.tasks(cli::Invocation(job.command, "tutor local do work", nullptr));
    CHECK(tasks()->script == "one");
    CHECK(tasks()->service == "cms");
    CHECK_FALSE(tasks());
}

TEST_CASE("a plugin that goes leaves the memory, a thousand times") {
    const auto pages = [] {
        std::ifstream file("/proc/self/statm");
        long total = 0;
        long resident = 0;
        file >> total >> resident;
        return resident;
    };
    test::TempDir folder;
    const fs::path file = folder.path() / "everything.so";
    fs::copy_file(fs::path(TEST_PLUGINS) / "everything.so", file);
    World world;
    long start = 0;
    for (int i = 0; i < 1000; ++i) {
        catalog::Catalog catalog;
        NativeLoader loader(folder.path(), world);
        std::vector<Error> problems;
        const auto plugins = loader.discover(problems);
        REQUIRE(plugins.size() == 1);
        {
            const auto app = catalog.registry.contexts.enter("app:everything");
            plugins[0]->load(catalog);
        }
        REQUIRE(catalog.env_patches.items().size() == 4);
        REQUIRE(catalog.cli_commands.items().size() == 1);
        catalog.registry.clear_all("app:everything");
        REQUIRE(::dlopen(file.c_str(), RTLD_NOW | RTLD_NOLOAD) == nullptr);
        if (i == 100) {
            start = pages();
        }
    }
    CHECK((pages() - start) * ::sysconf(_SC_PAGESIZE) < 8 << 20);
}

}  // namespace tutor::plugin_native
