// SPDX-License-Identifier: Apache-2.0

#include "k8s/rollout_case.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::k8s {
namespace {

bool has_started(const PodFacts& pod) {
    return std::any_of(pod.containers.begin(), pod.containers.end(), [](const auto& container) {
        return container.has_log() || container.restarts > 0;
    });
}

}  // namespace

void RolloutCase::note(const RolloutFacts& rollout) {
    const std::string key = rollout.kind + "/" + rollout.name;
    if (rollout.is_gone) {
        rollouts_.erase(key);
    } else {
        rollouts_[key] = rollout;
    }
}

void RolloutCase::note(const PodFacts& pod) {
    if (pod.is_gone) {
        pods_.erase(pod.name);
        pod_events_.erase(pod.name);
        return;
    }
    pods_[pod.name] = pod;
    if (has_started(pod)) {
        pod_events_.erase(pod.name);  // what kept it from starting is over
    }
}

void RolloutCase::note(const EventFacts& event) {
    if (event.kind == "PersistentVolumeClaim") {
        if (const auto trouble = trouble_of(event)) {
            claim_events_[event.name] = *trouble;
        }
        return;
    }
    const auto pod = pods_.find(event.name);
    // Events outlive what they are about; what pods cannot be made for, their owner tells.
    if (event.kind != "Pod" || (pod != pods_.end() && has_started(pod->second))) {
        return;
    }
    if (const auto trouble = trouble_of(event)) {
        pod_events_[event.name] = *trouble;
    }
}

bool RolloutCase::is_done() const {
    return std::all_of(rollouts_.begin(), rollouts_.end(), [](const auto& entry) {
        return entry.second.is_done();
    });
}

// Those of the template as it is now: pods of the one before are on their way out.
std::vector<const PodFacts*> RolloutCase::newest_pods(const RolloutFacts& rollout) const {
    const PodFacts* newest = nullptr;
    for (const auto& [name, pod] : pods_) {
        if (pod.service == rollout.service && !pod.is_leaving
            && (newest == nullptr || pod.created > newest->created)) {
            newest = &pod;
        }
    }
    std::vector<const PodFacts*> pods;
    for (const auto& [name, pod] : pods_) {
        if (newest != nullptr && pod.service == rollout.service && !pod.is_leaving
            && pod.revision == newest->revision) {
            pods.push_back(&pod);
        }
    }
    return pods;
}

std::optional<Trouble> RolloutCase::trouble_of_pod(const PodFacts& pod) const {
    auto trouble = trouble_of(pod);
    if (const auto event = pod_events_.find(pod.name); !trouble && event != pod_events_.end()) {
        return event->second;
    }
    // Why a volume is not there, its claim knows.
    if (trouble && !trouble->is_final && !pod.unschedulable.empty()) {
        for (const std::string& claim : pod.claims) {
            if (const auto event = claim_events_.find(claim); event != claim_events_.end()) {
                return event->second;
            }
        }
    }
    return trouble;
}

std::optional<Trouble> RolloutCase::trouble_of_one(const RolloutFacts& rollout) const {
    if (!rollout.is_seen || rollout.is_done()) {
        return std::nullopt;
    }
    std::optional<Trouble> passing;
    if (rollout.updated > 0) {
        for (const PodFacts* pod : newest_pods(rollout)) {
            const auto trouble = trouble_of_pod(*pod);
            if (trouble && trouble->is_final) {
                return trouble;
            }
            passing = passing ? passing : trouble;
        }
    }
    if (!rollout.failure.empty()) {
        if (auto refused =
                trouble_of(EventFacts{.reason = "FailedCreate", .message = rollout.failure});
            refused && refused->is_final) {
            return refused;
        }
        return Trouble{.cause = rollout.failure};
    }
    return passing;
}

std::optional<Trouble> RolloutCase::trouble() const {
    for (const auto& [key, rollout] : rollouts_) {
        if (auto trouble = trouble_of_one(rollout); trouble && trouble->is_final) {
            trouble->cause = fmt::format("'{}': {}", rollout.name, trouble->cause);
            return trouble;
        }
    }
    return std::nullopt;
}

std::string RolloutCase::progress() const {
    std::size_t done = 0;
    std::string waiting;
    for (const auto& [key, rollout] : rollouts_) {
        if (rollout.is_done()) {
            ++done;
            continue;
        }
        waiting += fmt::format(
            "; {}: {} of {} pods ready",
            rollout.name,
            std::min(rollout.ready, rollout.updated),
            rollout.wanted);
        if (const auto trouble = trouble_of_one(rollout)) {
            waiting += ", " + trouble->cause;
        }
    }
    return fmt::format("{} of {} available{}", done, rollouts_.size(), waiting);
}

std::vector<std::string> RolloutCase::newly_done() {
    std::vector<std::string> names;
    for (const auto& [key, rollout] : rollouts_) {
        bool& told = told_[key];
        if (rollout.is_done() && !told) {
            names.push_back(rollout.name);
        }
        told = rollout.is_done();
    }
    return names;
}

}  // namespace tutor::k8s
