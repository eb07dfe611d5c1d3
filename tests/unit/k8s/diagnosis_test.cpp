// SPDX-License-Identifier: Apache-2.0

#include "k8s/diagnosis.hpp"

#include "documents.hpp"

#include <doctest/doctest.h>

namespace tutor::k8s {
namespace {

// A pod whose only container, of image "x:1", has this state.
PodFacts pod_with(std::string_view state, std::string_view phase = "Pending") {
    return pod_facts(document(
        "{metadata: {name: p}, spec: {containers: [{name: lms, image: 'x:1'}]},"
        " status: {phase: "
        + std::string(phase) + ", containerStatuses: [{name: lms, image: 'docker.io/x:1', "
        + std::string(state) + "}]}}"));
}

EventFacts event(std::string_view reason, std::string_view message) {
    return {
        .kind = "Pod", .name = "p", .reason = std::string(reason), .message = std::string(message)};
}

std::string cause(const std::optional<Trouble>& trouble) {
    return trouble ? trouble->cause : "none";
}

}  // namespace

TEST_CASE("an image that cannot be pulled is named as it was written, with the reason") {
    const auto trouble = trouble_of(pod_with(
        "state: {waiting: {reason: ErrImagePull, message: 'rpc error: code = Unknown desc = Error"
        " response from daemon: pull access denied for x'}}"));
    CHECK(cause(trouble) == "image 'x:1' cannot be pulled: pull access denied for x");
    CHECK(trouble->is_final);
    CHECK(
        cause(trouble_of(pod_with(
            "state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image'}}")))
        == "image 'x:1' cannot be pulled");
    CHECK(trouble_of(pod_with("state: {waiting: {reason: InvalidImageName}}"))->is_final);
    CHECK(trouble_of(pod_with("state: {waiting: {reason: ErrImageNeverPull}}"))->is_final);
}

TEST_CASE("a pod on its way is no trouble") {
    CHECK_FALSE(trouble_of(pod_with("state: {waiting: {reason: ContainerCreating}}")));
    CHECK_FALSE(trouble_of(pod_with("state: {waiting: {reason: PodInitializing}}")));
    CHECK_FALSE(trouble_of(pod_with("state: {running: {startedAt: x}}", "Running")));
    CHECK_FALSE(trouble_of(pod_with("state: {terminated: {exitCode: 0}}", "Succeeded")));
    CHECK_FALSE(trouble_of(pod_facts(document("{}"))));
    CHECK_FALSE(trouble_of(pod_facts(document("[1]"))));
}

TEST_CASE("a crash loop tells how the container ended last") {
    const auto crash = trouble_of(pod_with(
        "restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},"
        " lastState: {terminated: {exitCode: 7, reason: Error}}",
        "Running"));
    CHECK(cause(crash) == "container 'lms' crashes again and again: it ended with status 7");
    CHECK(crash->is_crash);
    CHECK(
        cause(trouble_of(pod_with("state: {waiting: {reason: CrashLoopBackOff}},"
                                  " lastState: {terminated: {exitCode: 137, reason: OOMKilled}}")))
        == "container 'lms' crashes again and again: it used more memory than it may");
}

TEST_CASE("a config map that is missing keeps a container from being configured") {
    const auto missing = trouble_of(pod_with(
        "state: {waiting: {reason: CreateContainerConfigError, message: 'configmap \"c\" not"
        " found'}}"));
    CHECK(cause(missing) == "container 'lms' cannot be configured: configmap \"c\" not found");
    CHECK(missing->hint.find("tutor k8s start") != std::string::npos);
    CHECK(missing->is_final);
    const auto late = trouble_of(pod_with(
        "state: {waiting: {reason: CreateContainerConfigError, message: 'failed to sync configmap"
        " cache: timed out waiting for the condition'}}"));
    CHECK_FALSE(late->is_final);
}

TEST_CASE("a pod that no node takes") {
    const auto pod = [](std::string_view message) {
        return pod_facts(document(
            "{status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False',"
            " reason: Unschedulable, message: '"
            + std::string(message) + "'}]}}"));
    };
    const auto memory = trouble_of(pod("0/1 nodes are available: 1 Insufficient memory."));
    CHECK(
        cause(memory)
        == "no node can take the pod: 0/1 nodes are available: 1 Insufficient memory.");
    CHECK(memory->is_final);
    CHECK_FALSE(trouble_of(pod("0/1 nodes are available: 1 pod has unbound immediate"
                               " PersistentVolumeClaims."))
                    ->is_final);
    CHECK_FALSE(trouble_of(pod("1 node(s) had taint {node.kubernetes.io/not-ready: }"))->is_final);
    const auto claim = trouble_of(pod("persistentvolumeclaim \"data\" not found"));
    CHECK(cause(claim) == "a volume is missing: persistentvolumeclaim \"data\" not found");
    CHECK(claim->is_final);
}

TEST_CASE("how the container of a failed pod ended") {
    const PodFacts failed = pod_with("state: {terminated: {exitCode: 3, reason: Error}}", "Failed");
    CHECK(failed_container(failed)->status == 3);
    CHECK(cause(trouble_of(failed)) == "container 'lms' ended with status 3");
    const PodFacts memory =
        pod_with("state: {terminated: {exitCode: 137, reason: OOMKilled}}", "Failed");
    CHECK(failed_container(memory)->status == 137);
    CHECK(
        cause(trouble_of(memory)) == "container 'lms' was killed: it used more memory than it may");
    CHECK(
        cause(trouble_of(pod_with(
            "state: {terminated: {exitCode: 127, reason: ContainerCannotRun, message: 'exec: x:"
            " not found'}}",
            "Failed")))
        == "container 'lms' cannot be started: exec: x: not found");
    const PodFacts evicted = pod_facts(document(
        "{status: {phase: Failed, reason: Evicted, message: 'The node was low on memory.'}}"));
    CHECK(cause(trouble_of(evicted)) == "the pod failed (Evicted): The node was low on memory.");
    CHECK_FALSE(failed_container(evicted));
}

TEST_CASE("events tell what no status does") {
    const auto quota = trouble_of(event(
        "FailedCreate",
        "Error creating: pods \"x\" is forbidden: exceeded quota: small, requested: pods=1"));
    CHECK(cause(quota).starts_with("the namespace's quota does not allow a pod: "));
    CHECK(quota->is_final);
    const auto account = trouble_of(event(
        "FailedCreate", "Error creating: pods \"x\" is forbidden: service account x not found"));
    CHECK(cause(account).starts_with("the cluster does not allow the pod: "));
    CHECK(account->is_final);
    CHECK_FALSE(trouble_of(event("FailedCreate", "Error creating: etcd: timeout"))->is_final);
    const auto mount = trouble_of(
        event("FailedMount", "MountVolume.SetUp failed for volume \"v\" : secret \"s\" not found"));
    CHECK(
        cause(mount)
        == "a volume cannot be mounted: MountVolume.SetUp failed for volume \"v\" : secret \"s\" "
           "not found");
    CHECK(mount->is_final);
    CHECK_FALSE(
        trouble_of(event("FailedMount", "Unable to attach: timed out waiting for the condition"))
            ->is_final);
    CHECK(trouble_of(event("FailedScheduling", "1 Insufficient cpu."))->is_final);
    CHECK_FALSE(trouble_of(event("Scheduled", "Successfully assigned")));
    CHECK_FALSE(trouble_of(event("Pulling", "Pulling image")));
}

TEST_CASE("what a job says of its failure") {
    const auto job = [](std::string_view reason) {
        return job_facts(document(
            "{status: {conditions: [{type: Failed, status: 'True', reason: " + std::string(reason)
            + ", message: because}]}}"));
    };
    CHECK(job("DeadlineExceeded").has_failed);
    CHECK(failure_of(job("DeadlineExceeded")).find("activeDeadlineSeconds") != std::string::npos);
    CHECK(failure_of(job("BackoffLimitExceeded")) == "it failed as often as it may be tried");
    CHECK(failure_of(job("PodFailurePolicy")) == "PodFailurePolicy: because");
    CHECK_FALSE(job_facts(document("{status: {conditions: [{type: Failed, status: 'False'}]}}"))
                    .has_failed);
}

}  // namespace tutor::k8s
