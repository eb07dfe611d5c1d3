// SPDX-License-Identifier: Apache-2.0
//
// Deployments on their way: takes what the cluster reports, in any order, and says whether all are
// available, how far they are, and what keeps them. Knows no network and no clock.

#pragma once

#include "k8s/diagnosis.hpp"
#include "k8s/facts.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tutor::k8s {

class RolloutCase {
public:
    void note(const RolloutFacts& rollout);
    void note(const PodFacts& pod);
    void note(const EventFacts& event);

    /// Whether there is nothing to wait for.
    bool is_empty() const { return rollouts_.empty(); }
    bool is_done() const;

    /// Why one of them will not become available, with its name.
    std::optional<Trouble> trouble() const;

    /// "2 of 3 available; mysql: 0 of 1 pods ready, a volume is being made"
    std::string progress() const;
    /// Names of those that are available now and were not at the last call.
    std::vector<std::string> newly_done();

private:
    std::optional<Trouble> trouble_of_one(const RolloutFacts& rollout) const;
    std::optional<Trouble> trouble_of_pod(const PodFacts& pod) const;
    std::vector<const PodFacts*> newest_pods(const RolloutFacts& rollout) const;

    std::map<std::string, RolloutFacts> rollouts_;  ///< by kind and name
    std::map<std::string, PodFacts> pods_;          ///< by name
    std::map<std::string, Trouble> pod_events_;     ///< by the pod's name
    std::map<std::string, Trouble> claim_events_;   ///< by the claim's name
    std::map<std::string, bool> told_;
};

}  // namespace tutor::k8s
