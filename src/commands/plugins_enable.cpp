// SPDX-License-Identifier: Apache-2.0
//
// tutor plugins enable, disable.

#include "commands/internal/plugin_commands.hpp"
#include "commands/save.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tutor::commands::internal {
namespace {

namespace fs = std::filesystem;
using cli::Invocation;
using value::Value;

void store_plugins(config::Config& config, const std::set<std::string>& names) {
    value::List list;
    for (const std::string& name : names) {
        list.append(name);
    }
    config.set("PLUGINS", list, config::Layer::given);
}

// As stored now, also those that could not be loaded: another program may have changed the list
// since ours were loaded.
std::set<std::string> enabled_names(const config::Config& config) {
    const std::vector<std::string> names = config.texts("PLUGINS");
    return {names.begin(), names.end()};
}

// A preview keeps standard output for the differences.
void tell(Context& context, Preview preview, const std::string& text) {
    if (preview == Preview::yes) {
        context.output().line(text, term::Stream::error);
    } else {
        context.output().info(text);
    }
}

// A package says for which release it is made. What is made for another one is refused before any
// of its code runs; what is made for the previous one is tried.
void check_release(Context& context, const std::string& plugin) {
    for (const plugin_python::Package& package : installed_packages(context)) {
        const plugin_python::Fit fit = package.plugin == plugin
            ? plugin_python::fit_of(package.distribution, context.version())
            : plugin_python::Fit::fits;
        if (fit == plugin_python::Fit::fits) {
            continue;
        }
        const std::string misfit =
            plugin_python::describe_misfit(package.distribution, context.version());
        if (fit == plugin_python::Fit::previous) {
            context.output().alert(fmt::format(
                "{}. It is tried all the same; look for a newer one with: tutor plugins upgrade {}",
                misfit,
                plugin));
            continue;
        }
        throw Error(
            {.message = fmt::format("plugin '{}' is for another release: {}", plugin, misfit),
             .hint = fmt::format(
                 "install one for this release: tutor plugins upgrade {}\n"
                 "or try it as it is: tutor plugins enable --force {}",
                 plugin,
                 plugin)});
    }
}

enum class Releases : std::uint8_t { fitting, any };

void enable(
    Context& context, const std::vector<std::string>& names, Releases releases, Preview preview) {
    context.load_plugins();
    for (const std::string& name : names) {
        if (releases == Releases::fitting && !context.plugins().is_loaded(name)) {
            check_release(context, name);
        }
        context.plugins().load(name);
        tell(context, preview, fmt::format("Plugin '{}' enabled", name));
    }
    const auto edit = [&](config::Config& config) {
        std::set<std::string> enabled = enabled_names(config);
        enabled.insert(names.begin(), names.end());
        store_plugins(config, enabled);
    };
    save(context, {.edit = edit}, {.preview = preview});
}

// Takes back the settings that the plugin's `set` made, unless the user changed them since.
void drop_overrides(
    Context& context, config::Config& config, const std::string& plugin, Preview preview) {
    const std::string app = hooks::app_context(plugin);
    for (const catalog::Setting& setting :
         context.catalog().config_overrides.items_from_context(app)) {
        const std::optional<Value> stored = config.find(setting.name);
        if (!stored || config.layer(setting.name) == config::Layer::default_) {
            continue;
        }
        config::Config plugins_view = context.store().load_full();
        plugins_view.set(setting.name, setting.value, config::Layer::given);
        if (value::equal(*stored, *plugins_view.find(setting.name))) {
            tell(
                context,
                preview,
                fmt::format("    {}={}", setting.name, config::printable(*stored)));
            config.erase(setting.name);
        } else {
            context.output().alert(fmt::format(
                "Setting '{}' is kept: its value is no longer the one that plugin '{}' gave it",
                setting.name,
                plugin));
        }
    }
}

// Removes folders that became empty, up to the environment itself.
void prune(const fs::path& environment, fs::path folder) {
    std::error_code error;
    while (folder != environment && fs::is_directory(folder, error) && fs::is_empty(folder, error)
           && fs::remove(folder, error)) {
        folder = folder.parent_path();
    }
}

// Folders below the environment that hold nothing but what the plugin's templates rendered to.
std::vector<fs::path> rendered_folders(Context& context, const std::string& plugin) {
    const std::string app = hooks::app_context(plugin);
    std::vector<fs::path> folders;
    for (const auto& target : context.catalog().env_template_targets.items_from_context(app)) {
        const fs::path folder = context.environment() / target.destination / target.source;
        std::error_code error;
        if (fs::exists(folder, error)) {
            folders.push_back(folder);
        }
    }
    return folders;
}

// Saving has removed what the manifest knows; this also takes what an older program wrote.
void remove_folders(Context& context, const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        context.output().info(fmt::format("Removing '{}'", folder.string()));
        std::error_code error;
        fs::remove_all(folder, error);
        if (error) {
            throw Error(
                {.message = fmt::format("cannot remove '{}': {}", folder.string(), error.message()),
                 .hint = "remove the folder with sudo"});
        }
        prune(context.environment(), folder.parent_path());
    }
}

