// SPDX-License-Identifier: Apache-2.0
//
// tutor plugins: the group, list and printroot; the rest is in plugins_*.cpp.

#include "commands/groups.hpp"
#include "commands/internal/plugin_commands.hpp"
#include "commands/internal/reports.hpp"

#include <algorithm>

namespace tutor::commands {
namespace {

using cli::Invocation;
using internal::Status;

void list_plugins(Context& context, const Invocation& call) {
    std::vector<catalog::PluginInfo> plugins = context.plugins().installed();
    std::stable_sort(plugins.begin(), plugins.end(), [](const auto& a, const auto& b) {
        return a.name < b.name;
    });
    const internal::Statuses statuses(context);
    const bool for_people = !internal::wants_json(call);
    std::vector<std::vector<std::string>> rows{{"NAME", "STATUS", "VERSION"}};
    for (const catalog::PluginInfo& plugin : plugins) {
        const Status status = statuses.of(plugin.name);
        if (status == Status::enabled || !call.flag("enabled")) {
            rows.push_back(
                {plugin.name, internal::status_text(status, for_people), plugin.version});
        }
    }
    internal::print_rows(context, call, rows);
    context.note_missing_plugins();
}

}  // namespace

namespace internal {

Statuses::Statuses(Context& context) : enabled_(context.store().enabled_plugins()) {
    for (const catalog::PluginInfo& plugin : context.plugins().installed()) {
        installed_.push_back(plugin.name);
    }
}

Status Statuses::of(const std::string& plugin) const {
    const auto holds = [&](const std::vector<std::string>& names) {
        return std::find(names.begin(), names.end(), plugin) != names.end();
    };
    if (!holds(installed_)) {
        return Status::not_installed;
    }
    return holds(enabled_) ? Status::enabled : Status::installed;
}

std::string status_text(Status status, bool with_mark) {
    switch (status) {
    case Status::enabled: return with_mark ? "\u2705 enabled" : "enabled";
    case Status::installed: return "installed";
    case Status::not_installed: return "not installed";
    }
    return {};
}

}  // namespace internal

cli::Command plugins_command(Context& context) {
    return {
        .name = "plugins",
        .help = "Extend the platform with plugins.\n\n"
                "Plugins that others offer are found in indexes: \"update\" fetches what they "
                "list, \"search\" looks into it, \"install\" puts a plugin on this machine, "
                "\"enable\" makes the platform use it.",
        .commands = {
            {.name = "list",
             .help = "List the plugins that are there.",
             .options =
                 {{.names = {"-e", "--enabled"},
                   .help = "Only those that are enabled.",
                   .is_flag = true},
                  internal::output_option()},
             .run =
                 [&context](const Invocation& call) {
                     list_plugins(context, call);
                 }},
            {.name = "printroot",
             .help = "Print the folder of plugins that are single files.",
             .run =
                 [&context](const Invocation&) {
                     context.results().line(context.project().plugins_root.string());
                 }},
            plugin_hooks_command(context),
            internal::enable_command(context),
            internal::disable_command(context),
            internal::index_command(context),
            internal::update_command(context),
            internal::search_command(context),
            internal::show_command(context),
            internal::install_command(context),
            internal::upgrade_plugins_command(context)}};
}

}  // namespace tutor::commands
