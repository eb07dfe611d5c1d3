// SPDX-License-Identifier: Apache-2.0

#include "k8s/rollout_case.hpp"

#include "documents.hpp"

#include <doctest/doctest.h>

namespace tutor::k8s {
namespace {

RolloutFacts deployment(std::string name, int updated, int ready, int existing = 1) {
    return {
        .kind = "Deployment",
        .name = name,
        .service = name,
        .is_seen = true,
        .wanted = 1,
        .updated = updated,
        .ready = ready,
        .existing = existing};
}

PodFacts pod(std::string name, std::string service, std::string revision, std::string created) {
    return {
        .name = std::move(name),
        .phase = "Pending",
        .service = std::move(service),
        .revision = std::move(revision),
        .created = std::move(created)};
}

PodFacts without_image(PodFacts facts) {
    facts.containers.push_back(
        {.name = "c",
         .image = "x:1",
         .state = ContainerFacts::State::waiting,
         .reason = "ErrImagePull"});
    return facts;
}

}  // namespace

TEST_CASE("a rollout is done when all pods are new and ready") {
    const auto read = [](std::string_view status) {
        return rollout_facts(document(
            "{kind: Deployment, metadata: {name: lms, generation: 2}, spec: {replicas: 2}, status: "
            + std::string(status) + "}"));
    };
    CHECK(read("{observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2, replicas: 2}")
              .is_done());
    CHECK_FALSE(
        read("{observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2, replicas: 2}")
            .is_done());
    CHECK_FALSE(
        read("{observedGeneration: 2, updatedReplicas: 1, availableReplicas: 2, replicas: 2}")
            .is_done());
    CHECK_FALSE(
        read("{observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2, replicas: 3}")
            .is_done());
    CHECK(rollout_facts(document("{kind: Deployment, metadata: {name: x, generation: 1},"
                                 " spec: {replicas: 0}, status: {observedGeneration: 1}}"))
              .is_done());
}

TEST_CASE("all deployments count, and each is told once") {
    RolloutCase rollouts;
    CHECK(rollouts.is_empty());
    rollouts.note(deployment("lms", 1, 1));
    rollouts.note(deployment("mysql", 1, 0));
    CHECK_FALSE(rollouts.is_done());
    CHECK(rollouts.progress() == "1 of 2 available; mysql: 0 of 1 pods ready");
    CHECK(rollouts.newly_done() == std::vector<std::string>{"lms"});
    CHECK(rollouts.newly_done().empty());
    rollouts.note(deployment("mysql", 1, 1));
    CHECK(rollouts.is_done());
}

TEST_CASE("the trouble of the newest pods counts, not that of the ones they replace") {
    RolloutCase rollouts;
    rollouts.note(deployment("lms", 1, 0, 2));
    rollouts.note(without_image(pod("lms-a-1", "lms", "a", "2024-01-01T00:00:00Z")));
    rollouts.note(pod("lms-b-1", "lms", "b", "2024-01-01T00:01:00Z"));
    CHECK_FALSE(rollouts.trouble());
    rollouts.note(without_image(pod("lms-b-1", "lms", "b", "2024-01-01T00:01:00Z")));
    REQUIRE(rollouts.trouble());
    CHECK(rollouts.trouble()->cause == "'lms': image 'x:1' cannot be pulled");
}

TEST_CASE("trouble waits until the controller has seen the last change") {
    RolloutCase rollouts;
    RolloutFacts unseen = deployment("lms", 1, 0);
    unseen.is_seen = false;
    rollouts.note(unseen);
    rollouts.note(without_image(pod("lms-a-1", "lms", "a", "2024-01-01T00:00:00Z")));
    CHECK_FALSE(rollouts.trouble());
}

TEST_CASE("pods of another service with a similar name are not looked at") {
    RolloutCase rollouts;
    rollouts.note(deployment("lms", 1, 0));
    rollouts.note(without_image(pod("lms-worker-a-1", "lms-worker", "a", "2024-01-01T00:00:00Z")));
    CHECK_FALSE(rollouts.trouble());
}

TEST_CASE("a quota shows in the deployment's own condition") {
    RolloutCase rollouts;
    RolloutFacts refused = deployment("lms", 0, 0, 0);
    refused.failure = "pods \"lms-1\" is forbidden: exceeded quota: small";
    rollouts.note(refused);
    REQUIRE(rollouts.trouble());
    CHECK(rollouts.trouble()->cause.find("quota does not allow") != std::string::npos);
}

TEST_CASE("events count until the pod has started") {
    RolloutCase rollouts;
    rollouts.note(deployment("lms", 1, 0));
    const PodFacts waiting = pod("lms-a-1", "lms", "a", "2024-01-01T00:00:00Z");
    rollouts.note(waiting);
    rollouts.note(EventFacts{
        .kind = "Pod",
        .name = "lms-a-1",
        .reason = "FailedMount",
        .message = "configmap \"c\" not found"});
    CHECK(rollouts.trouble());
    PodFacts started = waiting;
    started.containers.push_back({.name = "c", .state = ContainerFacts::State::running});
    rollouts.note(started);
    CHECK_FALSE(rollouts.trouble());
}

TEST_CASE("what may pass is told but not judged") {
    RolloutCase rollouts;
    rollouts.note(deployment("mysql", 1, 0));
    PodFacts unbound = pod("mysql-a-1", "mysql", "a", "2024-01-01T00:00:00Z");
    unbound.unschedulable = "1 pod has unbound immediate PersistentVolumeClaims.";
    rollouts.note(unbound);
    CHECK_FALSE(rollouts.trouble());
    CHECK(
        rollouts.progress()
        == "0 of 1 available; mysql: 0 of 1 pods ready, its volume is not there yet");
    rollouts.note(EventFacts{
        .kind = "PersistentVolumeClaim",
        .name = "other",
        .reason = "FailedBinding",
        .message = "no storage class is set"});
    CHECK_FALSE(rollouts.trouble());
    unbound.claims = {"mysql"};
    rollouts.note(unbound);
    rollouts.note(EventFacts{
        .kind = "PersistentVolumeClaim",
        .name = "mysql",
        .reason = "FailedBinding",
        .message = "no persistent volumes available for this claim and no storage class is set"});
    REQUIRE(rollouts.trouble());
    CHECK(rollouts.trouble()->cause.starts_with("'mysql': volume 'mysql' cannot be made: "));
}

}  // namespace tutor::k8s
