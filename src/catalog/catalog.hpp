// SPDX-License-Identifier: Apache-2.0
//
// The named hooks: everything through which core and plugins extend the program.
//
//     catalog::Catalog hooks;
//     hooks.env_patches.add_item({.name = "lms-env", .content = "X: 1"});
//
// Upstream: tutor.hooks.catalog; the names are upstream's in lower case.

#pragma once

#include "catalog/types.hpp"
#include "hooks/action.hpp"
#include "hooks/filter.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tutor::catalog {

/// Not to be shared between threads.
class Catalog {
public:
    hooks::Registry registry;

    // Actions
    hooks::Action<> core_ready{registry};
    hooks::Action<const std::filesystem::path&> project_root_ready{registry};
    hooks::Action<const std::string&> plugin_loaded{registry};
    hooks::Action<> plugins_loaded{registry};
    /// Plugin name, root, and the configuration about to be saved.
    hooks::Action<const std::string&, const std::filesystem::path&, value::Dict&> plugin_unloaded{
        registry};
    /// A deep copy of the full configuration.
    hooks::Action<const value::Dict&> config_loaded{registry};
    /// The configuration after the core's questions; changes reach config.yml.
    hooks::Action<value::Dict&> config_interactive{registry};
    /// Root, configuration, Compose project name.
    hooks::Action<const std::filesystem::path&, const Configuration&, const std::string&>
        compose_project_started{registry};
    hooks::Action<const std::string&, const cli::Invocation&> do_job{registry};

    // Configuration
    hooks::ListFilter<Setting> config_defaults{registry};
    hooks::ListFilter<Setting> config_overrides{registry};
    hooks::ListFilter<Setting> config_unique{registry};
    hooks::ListFilter<Setting> config_user{registry};

    // Environment
    hooks::ListFilter<Patch> env_patches{registry};
    hooks::ListFilter<std::string> env_patterns_ignore{registry};
    hooks::ListFilter<std::string> env_patterns_include{registry};
    hooks::ListFilter<TemplateFilter> env_template_filters{registry};
    hooks::ListFilter<TemplateRoot> env_template_roots{registry};
    hooks::ListFilter<TemplateTarget> env_template_targets{registry};
    hooks::ListFilter<TemplateVariable> env_template_variables{registry};
    hooks::Filter<bool, const std::string&> is_file_rendered{registry};
    hooks::ListFilter<std::string> lms_worker_command{registry};
    hooks::ListFilter<std::string> cms_worker_command{registry};

    // Images
    hooks::ListFilter<ImageBuild, const Configuration&> images_build{registry};
    hooks::ListFilter<StringPair, const std::string&> images_build_mounts{registry};
    hooks::ListFilter<std::string, const std::string&> images_build_required{registry};
    hooks::ListFilter<ImageTag, const Configuration&> images_pull{registry};
    hooks::ListFilter<ImageTag, const Configuration&> images_push{registry};
    hooks::ListFilter<std::string> docker_build_command{registry};

    // Containers and jobs
    hooks::ListFilter<StringPair, const std::string&> compose_mounts{registry};
    hooks::ListFilter<StringPair> mounted_directories{registry};
    hooks::ListFilter<std::string, const std::string&> app_public_hosts{registry};
    hooks::ListFilter<Task> cli_do_init_tasks{registry};
    hooks::ListFilter<Job> cli_do_commands{registry};
    hooks::ListFilter<cli::Command> cli_commands{registry};
    /// What plugins add to a group of the core: "local", "dev" … Ours, not upstream's: Python
    /// plugins there add to the group itself.
    hooks::ListFilter<cli::Command, const std::string&> cli_group_commands{registry};

    // Plugins
    hooks::ListFilter<std::string> plugins_installed{registry};
    hooks::ListFilter<std::string> plugins_loaded_names{registry};
    hooks::ListFilter<PluginInfo> plugins_info{registry};
    hooks::ListFilter<std::string> plugin_indexes{registry};
    hooks::Filter<std::string> plugin_index_url{registry};
    /// The entry of an index that is about to be installed.
    hooks::Filter<value::Dict> plugin_index_entry_to_install{registry};

    /// What `do tests` can run.
    hooks::ListFilter<Test> tests{registry};
};

}  // namespace tutor::catalog
