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
    hooks::Action<> core_ready{registry, "CORE_READY"};
    hooks::Action<const std::filesystem::path&> project_root_ready{registry, "PROJECT_ROOT_READY"};
    hooks::Action<const std::string&> plugin_loaded{registry, "PLUGIN_LOADED"};
    hooks::Action<> plugins_loaded{registry, "PLUGINS_LOADED"};
    /// Plugin name, root, and the configuration about to be saved.
    hooks::Action<const std::string&, const std::filesystem::path&, value::Dict&> plugin_unloaded{
        registry, "PLUGIN_UNLOADED"};
    /// A deep copy of the full configuration.
    hooks::Action<const value::Dict&> config_loaded{registry, "CONFIG_LOADED"};
    /// The configuration after the core's questions; changes reach config.yml.
    hooks::Action<value::Dict&> config_interactive{registry, "CONFIG_INTERACTIVE"};
    /// Root, configuration, Compose project name.
    hooks::Action<const std::filesystem::path&, const Configuration&, const std::string&>
        compose_project_started{registry, "COMPOSE_PROJECT_STARTED"};
    hooks::Action<const std::string&, const cli::Invocation&> do_job{registry, "DO_JOB"};

    // Configuration
    hooks::ListFilter<Setting> config_defaults{registry, "CONFIG_DEFAULTS"};
    hooks::ListFilter<Setting> config_overrides{registry, "CONFIG_OVERRIDES"};
    hooks::ListFilter<Setting> config_unique{registry, "CONFIG_UNIQUE"};
    hooks::ListFilter<Setting> config_user{registry, "CONFIG_USER"};

    // Environment
    hooks::ListFilter<Patch> env_patches{registry, "ENV_PATCHES"};
    hooks::ListFilter<std::string> env_patterns_ignore{registry, "ENV_PATTERNS_IGNORE"};
    hooks::ListFilter<std::string> env_patterns_include{registry, "ENV_PATTERNS_INCLUDE"};
    hooks::ListFilter<TemplateFilter> env_template_filters{registry, "ENV_TEMPLATE_FILTERS"};
    hooks::ListFilter<TemplateRoot> env_template_roots{registry, "ENV_TEMPLATE_ROOTS"};
    hooks::ListFilter<TemplateTarget> env_template_targets{registry, "ENV_TEMPLATE_TARGETS"};
    hooks::ListFilter<TemplateVariable> env_template_variables{registry, "ENV_TEMPLATE_VARIABLES"};
    hooks::Filter<bool, const std::string&> is_file_rendered{registry, "IS_FILE_RENDERED"};
    hooks::ListFilter<std::string> lms_worker_command{registry, "LMS_WORKER_COMMAND"};
    hooks::ListFilter<std::string> cms_worker_command{registry, "CMS_WORKER_COMMAND"};

    // Images
    hooks::ListFilter<ImageBuild, const Configuration&> images_build{registry, "IMAGES_BUILD"};
    hooks::ListFilter<StringPair, const std::string&> images_build_mounts{
        registry, "IMAGES_BUILD_MOUNTS"};
    hooks::ListFilter<std::string, const std::string&> images_build_required{
        registry, "IMAGES_BUILD_REQUIRED"};
    hooks::ListFilter<ImageTag, const Configuration&> images_pull{registry, "IMAGES_PULL"};
    hooks::ListFilter<ImageTag, const Configuration&> images_push{registry, "IMAGES_PUSH"};
    hooks::ListFilter<std::string> docker_build_command{registry, "DOCKER_BUILD_COMMAND"};

    // Containers and jobs
    hooks::ListFilter<StringPair, const std::string&> compose_mounts{registry, "COMPOSE_MOUNTS"};
    hooks::ListFilter<StringPair> mounted_directories{registry, "MOUNTED_DIRECTORIES"};
    hooks::ListFilter<std::string, const std::string&> app_public_hosts{
        registry, "APP_PUBLIC_HOSTS"};
    hooks::ListFilter<Task> cli_do_init_tasks{registry, "CLI_DO_INIT_TASKS"};
    hooks::ListFilter<Job> cli_do_commands{registry, "CLI_DO_COMMANDS"};
    hooks::ListFilter<cli::Command> cli_commands{registry, "CLI_COMMANDS"};
    /// What plugins add to a group of the core: "local", "dev" … Ours, not upstream's: Python
    /// plugins there add to the group itself.
    hooks::ListFilter<cli::Command, const std::string&> cli_group_commands{
        registry, "CLI_GROUP_COMMANDS"};

    // Plugins
    hooks::ListFilter<std::string> plugins_installed{registry, "PLUGINS_INSTALLED"};
    hooks::ListFilter<std::string> plugins_loaded_names{registry, "PLUGINS_LOADED"};
    hooks::ListFilter<PluginInfo> plugins_info{registry, "PLUGINS_INFO"};
    hooks::ListFilter<std::string> plugin_indexes{registry, "PLUGIN_INDEXES"};
    hooks::Filter<std::string> plugin_index_url{registry, "PLUGIN_INDEX_URL"};
    /// The entry of an index that is about to be installed.
    hooks::Filter<value::Dict> plugin_index_entry_to_install{
        registry, "PLUGIN_INDEX_ENTRY_TO_INSTALL"};

    /// What `do tests` can run.
    hooks::ListFilter<Test> tests{registry, "TESTS"};
};

}  // namespace tutor::catalog
