// SPDX-License-Identifier: Apache-2.0
//
// Which plugins there are, which are loaded, and what enabling and disabling does.

#pragma once

#include "plugins/loader.hpp"
#include "term/output.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugins {

/// Upstream: tutor.plugins, tutor.plugins.base
class Manager {
public:
    /// Both must outlive the object.
    Manager(catalog::Catalog& catalog, term::Output& output);

    void add_loader(std::unique_ptr<Loader> loader);

    /// Finds plugins with all loaders, once. A plugin that cannot be read is an alert; the others
    /// are not affected.
    void discover();

    /// What the filter PLUGINS_INFO gives: name and version of every plugin that was found, in
    /// order of discovery, and what plugins make of that.
    std::vector<catalog::PluginInfo> installed();
    bool is_installed(std::string_view name);
    bool is_loaded(std::string_view name) const;
    const std::vector<std::string>& loaded() const { return loaded_; }

    /// Loads one plugin.
    ///
    /// @throws Error  not installed, or its own failure; nothing of it stays registered
    void load(const std::string& name);

    /// Loads `names` in alphabetical order. A failure is an alert that names the plugin, but for
    /// plugins of `quiet_when_missing` that are not installed: those are left out.
    /// Runs the action PLUGINS_LOADED in the end.
    void load_enabled(
        std::vector<std::string> names, const std::vector<std::string>& quiet_when_missing);

private:
    catalog::Catalog& catalog_;
    term::Output& output_;
    std::vector<std::unique_ptr<Loader>> loaders_;
    std::vector<std::unique_ptr<Plugin>> plugins_;
    std::vector<std::string> loaded_;
    bool discovered_ = false;
};

}  // namespace tutor::plugins
