// SPDX-License-Identifier: Apache-2.0
//
// The command groups, each in a file of its own.

#pragma once

#include "cli/command.hpp"
#include "cli/invocation.hpp"
#include "commands/context.hpp"

namespace tutor::commands {

/// Every command refers to `context`, which must outlive it.
cli::Command config_command(Context& context);
cli::Command dev_command(Context& context);
cli::Command images_command(Context& context);
cli::Command k8s_command(Context& context);
cli::Command local_command(Context& context);
cli::Command mounts_command(Context& context);
cli::Command plugins_command(Context& context);
/// A subcommand of `plugins`.
cli::Command plugin_hooks_command(Context& context);

/// What the commands themselves add to the catalog: public addresses, that only one of `local` and
/// `dev` runs at a time, the names of public plugin indexes, and `do tests`.
void contribute_commands(Context& context);

/// The whole program: `tutor`, with the commands above and those of plugins.
cli::Command root_command(Context& context);

}  // namespace tutor::commands
