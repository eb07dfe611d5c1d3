// SPDX-License-Identifier: Apache-2.0

#include "plugins/manager.hpp"

#include "base/suggest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::plugins {

namespace {

bool is_among(const std::vector<std::unique_ptr<Plugin>>& plugins, std::string_view name) {
    return std::any_of(
        plugins.begin(), plugins.end(), [&](const auto& plugin) { return plugin->name() == name; });
}

}  // namespace

Manager::Manager(catalog::Catalog& catalog, term::Output& output)
    : catalog_(catalog), output_(output) {}

void Manager::add_loader(std::unique_ptr<Loader> loader) {
    loaders_.push_back(std::move(loader));
}

void Manager::discover() {
    if (std::exchange(discovered_, true)) {
        return;
    }
    for (const auto& loader : loaders_) {
        std::vector<Error> problems;
        for (std::unique_ptr<Plugin>& plugin : loader->discover(problems)) {
            if (is_among(plugins_, plugin->name())) {
                output_.alert(fmt::format(
                    "There are several plugins named '{}'; all of them are used", plugin->name()));
            }
            const auto all = catalog_.registry.contexts.enter("plugins");
            catalog_.plugins_installed.add_item(plugin->name());
            catalog_.plugins_info.add_item({plugin->name(), plugin->version()});
            plugins_.push_back(std::move(plugin));
        }
        for (const Error& problem : problems) {
            output_.alert("A plugin is skipped because it cannot be read:");
            output_.report(problem);
        }
    }
}

std::vector<catalog::PluginInfo> Manager::installed() {
    discover();
    return catalog_.plugins_info.items();
}

bool Manager::is_installed(std::string_view name) {
    discover();
    if (is_among(plugins_, name)) {
        return true;
    }
    // Plugins make others known; callbacks of the action PLUGIN_LOADED load those.
    const std::vector<std::string> known = catalog_.plugins_installed.items();
    return std::find(known.begin(), known.end(), name) != known.end();
}

bool Manager::is_loaded(std::string_view name) const {
    return std::find(loaded_.begin(), loaded_.end(), name) != loaded_.end();
}

void Manager::load(const std::string& name) {
    if (!is_installed(name)) {
        std::vector<std::string> names;
        for (const auto& plugin : plugins_) {
            names.push_back(plugin->name());
        }
        const std::string nearest = did_you_mean(name, names);
        throw Error(
            {.message = fmt::format("plugin '{}' is not installed", name),
             .hint = nearest.empty()
                 ? "list the plugins that can be enabled with: tutor plugins list"
                 : nearest});
    }
    if (is_loaded(name)) {
        return;
    }
    const std::string context = hooks::app_context(name);
    try {
        const auto all = catalog_.registry.contexts.enter("plugins");
        const auto app = catalog_.registry.contexts.enter(context);
        for (const auto& plugin : plugins_) {
            if (plugin->name() == name) {
                plugin->load(catalog_);
            }
        }
        catalog_.plugin_loaded.run_all(name);
        catalog_.plugins_loaded_names.add_item(name);
    } catch (Error& error) {
        catalog_.registry.clear_all(context);
        error.add_frame(fmt::format("loading plugin '{}'", name));
        throw;
    }
    loaded_.push_back(name);
}

void Manager::load_enabled(
    std::vector<std::string> names, const std::vector<std::string>& quiet_when_missing) {
    discover();
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) {
        const bool quiet = std::find(quiet_when_missing.begin(), quiet_when_missing.end(), name)
            != quiet_when_missing.end();
        if (quiet && !is_installed(name)) {
            continue;
        }
        try {
            load(name);
        } catch (const Error& error) {
            output_.alert(fmt::format("Failed to enable plugin '{}'", name));
            output_.report(error);
        }
    }
    catalog_.plugins_loaded.run_all();
}

}  // namespace tutor::plugins
