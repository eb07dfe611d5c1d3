// SPDX-License-Identifier: Apache-2.0
//
// The platform on Kubernetes, for commands.

#pragma once

#include "cli/invocation.hpp"
#include "commands/context.hpp"
#include "k8s/job_runner.hpp"
#include "k8s/platform.hpp"

#include <memory>
#include <optional>
#include <string>

namespace tutor::commands {

/// Whether commands insist on config.yml.
enum class Checked : std::uint8_t { no, yes };

/// The platform in the cluster that `--context` of the command line names.
k8s::Platform
make_cluster(Context& context, const cli::Invocation& call, Checked checked = Checked::yes);

/// The platform in the cluster of the kubeconfig's current context, for plugins.
k8s::Platform make_cluster(Context& context);

/// Tasks as Job objects of that platform.
class ClusterJobs final : public jobs::JobRunner {
public:
    /// With the options of `call` (see `job_options`). Both must outlive it.
    ClusterJobs(Context& context, const cli::Invocation& call);
    /// With the usual options.
    ClusterJobs(Context& context, k8s::Platform platform);
    ClusterJobs(const ClusterJobs&) = delete;
    ClusterJobs& operator=(const ClusterJobs&) = delete;

    jobs::Outcome run(const jobs::Script& script, const jobs::LineSink& sink) override {
        return runner_.run(script, sink);
    }

    k8s::Platform& platform() { return platform_; }

private:
    k8s::Platform platform_;
    k8s::JobRunner runner_;
};

/// `--timeout` and `--on-interrupt` of commands that run tasks.
std::vector<cli::Option> job_options();

/// Waits for the services that tasks work with: the web proxy, and databases that the platform
/// runs.
void wait_for_services(Context& context, k8s::Platform& platform);

/// `k8s launch`.
void launch_on_cluster(Context& context, const cli::Invocation& call);

}  // namespace tutor::commands
