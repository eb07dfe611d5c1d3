// SPDX-License-Identifier: Apache-2.0
//
// One job while it runs: takes what the cluster reports, in any order, and says what to read, what
// to tell, and how it ended. Knows no network and no clock.

#pragma once

#include "k8s/diagnosis.hpp"
#include "k8s/facts.hpp"

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tutor::k8s {

/// What one run of a container prints.
struct LogSource {
    std::string pod;
    std::string container;
    int run = 0;  ///< 1 after the container was started again

    auto operator<=>(const LogSource&) const = default;
};

struct Verdict {
    int status = 0;  ///< 0: success
    std::string cause = {};
    std::string hint = {};
    /// False: the job could go on trying, and is to be deleted.
    bool is_over = true;
};

class JobCase {
public:
    explicit JobCase(std::string job) : job_(std::move(job)) {}

    void note(const JobFacts& job);
    /// The job is not there (any more), as a complete listing shows.
    void note_gone();
    void note(const PodFacts& pod);
    /// Events of others are passed over.
    void note(const EventFacts& event);

    /// The judgement. A failure that only the job has told so far has no cause yet: the pods say it
    /// (`wants_pods`).
    std::optional<Verdict> verdict() const;
    /// Whether the job has failed and no pod has said why.
    bool wants_pods() const;
    /// Whether a pod is known that has ended.
    bool has_ended_pod() const;
    /// Whether a container still prints, also after the job's own end: its pod is being deleted.
    bool has_running_container() const;

    /// Containers that began to print since the last call.
    std::vector<LogSource> new_log_sources();
    /// Sentences for the user since the last call: retries, troubles that may pass.
    std::vector<std::string> new_notices();

    /// What the job waits for at the moment, for those who lose patience; may be empty.
    std::string obstacle() const;

private:
    Verdict failure() const;
    void tell(const std::string& notice);

    std::string job_;
    std::optional<JobFacts> last_;
    std::map<std::string, PodFacts> pods_;  ///< by name, names grow with time
    std::vector<std::string> order_;        ///< of the pods
    std::optional<Trouble> event_trouble_;
    std::optional<ContainerEnd> last_end_;  ///< of a container that failed; its pod may be gone
    std::string image_detail_;  ///< why an image cannot be pulled: the reason is shown only once
    bool deleted_ = false;
    std::set<LogSource> known_sources_;
    std::vector<LogSource> new_sources_;
    std::set<std::string> told_;
    std::vector<std::string> notices_;
};

}  // namespace tutor::k8s
