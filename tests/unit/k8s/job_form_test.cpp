// SPDX-License-Identifier: Apache-2.0

#include "k8s/job_form.hpp"

#include "documents.hpp"
#include "k8s/internal/document.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <set>

namespace tutor::k8s {
namespace {

using Manifests = std::vector<kustomize::Resource>;

kustomize::Resource form(std::string_view name, std::string_view container = "{name: c}") {
    return {
        .document = object(
            "{apiVersion: batch/v1, kind: Job, metadata: {name: " + std::string(name)
            + ", labels: {app.kubernetes.io/managed-by: tutor}},"
              " spec: {template: {spec: {containers: ["
            + std::string(container) + "]}}}}"),
        .where = {.source = "k8s/jobs.yml", .line = 3}};
}

std::string container_of(const value::Dict& job) {
    return value::repr(internal::items_at(job, {"spec", "template", "spec", "containers"}).front());
}

std::string message_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what() + std::string("; ") + error.info().hint;
    }
    return "no error";
}

}  // namespace

TEST_CASE("a task runs through the image's entrypoint") {
    const Manifests manifests{form("lms-job", "{name: c, args: [old]}")};
    const value::Dict job = make_job(manifests, "lms", "lms-job-1", "echo hi");
    CHECK(container_of(job) == "{'name': 'c', 'args': ['sh', '-e', '-c', 'echo hi']}");
    CHECK(internal::text_at(job, {"metadata", "name"}) == "lms-job-1");
    CHECK(internal::text_at(job, {"metadata", "labels", "app.kubernetes.io/name"}) == "lms-job-1");
    CHECK(
        internal::text_at(job, {"metadata", "labels", "app.kubernetes.io/managed-by"}) == "tutor");
    CHECK(internal::integer_at(job, {"spec", "backoffLimit"}) == 1);
    CHECK(internal::integer_at(job, {"spec", "ttlSecondsAfterFinished"}) == 3600);
}

TEST_CASE("an empty command bypasses the entrypoint") {
    const Manifests manifests{form("x-job", "{name: c, command: []}")};
    CHECK(
        container_of(make_job(manifests, "x", "n", "ls"))
        == "{'name': 'c', 'command': ['sh', '-e', '-c'], 'args': ['ls']}");
}

TEST_CASE("another command stays") {
    const Manifests manifests{form("x-job", "{name: c, command: [run]}")};
    CHECK(
        container_of(make_job(manifests, "x", "n", "ls"))
        == "{'name': 'c', 'command': ['run'], 'args': ['sh', '-e', '-c', 'ls']}");
}

TEST_CASE("the form itself is not changed") {
    const Manifests manifests{form("lms-job")};
    make_job(manifests, "lms", "lms-job-1", "ls");
    CHECK(container_of(manifests.front().document) == "{'name': 'c'}");
    CHECK(internal::text_at(manifests.front().document, {"metadata", "name"}) == "lms-job");
}

TEST_CASE("a service without a form is an error with advice") {
    const Manifests manifests{form("lms-job"), form("discovery-job")};
    CHECK(job_services(manifests) == std::vector<std::string>{"lms", "discovery"});
    CHECK(
        message_of([&] { make_job(manifests, "discover", "n", ""); })
        == "could not find job 'discover-job'; did you mean 'discovery'?");
    CHECK(
        message_of([&] { make_job(manifests, "forum", "n", ""); }).find("patch 'k8s-jobs'")
        != std::string::npos);
    const Manifests empty{form("x-job", "")};
    CHECK(message_of([&] {
              make_job(empty, "x", "n", "");
          }).starts_with("job 'x-job' has no container"));
}

TEST_CASE("names never collide and fit into labels") {
    std::set<std::string> names;
    for (int i = 0; i < 50; ++i) {
        names.insert(unique_job_name("lms"));
    }
    CHECK(names.size() == 50);
    CHECK(names.begin()->starts_with("lms-job-20"));
    const std::string longest = unique_job_name(std::string(80, 'a'));
    CHECK(longest.size() == 63);
    CHECK(longest.find("-job-20") != std::string::npos);
    for (const char c : longest) {
        CHECK((c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')));
    }
}

}  // namespace tutor::k8s
