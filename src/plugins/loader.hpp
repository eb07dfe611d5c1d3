// SPDX-License-Identifier: Apache-2.0
//
// How a kind of plugin is found and loaded: YAML files here, Python and native plugins in
// modules of their own.

#pragma once

#include "catalog/catalog.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tutor::plugins {

/// A plugin that is there and could be enabled.
class Plugin {
public:
    virtual ~Plugin() = default;

    virtual const std::string& name() const = 0;
    /// What `plugins list` shows: a version, or a path; may be empty.
    virtual const std::string& version() const = 0;

    /// Adds everything the plugin contributes to the catalog. Called within the contexts
    /// "plugins" and "app:NAME"; what was added before a failure is removed by the caller.
    ///
    /// @throws Error  naming plugin, file and line
    virtual void load(catalog::Catalog& catalog) = 0;
};

/// Finds plugins of one kind.
class Loader {
public:
    virtual ~Loader() = default;

    /// Every plugin of that kind, in order. Problems with single plugins go to `problems`, one
    /// error each; they never stop the others. Runs no code of a plugin.
    virtual std::vector<std::unique_ptr<Plugin>> discover(std::vector<Error>& problems) = 0;
};

}  // namespace tutor::plugins
