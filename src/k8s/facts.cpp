// SPDX-License-Identifier: Apache-2.0

#include "k8s/facts.hpp"

#include "k8s/internal/document.hpp"

namespace tutor::k8s {
namespace {

using internal::find;
using internal::flag_at;
using internal::integer_at;
using internal::item_named;
using internal::items_at;
using internal::text_at;
using value::Value;

constexpr std::string_view name_label = "app.kubernetes.io/name";

int number_at(const Value& document, internal::Path path) {
    return static_cast<int>(integer_at(document, path));
}

ContainerFacts container_facts(const Value& status, bool is_init) {
    ContainerFacts facts{
        .name = text_at(status, {"name"}),
        .image = text_at(status, {"image"}),
        .is_init = is_init,
        .is_ready = flag_at(status, {"ready"}),
        .restarts = number_at(status, {"restartCount"})};
    const auto take = [&](const Value& state, ContainerFacts::State kind) {
        facts.state = kind;
        facts.reason = text_at(state, {"reason"});
        facts.message = text_at(state, {"message"});
        facts.exit_status = number_at(state, {"exitCode"});
    };
    if (const auto waiting = find(status, {"state", "waiting"})) {
        take(*waiting, ContainerFacts::State::waiting);
    } else if (const auto running = find(status, {"state", "running"})) {
        take(*running, ContainerFacts::State::running);
    } else if (const auto terminated = find(status, {"state", "terminated"})) {
        take(*terminated, ContainerFacts::State::terminated);
    }
    if (const auto last = find(status, {"lastState", "terminated"})) {
        facts.last_exit_status = number_at(*last, {"exitCode"});
        facts.last_reason = text_at(*last, {"reason"});
    }
    return facts;
}

bool is_true(const std::vector<Value>& conditions, std::string_view type) {
    const auto condition = item_named(conditions, "type", type);
    return condition && text_at(*condition, {"status"}) == "True";
}

// Images as the user wrote them: the node reports them with their registry.
std::string written_image(const Value& pod, const ContainerFacts& container) {
    const auto spec = item_named(
        items_at(pod, {"spec", container.is_init ? "initContainers" : "containers"}),
        "name",
        container.name);
    const std::string image = spec ? text_at(*spec, {"image"}) : "";
    return image.empty() ? container.image : image;
}

}  // namespace

PodFacts pod_facts(const Value& document) {
    PodFacts facts{
        .name = text_at(document, {"metadata", "name"}),
        .uid = text_at(document, {"metadata", "uid"}),
        .phase = text_at(document, {"status", "phase"}),
        .reason = text_at(document, {"status", "reason"}),
        .message = text_at(document, {"status", "message"}),
        .is_leaving = find(document, {"metadata", "deletionTimestamp"}).has_value(),
        .service = text_at(document, {"metadata", "labels", name_label}),
        .revision = text_at(document, {"metadata", "labels", "pod-template-hash"}),
        .created = text_at(document, {"metadata", "creationTimestamp"})};
    if (facts.revision.empty()) {
        facts.revision = text_at(document, {"metadata", "labels", "controller-revision-hash"});
    }
    const std::vector<Value> conditions = items_at(document, {"status", "conditions"});
    facts.is_ready = is_true(conditions, "Ready");
    if (const auto scheduled = item_named(conditions, "type", "PodScheduled"); scheduled
        && text_at(*scheduled, {"status"}) == "False"
        && text_at(*scheduled, {"reason"}) == "Unschedulable") {
        facts.unschedulable = text_at(*scheduled, {"message"});
        if (facts.unschedulable.empty()) {
            facts.unschedulable = "no node takes it";
        }
    }
    for (const Value& volume : items_at(document, {"spec", "volumes"})) {
        const std::string claim = text_at(volume, {"persistentVolumeClaim", "claimName"});
        if (!claim.empty()) {
            facts.claims.push_back(claim);
        }
    }
    for (const bool is_init : {true, false}) {
        for (const Value& status : items_at(
                 document, {"status", is_init ? "initContainerStatuses" : "containerStatuses"})) {
            facts.containers.push_back(container_facts(status, is_init));
            facts.containers.back().image = written_image(document, facts.containers.back());
        }
    }
    return facts;
}

JobFacts job_facts(const Value& document) {
    JobFacts facts{
        .name = text_at(document, {"metadata", "name"}),
        .uid = text_at(document, {"metadata", "uid"}),
        .active = number_at(document, {"status", "active"}),
        .is_suspended = flag_at(document, {"spec", "suspend"})};
    const std::vector<Value> conditions = items_at(document, {"status", "conditions"});
    facts.is_complete = is_true(conditions, "Complete");
    facts.has_failed = is_true(conditions, "Failed");
    if (facts.has_failed) {
        const auto failed = item_named(conditions, "type", "Failed");
        facts.reason = text_at(*failed, {"reason"});
        facts.message = text_at(*failed, {"message"});
    }
    return facts;
}

EventFacts event_facts(const Value& document) {
    return {
        .kind = text_at(document, {"involvedObject", "kind"}),
        .name = text_at(document, {"involvedObject", "name"}),
        .uid = text_at(document, {"involvedObject", "uid"}),
        .reason = text_at(document, {"reason"}),
        .message = text_at(document, {"message"})};
}

RolloutFacts rollout_facts(const Value& document) {
    const std::string kind = text_at(document, {"kind"});
    RolloutFacts facts{
        .kind = kind,
        .name = text_at(document, {"metadata", "name"}),
        .service = text_at(document, {"metadata", "labels", name_label})};
    facts.is_seen = integer_at(document, {"status", "observedGeneration"})
        >= integer_at(document, {"metadata", "generation"});
    if (kind == "DaemonSet") {
        facts.wanted = number_at(document, {"status", "desiredNumberScheduled"});
        facts.updated = number_at(document, {"status", "updatedNumberScheduled"});
        facts.ready = number_at(document, {"status", "numberAvailable"});
        facts.existing = number_at(document, {"status", "currentNumberScheduled"});
        return facts;
    }
    const auto replicas = find(document, {"spec", "replicas"});
    facts.wanted = replicas ? number_at(document, {"spec", "replicas"}) : 1;
    facts.updated = number_at(document, {"status", "updatedReplicas"});
    facts.ready = number_at(
        document, {"status", kind == "StatefulSet" ? "readyReplicas" : "availableReplicas"});
    facts.existing = number_at(document, {"status", "replicas"});
    const std::vector<Value> conditions = items_at(document, {"status", "conditions"});
    if (is_true(conditions, "ReplicaFailure")) {
        facts.failure = text_at(*item_named(conditions, "type", "ReplicaFailure"), {"message"});
    }
    const auto progressing = item_named(conditions, "type", "Progressing");
    if (facts.failure.empty() && progressing
        && text_at(*progressing, {"reason"}) == "ProgressDeadlineExceeded") {
        facts.failure = text_at(*progressing, {"message"});
    }
    return facts;
}

}  // namespace tutor::k8s
