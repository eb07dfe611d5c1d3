// SPDX-License-Identifier: Apache-2.0
//
// Parts of `tutor local` and `tutor dev` that are in files of their own.

#pragma once

#include "cli/command.hpp"
#include "commands/context.hpp"
#include "compose/compose.hpp"

#include <cstdint>
#include <vector>

namespace tutor::commands::internal {

cli::Command upgrade_command(Context& context, compose::Mode mode);
/// `dev hosts`.
cli::Command hosts_command(Context& context);
/// What these commands were called in v0; hidden, each says its name of today.
std::vector<cli::Command> v0_commands(Context& context, compose::Mode mode);

enum class Confirm : std::uint8_t { no, yes };

/// For `launch`: the steps of an upgrade when the environment was made by an older release.
///
/// @throws term::Abort  the user does not want it
void upgrade_before_launch(Context& context, compose::Mode mode, Confirm confirm);

}  // namespace tutor::commands::internal
