// SPDX-License-Identifier: Apache-2.0
//
// A program around one catalog and the one interpreter of this process.

#pragma once

#include "base/files.hpp"
#include "plugin_python/loader.hpp"
#include "render/renderer.hpp"
#include "support/temp_dir.hpp"

#include <string>

namespace tutor::plugin_python {

namespace fs = std::filesystem;
using value::Value;

class Settings final : public catalog::Configuration {
public:
    std::optional<Value> find(std::string_view name) const override {
        return name == "LMS_HOST" ? std::optional(Value("lms.example")) : std::nullopt;
    }
    std::vector<std::string> names() const override { return {"LMS_HOST"}; }
};

[[noreturn]] inline void not_here() {
    throw Error({.message = "the test has no such thing"});
}

class World final : public Services {
public:
    World() : renderer_(catalog_, {.version = "21.0.8"}) {}

    Host& host() { return python_.host(); }

    // Runs a plugin's file on behalf of the plugin, which it replaces when it was there.
    void load(const std::string& plugin, const std::string& text) {
        const fs::path file = folder_.path() / (plugin + ".py");
        write_atomically(file, text);
        const auto all = catalog_.registry.contexts.enter("plugins");
        const auto app = catalog_.registry.contexts.enter(hooks::app_context(plugin));
        host().load_file(plugin, file);
    }

    void unload(const std::string& plugin) {
        catalog_.registry.clear_all(hooks::app_context(plugin));
    }

    std::string render(const std::string& text) {
        return renderer_.render_text(text, {.name = "text"}, settings);
    }

    catalog::Catalog& catalog() override { return catalog_; }
    std::string version() override { return "21.0.8"; }
    std::string app() override { return "tutor"; }
    fs::path root() override { return folder_.path(); }
    fs::path plugins_root() override { return folder_.path(); }
    fs::path templates_root() override { return folder_.path(); }
    std::string render_text(
        std::string_view text,
        std::string_view name,
        const catalog::Configuration& config) override {
        return renderer_.render_text(text, {.name = std::string(name)}, config);
    }
    std::string
    render_template(std::string_view path, const catalog::Configuration& config) override {
        return renderer_.render_template(path, config);
    }
    std::string render_patch(std::string_view name, const catalog::Configuration& config) override {
        return renderer_.render_patch(name, config);
    }
    std::optional<std::string> read_template(std::string_view) override { return std::nullopt; }
    std::vector<std::string> templates(std::string_view) override { return {}; }
    bool is_rendered(const std::string&) override { return true; }
    value::Dict load_config(const fs::path&, Depth) override {
        return value::Dict{{"LMS_HOST", "lms.example"}};
    }
    bool has_config(const fs::path&) override { return true; }
    void save_config_file(const fs::path&, const value::Dict&) override { not_here(); }
    Value parse_setting(std::string_view) override { not_here(); }
    void save_environment(const fs::path&, const catalog::Configuration&) override { not_here(); }
    Value load_yaml(std::string_view) override { not_here(); }
    std::vector<Value> load_all_yaml(std::string_view) override { not_here(); }
    std::string dump_yaml(const Value&) override { not_here(); }
    std::vector<std::string>
    volumes(const std::vector<std::string>&, const std::vector<std::string>&) override {
        return {};
    }
    std::vector<catalog::PluginInfo> installed_plugins() override { return {}; }
    std::vector<std::string> loaded_plugins() override { return {}; }
    void load_plugin(const std::string&) override { not_here(); }
    const cli::Command& root_command() override { return root_; }
    int run_command(const std::vector<std::string>&) override { throw Interrupted(); }
    std::vector<std::string>
    compose_command(const std::string&, const std::vector<std::string>&) override {
        not_here();
    }
    std::string project_name(const std::string&) override { return {}; }
    bool is_running(const std::string&) override { return false; }
    void run_task(const PlatformTask&) override { not_here(); }
    void run_tasks(const std::string&, const std::string&, const catalog::TaskSequence&) override {
        not_here();
    }
    std::vector<catalog::Task>
    job_tasks(const std::string&, const std::vector<std::string>&) override {
        return {};
    }
    std::string mask(std::string_view text) override { return std::string(text); }

    catalog::Catalog catalog_;
    Settings settings;

private:
    test::TempDir folder_;
    render::Renderer renderer_;
    cli::Command root_{
        .name = "tutor",
        .commands = {{.name = "local", .commands = {{.name = "start", .help = "Start."}}}}};
    Python python_{
        {.plugins_root = {}, .environment = {}, .program = TEST_PROGRAM, .arguments = {"tutor"}},
        *this};
};

// One for all tests: Python is started once per process.
inline World& world() {
    static World the_world;
    return the_world;
}

}  // namespace tutor::plugin_python
