// SPDX-License-Identifier: Apache-2.0

#include "k8s/status.hpp"

#include "documents.hpp"

#include <doctest/doctest.h>

namespace tutor::k8s {
namespace {

using Row = std::vector<std::string>;

Row row_of(std::string_view kind, std::string_view text) {
    constexpr std::int64_t noon = 1704110400;  // 2024-01-01T12:00:00Z
    return table_of(kind, {object(text)}, noon).rows.at(1);
}

}  // namespace

TEST_CASE("ages are as short as kubectl's") {
    CHECK(age_text(-3) == "0s");
    CHECK(age_text(0) == "0s");
    CHECK(age_text(119) == "119s");
    CHECK(age_text(120) == "2m");
    CHECK(age_text(125) == "2m5s");
    CHECK(age_text(3599) == "59m");
    CHECK(age_text(3 * 3600 + 60) == "3h1m");
    CHECK(age_text(30 * 3600) == "30h");
    CHECK(age_text(3 * 86400 + 7200) == "3d2h");
    CHECK(age_text(400 * 86400) == "400d");
}

TEST_CASE("times of the API") {
    CHECK(parse_time("1970-01-02T00:00:01Z") == 86401);
    CHECK(parse_time("1970-01-02T00:00:01.123456Z") == 86401);
    CHECK_FALSE(parse_time(""));
    CHECK_FALSE(parse_time("yesterday"));
    CHECK_FALSE(parse_time("1970-01-02"));
}

TEST_CASE("pods show what they wait for") {
    CHECK(
        row_of(
            "Pod",
            "{metadata: {name: lms-1, creationTimestamp: '2024-01-01T11:59:00Z'},"
            " spec: {containers: [{name: a}, {name: b}]}, status: {phase: Running,"
            " containerStatuses: [{name: a, ready: true, restartCount: 2, state:"
            " {running: {}}}, {name: b, ready: false, restartCount: 1, state: {waiting:"
            " {reason: CrashLoopBackOff}}}]}}")
        == Row{"pod/lms-1", "1/2", "CrashLoopBackOff", "3", "60s"});
    CHECK(
        row_of("Pod", "{metadata: {name: p, deletionTimestamp: x}, status: {phase: Running}}")
        == Row{"pod/p", "0/0", "Terminating", "0", "<unknown>"});
    CHECK(
        row_of(
            "Pod",
            "{metadata: {name: p}, status: {phase: Pending, initContainerStatuses:"
            " [{name: i, state: {waiting: {reason: ErrImagePull}}}]}}")[2]
        == "Init:ErrImagePull");
    CHECK(
        row_of("Pod", "{metadata: {name: p}, status: {phase: Failed, reason: Evicted}}")[2]
        == "Evicted");
}

TEST_CASE("services show their ports and addresses") {
    CHECK(
        row_of(
            "Service",
            "{metadata: {name: caddy}, spec: {type: LoadBalancer, clusterIP: 10.0.0.1,"
            " ports: [{port: 80, nodePort: 30080, protocol: TCP}, {port: 443,"
            " protocol: UDP}]}}")
        == Row{
            "service/caddy",
            "LoadBalancer",
            "10.0.0.1",
            "<pending>",
            "80:30080/TCP,443/UDP",
            "<unknown>"});
    CHECK(
        row_of(
            "Service",
            "{metadata: {name: caddy}, spec: {type: LoadBalancer}, status:"
            " {loadBalancer: {ingress: [{ip: 1.2.3.4}, {hostname: a.b}]}}}")[3]
        == "1.2.3.4,a.b");
}

TEST_CASE("deployments and jobs") {
    CHECK(
        row_of(
            "Deployment",
            "{metadata: {name: lms}, spec: {replicas: 2}, status: {readyReplicas: 1,"
            " updatedReplicas: 2, availableReplicas: 1}}")
        == Row{"deployment/lms", "1/2", "2", "1", "<unknown>"});
    CHECK(
        row_of(
            "Job",
            "{metadata: {name: j}, status: {startTime: '2024-01-01T11:00:00Z',"
            " completionTime: '2024-01-01T11:00:42Z', conditions: [{type: Complete,"
            " status: 'True'}]}}")
        == Row{"job/j", "Complete", "42s", "<unknown>"});
    CHECK(row_of("Job", "{metadata: {name: j}, status: {active: 1}}")[1] == "Running");
}

TEST_CASE("troubles of pods are told, not of those that leave") {
    const value::Dict broken = object(
        "{metadata: {name: p}, spec: {containers: [{name: c, image: x}]}, status: {phase: Pending,"
        " containerStatuses: [{name: c, state: {waiting: {reason: ErrImagePull}}}]}}");
    CHECK(troubles({broken}) == Row{"pod/p: image 'x' cannot be pulled"});
    const value::Dict metadata = broken.find("metadata")->as_dict();
    value::Dict(metadata).set("deletionTimestamp", "now");
    CHECK(troubles({broken}).empty());
}

}  // namespace tutor::k8s
