// SPDX-License-Identifier: Apache-2.0

#include "k8s/job_case.hpp"

#include <doctest/doctest.h>

namespace tutor::k8s {
namespace {

using State = ContainerFacts::State;

JobFacts running_job() {
    return {.name = "j", .uid = "1", .active = 1};
}

JobFacts complete_job() {
    return {.name = "j", .is_complete = true};
}

JobFacts failed_job(std::string reason = "BackoffLimitExceeded") {
    return {.name = "j", .has_failed = true, .reason = std::move(reason)};
}

PodFacts pod(std::string name, std::string phase, ContainerFacts container) {
    PodFacts facts{.name = std::move(name), .phase = std::move(phase)};
    container.name = "lms";
    container.image = "x:1";
    facts.containers.push_back(std::move(container));
    return facts;
}

PodFacts running_pod(std::string name = "j-1") {
    return pod(std::move(name), "Running", {.state = State::running});
}

PodFacts ended_pod(std::string name, int status, std::string reason = "Error") {
    return pod(
        std::move(name),
        status == 0 ? "Succeeded" : "Failed",
        {.state = State::terminated, .reason = std::move(reason), .exit_status = status});
}

PodFacts waiting_pod(std::string reason, std::string message = {}) {
    return pod(
        "j-1",
        "Pending",
        {.state = State::waiting, .reason = std::move(reason), .message = std::move(message)});
}

}  // namespace

TEST_CASE("a job that completes has succeeded, whatever went before") {
    JobCase job("j");
    job.note(running_job());
    job.note(running_pod());
    CHECK_FALSE(job.verdict());
    job.note(ended_pod("j-1", 1));
    CHECK_FALSE(job.verdict());  // the cluster tries again
    CHECK(job.new_notices() == std::vector<std::string>{"container 'lms' ended with status 1"});
    job.note(ended_pod("j-2", 0));
    job.note(complete_job());
    CHECK(job.verdict()->status == 0);
    CHECK(job.verdict()->is_over);
}

TEST_CASE("a failed job has the status and the cause of its last pod") {
    JobCase job("j");
    job.note(running_job());
    job.note(ended_pod("j-1", 1));
    job.note(ended_pod("j-2", 137, "OOMKilled"));
    job.note(failed_job());
    CHECK(job.verdict()->status == 137);
    CHECK(job.verdict()->cause == "container 'lms' was killed: it used more memory than it may");
    CHECK(job.verdict()->is_over);
}

TEST_CASE("a failure that no pod has explained yet wants the pods") {
    JobCase job("j");
    job.note(failed_job());
    CHECK(job.wants_pods());
    CHECK(job.verdict()->cause == "it failed as often as it may be tried");
    job.note(ended_pod("j-1", 3));
    CHECK_FALSE(job.wants_pods());
    CHECK(job.verdict()->cause == "container 'lms' ended with status 3");
}

TEST_CASE("how a container ended is remembered when its pod is gone") {
    JobCase job("j");
    PodFacts again = running_pod();
    again.containers.front().restarts = 1;
    again.containers.front().last_exit_status = 4;
    job.note(again);
    CHECK(job.has_running_container());
    again.is_gone = true;
    job.note(again);
    job.note(failed_job());
    CHECK(job.verdict()->status == 4);
    CHECK(job.verdict()->cause == "container 'lms' ended with status 4");
}

TEST_CASE("a deadline is told beside what the pod says") {
    JobCase job("j");
    job.note(ended_pod("j-1", 143));
    job.note(failed_job("DeadlineExceeded"));
    CHECK(job.verdict()->cause.find("activeDeadlineSeconds") != std::string::npos);
    CHECK(job.verdict()->cause.find("status 143") != std::string::npos);
}

TEST_CASE("what cannot start is judged at once, and is not over") {
    JobCase job("j");
    job.note(running_job());
    job.note(waiting_pod("ErrImagePull", "no such image"));
    REQUIRE(job.verdict());
    CHECK(job.verdict()->cause == "image 'x:1' cannot be pulled: no such image");
    CHECK_FALSE(job.verdict()->is_over);
    CHECK(job.verdict()->status == 1);
}

TEST_CASE("the reason for a missing image is remembered") {
    JobCase job("j");
    PodFacts old = waiting_pod("ErrImagePull", "no such image");
    old.is_leaving = true;
    job.note(old);
    CHECK_FALSE(job.verdict());
    job.note(waiting_pod("ImagePullBackOff", "Back-off pulling image \"x:1\""));
    CHECK(job.verdict()->cause == "image 'x:1' cannot be pulled: no such image");
}

TEST_CASE("a container that crashes is left to the job's own limit") {
    JobCase job("j");
    job.note(running_job());
    job.note(waiting_pod("CrashLoopBackOff"));
    CHECK_FALSE(job.verdict());
    CHECK(job.new_notices().size() == 1);
}

TEST_CASE("events count for this job and its pods only") {
    JobCase job("j");
    job.note(running_job());
    const std::string message = "pods \"j-1\" is forbidden: exceeded quota: q";
    job.note(
        EventFacts{.kind = "Job", .name = "other", .reason = "FailedCreate", .message = message});
    job.note(
        EventFacts{.kind = "Pod", .name = "jj-1", .reason = "FailedMount", .message = "not found"});
    CHECK_FALSE(job.verdict());
    job.note(EventFacts{.kind = "Job", .name = "j", .reason = "FailedCreate", .message = message});
    REQUIRE(job.verdict());
    CHECK(job.verdict()->cause.find("quota") != std::string::npos);
    CHECK_FALSE(job.verdict()->is_over);
}

TEST_CASE("a job that is deleted has failed, unless it had ended") {
    JobCase running("j");
    running.note(running_job());
    running.note_gone();
    CHECK(running.verdict()->cause == "somebody deleted the job while it ran");
    JobCase done("j");
    done.note(complete_job());
    done.note_gone();
    CHECK(done.verdict()->status == 0);
    JobCase never_seen("j");
    never_seen.note_gone();
    CHECK(never_seen.verdict()->status == 1);
}

TEST_CASE("every run of every container is read once") {
    JobCase job("j");
    PodFacts first = running_pod("j-1");
    first.containers.insert(
        first.containers.begin(),
        ContainerFacts{.name = "prepare", .is_init = true, .state = State::terminated});
    job.note(first);
    job.note(first);
    CHECK(
        job.new_log_sources() == std::vector<LogSource>{{"j-1", "prepare", 0}, {"j-1", "lms", 0}});
    CHECK(job.new_log_sources().empty());
    job.note(running_pod("j-2"));
    CHECK(job.new_log_sources() == std::vector<LogSource>{{"j-2", "lms", 0}});
    PodFacts again = running_pod("j-2");
    again.containers.front().restarts = 1;
    job.note(again);
    CHECK(job.new_log_sources() == std::vector<LogSource>{{"j-2", "lms", 1}});
}

TEST_CASE("a suspended job says so") {
    JobCase job("j");
    JobFacts suspended = running_job();
    suspended.is_suspended = true;
    job.note(suspended);
    CHECK(job.new_notices().size() == 1);
    CHECK(job.obstacle() == "it is suspended");
    CHECK_FALSE(job.verdict());
}

TEST_CASE("what a job waits for") {
    JobCase job("j");
    CHECK(job.obstacle() == "no pod has been made yet");
    job.note(running_pod());
    CHECK(job.obstacle().empty());
}

}  // namespace tutor::k8s
