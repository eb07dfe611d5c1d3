// SPDX-License-Identifier: Apache-2.0
//
// The jobs and initialisation tasks of the core.

#pragma once

#include "base/masker.hpp"
#include "catalog/catalog.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"
#include "term/prompt.hpp"

#include <functional>

namespace tutor::jobs {

/// What the core's jobs need while they run. All must outlive the catalog.
struct Environment {
    term::Output& output;
    term::Prompt& prompt;
    Masker& masker;
    std::function<const catalog::Configuration&()> config;  ///< the full one, loaded once
};

/// Adds the sub-commands of `do` (init, createuser, sqlshell, settheme, …) to the catalog, which
/// must outlive them.
///
/// Their scripts hold no templates: settings and what the user typed are pasted as literals of
/// the shell, Python or SQL, and no secret stands in them as typed unless it is a plain word that
/// the masker knows.
void contribute_jobs(catalog::Catalog& catalog, Environment environment);

/// Adds the core's initialisation tasks: mounted directories, mysql, meilisearch, lms, cms.
void contribute_init_tasks(catalog::Catalog& catalog, render::Renderer& renderer);

}  // namespace tutor::jobs
