// SPDX-License-Identifier: Apache-2.0
//
// From config.yml, the environment and the plugins to the settings in force, and back.
//
//     config::Store store(project, catalog, renderer, output, masker);
//     const config::Config config = store.load_full();
//
// Layers, highest first: CONFIG_USER, TUTOR_ variables (for settings that exist), config.yml,
// then, only where missing: overrides, unique and base values, defaults.

#pragma once

#include "base/files.hpp"
#include "config/config.hpp"
#include "config/project.hpp"
#include "term/output.hpp"

#include <optional>
#include <string>

namespace tutor::config {

/// The text of config.yml before and after a change.
struct ConfigFile {
    std::string old_text;  ///< empty when there is no file
    std::string new_text;
    bool exists = false;

    bool changes() const { return !exists || old_text != new_text; }
};

/// Reads and writes one project's configuration.
class Store {
public:
    /// All must outlive the object.
    Store(
        Project project,
        const catalog::Catalog& catalog,
        render::Renderer& renderer,
        term::Output& output,
        Masker& masker);

    const Project& project() const { return project_; }

    bool exists() const;

    /// config.yml as it is, obsolete names replaced; empty when there is none. An old config.json
    /// is read in its place.
    ///
    /// @throws Error  unreadable, no YAML, no mapping, a key that is no string
    value::Dict read_user() const;

    /// What is stored: user values and, where missing, overrides, unique and base values.
    /// Collisions between plugins are told on standard error.
    Config load_minimal() const;

    /// `load_minimal` and the defaults.
    Config load_full() const;

    /// Adds whatever `config` lacks: overrides, unique and base values, defaults.
    void complete(Config& config) const;

    /// The file that stores `config`: everything but defaults. Comments, order and quoting of what
    /// did not change are kept. A template written by hand in config.yml stays as written, drawn
    /// and computed values are stored rendered.
    ConfigFile file_for(const Config& config) const;

    /// Stages it, mode 0600 when it is new.
    void stage(const ConfigFile& file, AtomicWriter& writer) const;

    /// Once it is written: removes an old config.json.
    void remove_old_file() const;

    /// Names of enabled plugins, as listed, without duplicates; the default list when there is no
    /// config.yml or no such key in it. Cheap: nothing is rendered but that list.
    std::vector<std::string> enabled_plugins() const;

private:
    struct UserFile;
    UserFile read_file() const;
    void add_user_layers(Config& config) const;
    void add_missing(Config& config) const;
    void add_defaults(Config& config) const;

    Project project_;
    const catalog::Catalog& catalog_;
    render::Renderer& renderer_;
    term::Output& output_;
    Masker& masker_;
};

/// Adds the core's defaults (template config/defaults.yml) to the catalog.
void contribute_defaults(catalog::Catalog& catalog, render::Renderer& renderer);

/// Replaces obsolete names in a user's configuration.
///
/// Upstream: tutor.config.upgrade_obsolete; ACTIVATE_NOTES and ACTIVATE_XQUEUE are ours.
void upgrade_obsolete(value::Dict& config);

/// How `config printvalue` shows a value: booleans and None in lower case, all else as str().
std::string printable(const value::Value& value);

}  // namespace tutor::config
