// SPDX-License-Identifier: Apache-2.0

#include "commands/context.hpp"

#include "base/text.hpp"
#include "commands/internal/plugin_services.hpp"
#include "commands/python_services.hpp"
#include "commands/template_cache.hpp"
#include "config/mounts.hpp"
#include "env/tree.hpp"
#include "images/images.hpp"
#include "jobs/core.hpp"
#include "plugin_native/loader.hpp"
#include "plugin_python/loader.hpp"
#include "plugins/yaml_loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::commands {
namespace {

// Enabled when there is no config.yml yet, whether they are installed or not.
std::vector<std::string> default_plugins() {
    return {"mfe", "indigo"};
}

}  // namespace

Context::Context(World world)
    : world_(std::move(world)),
      prompt_(world_.output, world_.input),
      plugin_services_(internal::make_plugin_services(*this)),
      renderer_(catalog_, {.version = world_.version, .app = config::app_name()}) {
    catalog_.env_template_roots.add_item(
        {.folder = world_.templates_folder, .files = world_.templates});
    render::contribute_filters(catalog_);
    config::contribute_defaults(catalog_, renderer_);
    config::contribute_mounts(catalog_);
    env::contribute_core(catalog_);
    images::contribute_core(catalog_);
    jobs::contribute_init_tasks(catalog_, renderer_);
    jobs::contribute_jobs(
        catalog_,
        {.output = world_.output,
         .prompt = prompt_,
         .masker = world_.masker,
         .config = [this]() -> const config::Config& {
             return config();
         }});
}

Context::~Context() = default;

const config::Project& Context::project() {
    if (!project_) {
        project_ = config::locate_project(root_option_, config::app_name());
    }
    return *project_;
}

config::Store& Context::store() {
    if (!store_) {
        store_ = std::make_unique<config::Store>(
            project(), catalog_, renderer_, world_.output, world_.masker);
    }
    return *store_;
}

plugins::Manager& Context::plugins() {
    if (!plugins_) {
        plugins_ = std::make_unique<plugins::Manager>(catalog_, world_.output);
        add_loaders();
        catalog_.core_ready.run_all();
    }
    return *plugins_;
}

// In the contract's order.
void Context::add_loaders() {
    using plugin_python::Kind;
    python_services_ = make_python_services(*this);
    python_ = std::make_shared<plugin_python::Python>(
        plugin_python::Places{
            .plugins_root = project().plugins_root,
            .environment = project().python_environment,
            .program = world_.program,
            .arguments = world_.arguments,
            .root = root(),
            .snapshots = cache_folder() / "tutor" / "python-plugins",
            .trace =
                [this](const std::string& text) {
                    world_.output.line(text, term::Stream::error);
                }},
        *python_services_);
    plugin_python::contribute_group_commands(catalog_, python_);
    const auto add_python = [&](Kind kind) {
        plugins_->add_loader(
            std::make_unique<plugin_python::PythonLoader>(kind, python_, world_.version));
    };
    add_python(Kind::v0_package);
    plugins_->add_loader(std::make_unique<plugins::YamlLoader>(
        project().plugins_root,
        world_.shipped_plugins,
        world_.shipped_plugins_folder,
        renderer_,
        *plugin_services_));
    add_python(Kind::v1_file);
    add_python(Kind::v1_package);
    plugins_->add_loader(
        std::make_unique<plugin_native::NativeLoader>(project().plugins_root, *plugin_services_));
}

void Context::only_warned() {
    if (python_) {
        python_->loading().excuse_warnings();
    }
}

void Context::load_plugins() {
    if (load_failure_) {
        std::rethrow_exception(load_failure_);  // nobody goes on with half of the plugins
    }
    if (plugins_loaded_) {
        return;
    }
    plugins_loaded_ = true;
    try {
        plugins::Manager& manager = plugins();
        const std::vector<std::string> enabled = store().enabled_plugins();
        python_->loading().begin(enabled);
        manager.load_enabled(enabled, default_plugins());
        catalog_.project_root_ready.run_all(root());
        python_->loading().finish();
    } catch (...) {
        load_failure_ = std::current_exception();
        throw;
    }
}

void Context::note_missing_plugins() {
    if (std::exchange(missing_noted_, true)) {
        return;
    }
    std::vector<std::string> missing = store().enabled_plugins();
    std::erase_if(missing, [&](const std::string& name) {
        const std::vector<std::string> defaults = default_plugins();
        return plugins().is_installed(name)
            || std::find(defaults.begin(), defaults.end(), name) == defaults.end();
    });
    if (missing.empty()) {
        return;
    }
    std::sort(missing.begin(), missing.end());
    world_.output.line(
        fmt::format(
            "Note: default plugins that are not installed: {} "
            "(silence: tutor plugins disable {})",
            join(missing, ", "),
            join(missing, " ")),
        term::Stream::error);
}

const config::Config& Context::config() {
    if (!config_) {
        load_plugins();
        config_ = std::make_unique<config::Config>(store().load_full());
        if (!catalog_.config_loaded.empty()) {
            catalog_.config_loaded.run_all(config_->rendered());
        }
    }
    return *config_;
}

const config::Config& Context::checked_config() {
    if (!store().exists()) {
        throw Error(
            {.message = fmt::format(
                 "Project root does not exist: '{}' holds no config.yml", root().string()),
             .hint = "make one with: tutor config save (or tutor local launch)"});
    }
    const std::optional<std::string> rendered_by = env::version_of(environment());
    if (!version_checked_ && rendered_by && *rendered_by != version()) {
        world_.output.alert(fmt::format(
            "The environment in '{}' was made by version {}, this is version {}: "
            "run \"tutor config save\", or \"launch\" to upgrade the platform",
            environment().string(),
            *rendered_by,
            version()));
    }
    version_checked_ = true;
    return config();
}

void Context::execute(const process::Command& command) {
    world_.output.command(command.argv);
    const int status = world_.runner.run(command);
    if (status != 0) {
        throw process::failure(command, status);
    }
}

}  // namespace tutor::commands
