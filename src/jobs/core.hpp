// SPDX-License-Identifier: Apache-2.0
//
// The jobs and initialisation tasks of the core.

#pragma once

#include <functional>

#include "catalog/catalog.hpp"
#include "config/config.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"
#include "term/prompt.hpp"

namespace tutor::jobs {

/// What the core's jobs need while they run. All must outlive the catalog.
struct Environment {
    render::Renderer& renderer;
    term::Output& output;
    term::Prompt& prompt;
    Masker& masker;
    std::function<const config::Config&()> config;  ///< the full configuration, loaded once
};

/// Adds the sub-commands of `do` (init, createuser, sqlshell, settheme, …) to the catalog.
void contribute_jobs(catalog::Catalog& catalog, Environment environment);

/// Adds the core's initialisation tasks: mounted directories, mysql, meilisearch, lms, cms.
void contribute_init_tasks(catalog::Catalog& catalog, render::Renderer& renderer);

}  // namespace tutor::jobs
