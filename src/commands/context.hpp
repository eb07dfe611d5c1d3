// SPDX-License-Identifier: Apache-2.0
//
// What every command works with: made once in `app`, loaded step by step, each step only when a
// command needs it.

#pragma once

#include "base/embedded.hpp"
#include "base/masker.hpp"
#include "catalog/catalog.hpp"
#include "config/store.hpp"
#include "plugins/manager.hpp"
#include "process/runner.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"
#include "term/prompt.hpp"

#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tutor::plugin_python {
class Python;
class Services;
}  // namespace tutor::plugin_python

namespace tutor::plugins {
class Services;
}  // namespace tutor::plugins

namespace tutor::commands {

/// The world outside, and the files that are part of the program.
struct World {
    term::Output& output;   ///< masked
    term::Output& results;  ///< not masked: for what the user asked to see
    term::Input& input;
    Masker& masker;
    process::Runner& runner;
    EmbeddedTree templates;  ///< empty: read `templates_folder`
    std::string templates_folder;
    EmbeddedTree shipped_plugins;  ///< empty: read `shipped_plugins_folder`
    std::string shipped_plugins_folder;
    std::string version;                      ///< of the contract: "21.0.8"
    std::string build_version;                ///< our own: "0.1.0"
    std::filesystem::path program = {};       ///< the running executable
    std::vector<std::string> arguments = {};  ///< the command line, program first
};

/// Not to be shared between threads.
class Context {
public:
    explicit Context(World world);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    term::Output& output() { return world_.output; }
    term::Output& results() { return world_.results; }
    term::Input& input() { return world_.input; }
    term::Prompt& prompt() { return prompt_; }
    Masker& masker() { return world_.masker; }
    process::Runner& runner() { return world_.runner; }
    const std::string& version() const { return world_.version; }
    const std::string& build_version() const { return world_.build_version; }
    EmbeddedTree embedded_templates() const { return world_.templates; }
    const std::string& templates_folder() const { return world_.templates_folder; }
    catalog::Catalog& catalog() { return catalog_; }
    render::Renderer& renderer() { return renderer_; }

    /// Nothing has been done yet: a warning has just been printed, no more.
    void only_warned();

    /// `--root`, before anything is loaded.
    void set_root(std::optional<std::string> root) { root_option_ = std::move(root); }

    const config::Project& project();
    const std::filesystem::path& root() { return project().root; }
    std::filesystem::path environment() { return project().environment(); }
    config::Store& store();

    /// Finds plugins, without loading any.
    plugins::Manager& plugins();

    /// Loads the enabled plugins, once. A plugin that fails is an alert.
    ///
    /// @throws Error  config.yml cannot be read, or a callback fails that waits for the plugins;
    ///                asked again, it fails again
    void load_plugins();

    /// One line on standard error, once, about default plugins that are not installed: for
    /// commands that write the environment or list plugins.
    void note_missing_plugins();

    /// The full configuration with plugins loaded; loaded once, again after `forget_config`.
    const config::Config& config();
    void forget_config() { config_.reset(); }

    /// `config()`, after the checks of a command that works on an existing platform: an error
    /// when there is no config.yml, an alert when the environment is of another version.
    const config::Config& checked_config();
    /// For commands that bring the environment up to date themselves.
    void skip_version_check() { version_checked_ = true; }

    /// Runs `docker` and the like: the command line is echoed, masked, then run on the terminal.
    ///
    /// @throws Error  it failed: its status
    void execute(const process::Command& command);

private:
    void add_loaders();

    World world_;
    term::Prompt prompt_;
    std::unique_ptr<plugins::Services> plugin_services_;  // outlives what plugins add below
    catalog::Catalog catalog_;
    render::Renderer renderer_;
    std::optional<std::string> root_option_;
    std::optional<config::Project> project_;
    std::unique_ptr<config::Store> store_;
    std::unique_ptr<plugin_python::Services> python_services_;
    std::shared_ptr<plugin_python::Python> python_;
    std::unique_ptr<plugins::Manager> plugins_;
    std::unique_ptr<config::Config> config_;
    bool plugins_loaded_ = false;
    std::exception_ptr load_failure_;
    bool missing_noted_ = false;
    bool version_checked_ = false;
};

}  // namespace tutor::commands
