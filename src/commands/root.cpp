// SPDX-License-Identifier: Apache-2.0

#include "cli/program.hpp"
#include "commands/groups.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdlib>
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

}  // namespace

cli::Command root_command(Context& context) {
    return {
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
        .more_commands =
            [&context] {
                context.load_plugins();
                return context.catalog().cli_commands.items();
            },
        .parsed = [&context](const Invocation& call) { context.set_root(call.text("root")); },
        .before =
            [&context](const Invocation&) {
                if (::geteuid() == 0) {
                    context.output().alert(
                        "You are running tutor as root. Run it as an ordinary user who may use "
                        "docker: files made now belong to root.");
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
}

}  // namespace tutor::commands
