// SPDX-License-Identifier: Apache-2.0
//
// Why something does not run: what pods, jobs and events say, as one sentence for the user.
//
//     if (const auto trouble = trouble_of(pod_facts(document)); trouble && trouble->is_final) {
//         throw Error({.message = trouble->cause, .hint = trouble->hint});
//     }

#pragma once

#include "k8s/facts.hpp"

#include <optional>
#include <string>

namespace tutor::k8s {

struct Trouble {
    std::string cause;  ///< lower case, no final period: "image 'x:1' cannot be pulled: not found"
    std::string hint = {};
    /// Whether waiting does not help. Otherwise the cluster may well get over it: a volume that
    /// is being made, a cache that is late.
    bool is_final = true;
    /// The container runs and ends, again and again: some are started again until it works.
    bool is_crash = false;

    bool operator==(const Trouble&) const = default;
};

/// What keeps a pod from running, or why it has failed. None while all is well, also for a
/// container that ended with another status than 0 and will be started again.
std::optional<Trouble> trouble_of(const PodFacts& pod);

/// As above, for what only events tell: volumes, quotas, admission.
std::optional<Trouble> trouble_of(const EventFacts& event);

/// How the container of a failed pod ended: the first that did not end with status 0.
struct ContainerEnd {
    int status = 1;
    std::string cause;  ///< "container 'lms' was killed: it used more memory than it may"
};
std::optional<ContainerEnd> failed_container(const PodFacts& pod);

/// What a job's Failed condition means, without what its pods tell.
std::string failure_of(const JobFacts& job);

}  // namespace tutor::k8s