// Whether one of the names, or "all", stands for an enabled plugin.
bool any_enabled(Context& context, const std::vector<std::string>& names) {
    const std::vector<std::string> enabled = context.store().enabled_plugins();
    return std::any_of(enabled.begin(), enabled.end(), [&](const std::string& plugin) {
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return name == plugin || name == "all";
        });
    });
}

// A plugin whose callbacks fail can still be disabled: its part in that is then left out.
void drop_failing(Context& context, const std::vector<std::string>& names) {
    try {
        context.store().load_full();
        return;
    } catch (const Error& error) {
        context.output().alert("The settings cannot be loaded with all plugins:");
        context.output().report(error);
    }
    const bool all = std::find(names.begin(), names.end(), "all") != names.end();
    for (const std::string& name : all ? context.plugins().loaded() : names) {
        context.catalog().registry.clear_all(hooks::app_context(name));
    }
}

// A plugin that fails here is disabled all the same.
void unload(Context& context, config::Config& config, const std::string& name, Preview preview) {
    try {
        drop_overrides(context, config, name, preview);
        value::Dict settings = config.rendered();
        context.catalog().plugin_unloaded.run_all(name, context.root(), settings);
    } catch (const Error& error) {
        context.output().alert(
            fmt::format("Plugin '{}' did not take part in its disabling:", name));
        context.output().report(error);
    }
}

void disable(Context& context, const std::vector<std::string>& names, Preview preview) {
    context.load_plugins();
    if (!any_enabled(context, names)) {
        for (const std::string& name : names) {
            context.output().alert(fmt::format("Plugin '{}' is not enabled", name));
        }
        return;
    }
    drop_failing(context, names);
    std::vector<fs::path> folders;
    const auto edit = [&](config::Config& config) {
        std::set<std::string> enabled = enabled_names(config);
        const bool all = std::find(names.begin(), names.end(), "all") != names.end();
        for (const std::string& name : all ? std::vector(enabled.begin(), enabled.end()) : names) {
            if (enabled.erase(name) == 0) {
                context.output().alert(fmt::format("Plugin '{}' is not enabled", name));
                continue;
            }
            tell(context, preview, fmt::format("Disabling plugin '{}'", name));
            unload(context, config, name, preview);
            for (fs::path& folder : rendered_folders(context, name)) {
                folders.push_back(std::move(folder));
            }
            context.catalog().registry.clear_all(hooks::app_context(name));
        }
        // What the plugins contributed goes; what they stored stays.
        for (const std::string& name : config.names()) {
            if (config.layer(name) == config::Layer::default_) {
                config.erase(name);
            }
        }
        store_plugins(config, enabled);
    };
    save(context, {.edit = edit}, {.preview = preview});
    if (preview == Preview::no) {
        remove_folders(context, folders);
    }
}

std::vector<cli::Completion> complete_installed(Context& context, std::string_view incomplete) {
    std::vector<std::string> names;
    for (const catalog::PluginInfo& plugin : context.plugins().installed()) {
        names.push_back(plugin.name);
    }
    return cli::matching(names, incomplete);
}

std::vector<cli::Completion> complete_enabled(Context& context, std::string_view incomplete) {
    std::vector<std::string> names = context.store().enabled_plugins();
    names.insert(names.begin(), "all");
    return cli::matching(names, incomplete);
}

cli::Argument plugin_names(
    Context& context, std::vector<cli::Completion> (*complete)(Context&, std::string_view)) {
    return {
        .name = "plugin_names",
        .arity = cli::Arity::any,  // a script's list of names may be empty
        .metavar = "[NAME]...",
        .complete = [&context, complete](std::string_view text) {
            return complete(context, text);
        }};
}

}  // namespace

cli::Command enable_command(Context& context) {
    return {
        .name = "enable",
        .help = "Enable plugins, store their settings, generate the environment.",
        .options =
            {{.names = {"--force"},
              .help = "Also plugins that are made for another release.",
              .is_flag = true},
             dry_run_option()},
        .arguments = {plugin_names(context, complete_installed)},
        .run = [&context](const Invocation& call) {
            enable(
                context,
                call.texts("plugin_names"),
                call.flag("force") ? Releases::any : Releases::fitting,
                preview_of(call));
        }};
}

cli::Command disable_command(Context& context) {
    return {
        .name = "disable",
        .help = "Disable plugins; \"all\" disables every one.",
        .options = {dry_run_option()},
        .arguments = {plugin_names(context, complete_enabled)},
        .run = [&context](const Invocation& call) {
            disable(context, call.texts("plugin_names"), preview_of(call));
        }};
}

}  // namespace tutor::commands::internal
