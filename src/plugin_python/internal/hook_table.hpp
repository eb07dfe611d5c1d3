// SPDX-License-Identifier: Apache-2.0
//
// All hooks of a catalog with their types, numbered: what a snapshot calls them.

#pragma once

#include "catalog/catalog.hpp"

#include <cstddef>

namespace tutor::plugin_python::internal {

/// Calls `visit(number, member)` with a pointer to each of their members of Catalog.
template <class Visit>
void for_each_member(const Visit& visit) {
    using catalog::Catalog;
    std::size_t number = 0;
    const auto all = [&](auto... members) {
        (visit(number++, members), ...);
    };
    all(&Catalog::core_ready,
        &Catalog::project_root_ready,
        &Catalog::plugin_loaded,
        &Catalog::plugins_loaded,
        &Catalog::plugin_unloaded,
        &Catalog::config_loaded,
        &Catalog::config_interactive,
        &Catalog::compose_project_started,
        &Catalog::do_job,
        &Catalog::config_defaults,
        &Catalog::config_overrides,
        &Catalog::config_unique,
        &Catalog::config_user,
        &Catalog::env_patches,
        &Catalog::env_patterns_ignore,
        &Catalog::env_patterns_include,
        &Catalog::env_template_filters,
        &Catalog::env_template_roots,
        &Catalog::env_template_targets,
        &Catalog::env_template_variables,
        &Catalog::is_file_rendered,
        &Catalog::lms_worker_command,
        &Catalog::cms_worker_command,
        &Catalog::images_build,
        &Catalog::images_build_mounts,
        &Catalog::images_build_required,
        &Catalog::images_pull,
        &Catalog::images_push,
        &Catalog::docker_build_command,
        &Catalog::compose_mounts,
        &Catalog::mounted_directories,
        &Catalog::app_public_hosts,
        &Catalog::cli_do_init_tasks,
        &Catalog::cli_do_commands,
        &Catalog::cli_commands,
        &Catalog::plugins_installed,
        &Catalog::plugins_loaded_names,
        &Catalog::plugins_info,
        &Catalog::plugin_indexes,
        &Catalog::plugin_index_url,
        &Catalog::plugin_index_entry_to_install,
        &Catalog::tests);
}

/// Calls `visit(number, hook)` for each of them.
template <class Visit>
void for_each_hook(catalog::Catalog& catalog, const Visit& visit) {
    for_each_member([&](std::size_t number, auto member) { visit(number, catalog.*member); });
}

/// The number of a hook of `catalog`.
inline std::size_t number_of(catalog::Catalog& catalog, const hooks::HookBase& hook) {
    std::size_t found = 0;
    for_each_hook(catalog, [&](std::size_t number, const hooks::HookBase& one) {
        if (&one == &hook) {
            found = number;
        }
    });
    return found;
}

}  // namespace tutor::plugin_python::internal
