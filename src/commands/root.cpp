// SPDX-License-Identifier: Apache-2.0

#include "cli/program.hpp"
#include "commands/groups.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

namespace tutor::commands {
namespace {

using cli::Invocation;

cli::Command help_command(Context& context) {
    return {.name = "help", .help = "Print this help.", .run = [&context](const Invocation&) {
                context.results().write(
                    cli::help_text(root_command(context), "tutor", term::terminal_columns()));
            }};
}

// "--version" prints what the reference prints; this tells what really runs.
cli::Command version_command(Context& context) {
    return {
        .name = "version",
        .help = "Print the version of this program and of the Tutor that it stands for.",
        .run = [&context](const Invocation&) {
            context.results().line(fmt::format(
                "native tutor {}, stands for Tutor {}",
                context.build_version(),
                context.version()));
        }};
}

// Commands that work whatever plugins do, and load none.
bool is_fixed(const std::string& group, std::string_view name) {
    return group == "plugins" || group.starts_with("plugins ")
        || (group.empty() && (name == "plugins" || name == "config"))
        || (group == "config" && name == "printroot");
}

// Groups with the commands that repair what is broken: their help is always there.
bool repairs(const std::string& group) {
    return group == "config" || group == "plugins";
}

std::vector<cli::Command> commands_of_plugins(Context& context, const std::string& group) {
    context.load_plugins();
    const catalog::Catalog& catalog = context.catalog();
    return group.empty() ? catalog.cli_commands.items() : catalog.cli_group_commands.items(group);
}

// Plugins add commands to every group of the core, and replace the core's.
void open_to_plugins(Context& context, cli::Command& group, const std::string& path = {}) {
    for (cli::Command& command : group.commands) {
        if (command.is_group()) {
            open_to_plugins(
                context, command, path.empty() ? command.name : path + " " + command.name);
        }
    }
    group.more_commands = [&context, own = std::move(group.more_commands), path] {
        std::vector<cli::Command> commands = own ? own() : std::vector<cli::Command>();
        try {
            std::vector<cli::Command> added = commands_of_plugins(context, path);
            std::move(added.begin(), added.end(), std::back_inserter(commands));
        } catch (const Error&) {  // told by whatever command needs plugins
            if (!repairs(path)) {
                throw;
            }
        }
        return commands;
    };
    group.may_be_replaced = [path](std::string_view name) {
        return !is_fixed(path, name);
    };
}

}  // namespace

cli::Command root_command(Context& context) {
    cli::Command root{
        .name = "tutor",
        .help = "Run Open edX: configure, build, start and maintain a platform in containers.",
        .options =
            {{.names = {"-r", "--root"},
              .help = "Folder of the platform's configuration, environment and data.",
              .type = cli::Type::directory,
              .metavar = "PATH",
              .environment = "TUTOR_ROOT",
              .show_default = false}},
        .commands =
            {config_command(context),
             dev_command(context),
             help_command(context),
             images_command(context),
             k8s_command(context),
             local_command(context),
             mounts_command(context),
             plugins_command(context),
             version_command(context)},
        .parsed = [&context](const Invocation& call) { context.set_root(call.text("root")); },
        .before =
            [&context](const Invocation&) {
                if (::geteuid() == 0) {
                    context.output().alert(
                        "You are running tutor as root. Run it as an ordinary user who may use "
                        "docker: files made now belong to root.");
                    context.only_warned();
                }
            },
        .unknown_command_hint =
            [&context](std::string_view name) {
                return context.plugins().is_installed(name) && !context.plugins().is_loaded(name)
                    ? fmt::format(
                        "plugin '{}' is installed but not enabled: tutor plugins enable {}",
                        name,
                        name)
                    : std::string();
            }};
    open_to_plugins(context, root);
    return root;
}

}  // namespace tutor::commands
