// SPDX-License-Identifier: Apache-2.0
//
// Parts of `tutor k8s` that are in files of their own.

#pragma once

#include "cli/command.hpp"
#include "commands/context.hpp"

#include <vector>

namespace tutor::commands::internal {

/// `k8s apply`, with the words of `kubectl apply` that we know.
cli::Command k8s_apply_command(Context& context);
cli::Command k8s_diff_command(Context& context);
cli::Command k8s_status_command(Context& context);
cli::Command k8s_upgrade_command(Context& context);

/// For `k8s launch`: the steps of an upgrade when the environment was made by an older release.
/// Whether there were any.
bool upgrade_cluster_before_launch(Context& context, const cli::Invocation& call);

/// What these commands were called in v0; hidden, each says its name of today.
std::vector<cli::Command> k8s_v0_commands(Context& context);

/// Names of services in the manifests, for completion.
cli::Completer k8s_services(Context& context);

}  // namespace tutor::commands::internal
