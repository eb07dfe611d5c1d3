// SPDX-License-Identifier: Apache-2.0
//
// tutor plugins install, upgrade: files, addresses and what the indexes offer.

#include "base/files.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "commands/internal/plugin_commands.hpp"
#include "plugin_python/environment.hpp"
#include "plugin_python/packages.hpp"
#include "plugins/fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tutor::commands::internal {
namespace {

namespace fs = std::filesystem;
using cli::Invocation;

/// A plugin that is a Python package: what an index says to give to pip.
struct Requirement {
    std::string plugin;
    std::string text;  ///< lines of a requirements file
};

/// What has to be done for the names given, found out before anything is done.
struct Work {
    std::vector<std::string> files;  ///< paths and addresses
    std::vector<Requirement> requirements;
};

enum class Upgrade : std::uint8_t { no, yes };

void install_packages(
    Context& context, const std::vector<Requirement>& requirements, Upgrade upgrade) {
    plugin_python::Environment environment(
        context.project().python_environment,
        {context.runner(), context.output(), context.version()});
    environment.ensure();
    std::string lines;
    for (const Requirement& requirement : requirements) {
        lines += requirement.text + "\n";
    }
    const fs::path file = context.project().python_environment / "requirements.txt";
    write_atomically(file, lines);
    environment.install(
        {}, {.upgrade = upgrade == Upgrade::yes, .pip_options = {"--requirement", file.string()}});
}

// Whether it is for pip: "tutor-mfe>=21,<22", an archive, a folder with a project in it, an
// address of a repository.
bool is_requirement(const std::string& name) {
    const bool archive =
        name.ends_with(".whl") || name.ends_with(".tar.gz") || name.ends_with(".zip");
    std::error_code error;
    const bool project = fs::exists(fs::path(name) / "pyproject.toml", error)
        || fs::exists(fs::path(name) / "setup.py", error);
    const bool has_version =
        name.find_first_of("<>=~[@") != std::string::npos && !plugins::is_http_address(name);
    return archive || project || has_version || name.starts_with("git+");
}

// The last part of a path or address, with the ending of a plugin.
std::string file_name(const std::string& location) {
    std::string path = location;
    if (plugins::is_http_address(location)) {
        path = path.substr(0, path.find_first_of("?#"));
        path = path.substr(path.find("//") + 2);
        path = path.find('/') == std::string::npos ? "" : path.substr(path.find('/') + 1);
    }
    std::string name = fs::path(path).filename().string();
    if (name.empty() || name == "." || name == "..") {
        throw Error(
            {.message = fmt::format("'{}' does not end in the name of a file", location),
             .hint = "give the path or address of a plugin: …/myplugin.yml"});
    }
    if (!name.ends_with(".yml") && !name.ends_with(".py")) {
        name += ".py";
    }
    return name;
}

// Whether packages of plugins are commonly called so: "tutor-mfe", "tutor-contrib-aspects".
bool is_package_name(const std::string& name) {
    return (name.starts_with("tutor-") || name.starts_with("tutor_"))
        && std::all_of(name.begin(), name.end(), [](char c) {
               return is_ascii_alpha(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.';
           });
}

bool is_file(const std::string& location) {
    std::error_code error;
    return plugins::is_http_address(location) || fs::is_regular_file(location, error);
}

void add_entry(Context& context, const plugins::IndexEntry& entry, Work& work) {
    const plugins::IndexEntry wanted{
        context.catalog().plugin_index_entry_to_install.apply(entry.data)};
    const std::string source = wanted.text("src");
    if (source.empty()) {
        throw Error(
            {.message = fmt::format(
                 "index '{}' does not say where plugin '{}' can be had (no 'src')",
                 entry.text("index"),
                 entry.name())});
    }
    if (is_file(source)) {
        work.files.push_back(source);
    } else {
        work.requirements.push_back({entry.name(), source});
    }
}

void carry_out(Context& context, const Work& work, Upgrade upgrade) {
    if (!work.requirements.empty()) {
        install_packages(context, work.requirements, upgrade);
    }
    for (const std::string& location : work.files) {
        const fs::path target = context.project().plugins_root / file_name(location);
        context.output().info(fmt::format("Downloading plugin from {}...", location));
        write_atomically(target, plugins::fetch(location, context.runner()));
        context.output().info(fmt::format("Plugin installed at {}", target.string()));
    }
}

void install(Context& context, const std::vector<std::string>& names) {
    Work work;
    for (const std::string& name : names) {
        if (is_requirement(name)) {
            work.requirements.push_back({name, name});
            continue;
        }
        if (is_file(name)) {
            work.files.push_back(name);
            continue;
        }
        const bool is_package = is_package_name(name);
        const plugins::IndexEntries entries =
            is_package ? cached_index_entries(context) : index_entries(context);
        const plugins::IndexEntry* entry = plugins::find(entries, name);
        if (entry == nullptr && is_package) {
            work.requirements.push_back({name, name});
            continue;
        }
        if (entry == nullptr) {
            std::vector<std::string> known;
            for (const plugins::IndexEntry& other : entries) {
                known.push_back(other.name());
            }
            const std::string near = did_you_mean(name, known);
            throw Error(
                {.message = fmt::format(
                     "'{}' is neither a file, an address, nor a plugin of an index", name),
                 .hint = near.empty() ? fmt::format(
                             "fetch the indexes again with: tutor plugins update\n"
                             "or give the name of its Python package: tutor plugins install "
                             "tutor-{}",
                             name)
                                      : near});
        }
        add_entry(context, *entry, work);
    }
    carry_out(context, work, Upgrade::no);
}

// Whether pip may replace it: it is in our environment, and came from an index of packages.
bool is_ours(Context& context, const plugin_python::Package& package) {
    const std::string folder = context.project().python_environment.string() + "/";
    return package.distribution.metadata.string().starts_with(folder)
        && plugin_python::source_address(package.distribution).empty();
}

// What pip finds when it is asked for the latest release for this Tutor.
void add_package(const plugin_python::Package& package, Work& work) {
    const std::string address = plugin_python::source_address(package.distribution);
    if (!address.empty()) {
        throw Error(
            {.message = fmt::format(
                 "plugin '{}' was installed from {}, where pip finds no newer release",
                 package.plugin,
                 address),
             .hint = "install it from there again, with: tutor plugins install"});
    }
    work.requirements.push_back({package.plugin, package.distribution.name});
}

// Installed plugins that an index or pip can renew, for "all".
Work all_upgrades(
    Context& context,
    const plugins::IndexEntries& entries,
    const std::vector<plugin_python::Package>& packages) {
    const Statuses statuses(context);
    Work work;
    for (const plugins::IndexEntry& entry : entries) {
        if (statuses.of(entry.name()) != Status::not_installed) {
            add_entry(context, entry, work);
        }
    }
    std::set<std::string> distributions;
    for (const plugin_python::Package& package : packages) {
        const bool in_index = plugins::find(entries, package.plugin) != nullptr;
        if (!in_index && is_ours(context, package)
            && distributions.insert(package.distribution.name).second) {
            add_package(package, work);
        }
    }
    return work;
}

void upgrade(Context& context, const std::vector<std::string>& names) {
    if (names.empty()) {
        return;
    }
    const plugins::IndexEntries entries = index_entries(context);
    const std::vector<plugin_python::Package> packages = installed_packages(context);
    if (std::find(names.begin(), names.end(), "all") != names.end()) {
        carry_out(context, all_upgrades(context, entries, packages), Upgrade::yes);
        return;
    }
    Work work;
    for (const std::string& name : names) {
        const plugin_python::Package* package = plugin_python::find_package(packages, name);
        if (const plugins::IndexEntry* entry = plugins::find(entries, name)) {
            add_entry(context, *entry, work);
        } else if (package != nullptr) {
            add_package(*package, work);
        } else if (is_requirement(name)) {
            work.requirements.push_back({name, name});
        } else {
            context.output().error(fmt::format(
                "plugin '{}' is not upgraded: no index knows it, and it is no installed Python "
                "package",
                name));
        }
    }
    carry_out(context, work, Upgrade::yes);
}

}  // namespace

cli::Command install_command(Context& context) {
    return {
        .name = "install",
        .help = "Install plugins: from the indexes by name, Python packages by their requirement "
                "(tutor-mfe, \"tutor-mfe>=21,<22\"), from files or from addresses.\n\n"
                "They can be used once they are enabled.",
        .arguments =
            {{.name = "names",
              .arity = cli::Arity::any,
              .metavar = "NAME...",
              .complete =
                  [&context](std::string_view text) {
                      std::vector<cli::Completion> candidates = complete_index_names(context, text);
                      candidates.push_back({.value = std::string(text), .type = "file"});
                      return candidates;
                  }}},
        .run = [&context](const Invocation& call) {
            install(context, call.texts("names"));
        }};
}

cli::Command upgrade_plugins_command(Context& context) {
    return {
        .name = "upgrade",
        .help =
            "Install plugins again, in the version that is offered now: by the indexes, or, for "
            "Python packages, by what pip finds for this release; \"all\" stands for every "
            "installed plugin that can be had so.",
        .arguments =
            {{.name = "names",
              .arity = cli::Arity::any,
              .metavar = "NAME...|all",
              .complete =
                  [&context](std::string_view text) {
                      std::vector<cli::Completion> candidates = cli::matching({"all"}, text);
                      for (cli::Completion& name : complete_index_names(context, text)) {
                          candidates.push_back(std::move(name));
                      }
                      for (const auto& package : installed_packages(context)) {
                          if (package.plugin.starts_with(text)) {
                              candidates.push_back({.value = package.plugin});
                          }
                      }
                      return candidates;
                  }}},
        .run = [&context](const Invocation& call) {
            upgrade(context, call.texts("names"));
        }};
}

}  // namespace tutor::commands::internal
