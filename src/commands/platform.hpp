// SPDX-License-Identifier: Apache-2.0
//
// What `local` and `dev` share.

#pragma once

#include "commands/context.hpp"
#include "compose/compose.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tutor::commands {

/// The platform of a mode, over the checked configuration, also as it is after a save. The first
/// container that starts stops the other mode's platform.
compose::Platform make_platform(Context& context, compose::Mode mode);

/// Runs a `do` job of the catalog; `call` holds its parsed words.
void run_job(
    Context& context,
    jobs::JobRunner& runner,
    const catalog::Job& job,
    const cli::Invocation& call);

/// Commands of `do`: one for each job of the catalog, whose words are parsed before `run` gets it.
using RunJob = std::function<void(const catalog::Job& job, const cli::Invocation& call)>;
std::vector<cli::Command> job_commands(Context& context, const RunJob& run);

/// Initialisation tasks as `do init` runs them: all, or those of `limit`.
void run_init(
    Context& context, jobs::JobRunner& runner, const std::optional<std::string>& limit = {});

/// `local launch`, `dev launch`.
struct LaunchOptions {
    bool non_interactive = false;
    bool pull_images = false;
    bool skip_build = false;
};
void launch(Context& context, compose::Mode mode, const LaunchOptions& options);

/// Addresses of the platform, without scheme: APP_PUBLIC_HOSTS.
std::vector<std::string> public_hosts(Context& context, compose::Mode mode);
/// "http" or "https".
std::string public_scheme(const config::Config& config);

/// Starts services, and attaches to the only one, as `start` does.
struct StartOptions {
    bool build = false;
    bool detach = false;
};
void start(
    Context& context,
    compose::Mode mode,
    const std::vector<std::string>& services,
    const StartOptions& options);

/// "local" or "dev": the group's name, and what hooks are told.
const char* mode_name(compose::Mode mode);

}  // namespace tutor::commands
