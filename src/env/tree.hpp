// SPDX-License-Identifier: Apache-2.0
//
// The environment: everything below ENV, rendered in memory, compared with what is on disk, and
// only then written.
//
//     const env::Tree tree = env::render_tree(catalog, renderer, config);
//     const env::Plan plan = env::make_plan(project.environment(), tree);
//     env::apply(plan, renderer.program().version, output);

#pragma once

#include "base/files.hpp"
#include "catalog/catalog.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tutor::env {

struct File {
    std::string path;  ///< below ENV
    std::string content;
    std::string template_path;
};

/// Sorted by path; a path rendered by two targets holds the later one.
using Tree = std::vector<File>;

/// Renders all targets of ENV_TEMPLATE_TARGETS.
///
/// @throws Error  the first template that fails; names it
Tree render_tree(
    const catalog::Catalog& catalog,
    render::Renderer& renderer,
    const catalog::Configuration& config);

enum class ChangeKind { added, changed, removed };

struct Change {
    ChangeKind kind = ChangeKind::added;
    std::string path;
    /// The file on disk is not as we wrote it: its text is kept beside the environment.
    bool edited_by_hand = false;
    std::string written_hash = {};  ///< of what we wrote, when `edited_by_hand`
};

/// What has to happen on disk.
struct Plan {
    std::filesystem::path environment;
    const Tree* tree = nullptr;  ///< must outlive the plan
    std::vector<Change> changes;
    std::map<std::string, std::string> hashes;  ///< of the files of `tree` that stay as they are
    bool manifest_is_current = false;
};

/// Compares with the disk; changes nothing. Files that we did not write are never part of it,
/// unless a template has their path.
Plan make_plan(const std::filesystem::path& environment, const Tree& tree);

/// What the plan writes to a file of `tree`.
const File& planned_file(const Plan& plan, const std::string& path);

/// Leaves a file as it was edited: what changes in it is taken out of the plan. A later plan asks
/// for it again, unless its template is gone.
void keep_edited(Plan& plan, const std::string& path);

/// Carries it out, with whatever `writer` holds already: all new texts are staged, then all are
/// put in place; unchanged files are not touched, files whose template is gone are removed. A file
/// edited by hand is copied to `env-edited/` beside the environment, and that is said on standard
/// error.
///
/// @throws Error  the disk refused; nothing has changed unless it did so at the very end
void apply(const Plan& plan, AtomicWriter& writer, term::Output& output);

/// Paths below the environment of files that `tree` does not hold, but for our manifest.
std::vector<std::string> foreign_files(const std::filesystem::path& environment, const Tree& tree);

/// Removes every file below the environment that `tree` does not hold; alert with its path, or an
/// info when there is none.
///
/// @throws Error  no permission
void remove_foreign(
    const std::filesystem::path& environment, const Tree& tree, term::Output& output);

/// Alerts about changed YAML and JSON files that cannot be read back, with the template, patch
/// and plugin that wrote the offending line.
void check_syntax(
    const Plan& plan,
    render::Renderer& renderer,
    const catalog::Configuration& config,
    term::Output& output);

/// Content of ENV/version; none when there is no such file.
std::optional<std::string> version_of(const std::filesystem::path& environment);

/// The core's targets and worker commands.
void contribute_core(catalog::Catalog& catalog);

}  // namespace tutor::env
