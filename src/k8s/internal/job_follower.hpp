// SPDX-License-Identifier: Apache-2.0
//
// One job in the cluster, from its creation to its verdict.

#pragma once

#include "jobs/engine.hpp"
#include "k8s/internal/log_readers.hpp"
#include "k8s/job_case.hpp"
#include "kube/watch.hpp"
#include "process/interruption.hpp"
#include "term/output.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace tutor::k8s::internal {

class JobFollower {
public:
    /// All must outlive it.
    JobFollower(const kube::Client& client, std::string job, term::Output& output);

    /// Blocks until there is a verdict and everything that was printed has gone to `sink`. None:
    /// `interruption` came first.
    ///
    /// @throws Error  the cluster does not let us look
    std::optional<Verdict> follow(
        const jobs::LineSink& sink,
        std::optional<std::chrono::steady_clock::time_point> deadline,
        const process::Interruption& interruption);

    /// Blocks until a pod of the job runs; its name. A verdict instead: it will not.
    struct Started {
        std::string pod = {};
        std::optional<Verdict> verdict = {};
    };
    std::optional<Started> wait_for_pod(
        std::optional<std::chrono::steady_clock::time_point> deadline,
        const process::Interruption& interruption);

private:
    enum Tag : int { jobs, pods, events, logs };

    void start_watching();
    /// Waits a moment for something to happen, and takes note of it.
    void step(const jobs::LineSink* sink, std::chrono::steady_clock::time_point deadline);
    void take(const kube::WatchEvent& event);
    void list_pods();
    void start_readers();
    /// Whether there was something.
    bool hand_on(const jobs::LineSink& sink);
    void tell();
    void note_connection(const kube::WatchEvent& event);
    void drain(const jobs::LineSink& sink, const process::Interruption& interruption);

    const kube::Client& client_;
    std::string job_;
    term::Output& output_;
    JobCase case_;
    kube::WatchQueue queue_;
    LogReaders readers_;
    std::vector<kube::Watcher> watchers_;
    std::string running_pod_;
    bool was_job_seen_ = false;
    bool is_disconnected_ = false;
};

}  // namespace tutor::k8s::internal
