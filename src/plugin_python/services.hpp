// SPDX-License-Identifier: Apache-2.0
//
// What the Python host asks of the program above it. The host is a shared object of its own that
// shares no code with the executable: everything it needs goes through these calls.

#pragma once

#include "base/error.hpp"
#include "catalog/catalog.hpp"
#include "cli/command.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugin_python {

/// How much of a configuration is loaded.
enum class Depth : std::uint8_t {
    user,      ///< config.yml as it is
    minimal,   ///< and what is stored: overrides, unique and base values
    full,      ///< and the defaults, everything rendered
    defaults,  ///< the defaults alone, as written
    base,      ///< what is drawn once, as written
};

/// What runs containers: the groups `local`, `dev`, `k8s`.
struct PlatformTask {
    std::string platform;  ///< "local" or "dev"
    std::string service;
    std::string script;  ///< rendered already
};

/// Implemented by the program; outlives the host. Failures are `Error`.
class Services {
public:
    virtual ~Services() = default;

    virtual catalog::Catalog& catalog() = 0;

    // The program
    virtual std::string version() = 0;  ///< of the contract
    virtual std::string app() = 0;
    virtual std::filesystem::path root() = 0;
    virtual std::filesystem::path plugins_root() = 0;
    /// A folder on disk that holds the core's templates.
    virtual std::filesystem::path templates_root() = 0;

    // Templates
    virtual std::string render_text(
        std::string_view text, std::string_view name, const catalog::Configuration& config) = 0;
    virtual std::string
    render_template(std::string_view path, const catalog::Configuration& config) = 0;
    virtual std::string
    render_patch(std::string_view name, const catalog::Configuration& config) = 0;
    /// Unrendered; none when no root has it.
    virtual std::optional<std::string> read_template(std::string_view path) = 0;
    virtual std::vector<std::string> templates(std::string_view prefix) = 0;
    virtual bool is_rendered(const std::string& path) = 0;

    // Configuration
    virtual value::Dict load_config(const std::filesystem::path& root, Depth depth) = 0;
    virtual bool has_config(const std::filesystem::path& root) = 0;
    virtual void
    save_config_file(const std::filesystem::path& root, const value::Dict& settings) = 0;
    /// Settings of `TUTOR_` variables, parsed.
    virtual value::Value parse_setting(std::string_view text) = 0;
    virtual void
    save_environment(const std::filesystem::path& root, const catalog::Configuration& config) = 0;
    virtual value::Value load_yaml(std::string_view text) = 0;
    virtual std::vector<value::Value> load_all_yaml(std::string_view text) = 0;
    virtual std::string dump_yaml(const value::Value& value) = 0;

    // Mounts
    virtual std::vector<std::string>
    volumes(const std::vector<std::string>& mounts, const std::vector<std::string>& services) = 0;

    // Plugins
    virtual std::vector<catalog::PluginInfo> installed_plugins() = 0;
    virtual std::vector<std::string> loaded_plugins() = 0;
    virtual void load_plugin(const std::string& name) = 0;

    // Commands
    virtual const cli::Command& root_command() = 0;
    /// Runs a command line of the core; returns its status.
    virtual int run_command(const std::vector<std::string>& words) = 0;
    /// The command line of Docker Compose with these words behind it.
    virtual std::vector<std::string>
    compose_command(const std::string& platform, const std::vector<std::string>& words) = 0;
    virtual std::string project_name(const std::string& platform) = 0;
    virtual bool is_running(const std::string& platform) = 0;
    /// @throws Error  the task failed
    virtual void run_task(const PlatformTask& task) = 0;
    /// Runs the tasks of a job one by one, each script a template.
    virtual void run_tasks(
        const std::string& platform,
        const std::string& job,
        const catalog::TaskSequence& tasks) = 0;
    /// What a job (a sub-command of `do`) would run with these words, each script a template.
    virtual std::vector<catalog::Task>
    job_tasks(const std::string& job, const std::vector<std::string>& words) = 0;

    // Terminal
    virtual std::string mask(std::string_view text) = 0;
};

}  // namespace tutor::plugin_python
