// SPDX-License-Identifier: Apache-2.0
//
// What `local` and `dev` share.

#pragma once

#include "commands/context.hpp"
#include "compose/compose.hpp"

namespace tutor::commands {

/// The platform of a mode, over the checked configuration. The first container that starts stops
/// the other mode's platform.
compose::Platform make_platform(Context& context, compose::Mode mode);

/// Runs a `do` job of the catalog; `call` holds its parsed words.
void run_job(
    Context& context,
    jobs::JobRunner& runner,
    const catalog::Job& job,
    const cli::Invocation& call);

/// All initialisation tasks, as `do init` does.
void run_init(Context& context, jobs::JobRunner& runner);

/// `local launch`, `dev launch`.
struct LaunchOptions {
    bool non_interactive = false;
    bool pull_images = false;
    bool skip_build = false;
};
void launch(Context& context, compose::Mode mode, const LaunchOptions& options);

/// "local" or "dev": the group's name, and what hooks are told.
const char* mode_name(compose::Mode mode);

}  // namespace tutor::commands
