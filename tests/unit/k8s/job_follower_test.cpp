// SPDX-License-Identifier: Apache-2.0
//
// Jobs, pods and their output, told by a server whose streams are cut all the time.

#include "k8s/internal/job_follower.hpp"

#include "unit/k8s/cluster.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <map>
#include <thread>

namespace tutor::k8s::internal {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using test::Cluster;

constexpr int lines_of_a_pod = 60;

void print_lines(Cluster& cluster, const std::string& pod) {
    for (int i = 0; i < lines_of_a_pod; ++i) {
        cluster.print(pod, fmt::format("{} {}", pod, i));
        std::this_thread::sleep_for(1ms);
    }
}

/// Follows job "j" of a cluster; what is said and printed.
struct Following {
    explicit Following(Cluster& given) : cluster(given) {}

    std::optional<Verdict> verdict(std::chrono::milliseconds limit = 20s) {
        JobFollower follower(cluster.client(), "j", output);
        const auto sink = [&](jobs::Channel, std::string_view line) {
            const std::string text(line);
            lines[text.substr(0, text.find(' '))] += text + "|";
        };
        return follower.follow(sink, Clock::now() + limit, process::Interruption());
    }

    std::string expected(const std::string& pod) const {
        std::string text;
        for (int i = 0; i < lines_of_a_pod; ++i) {
            text += fmt::format("{} {}|", pod, i);
        }
        return text;
    }

    Cluster& cluster;
    Masker masker;
    term::StringSink out;
    term::StringSink error;
    term::Output output{masker, out, error};
    std::map<std::string, std::string> lines;  ///< by pod
};

}  // namespace

TEST_CASE("all lines of all pods of a job come once and in order, over cuts everywhere") {
    Cluster cluster(2);
    Following following(cluster);
    cluster.set_job("j", R"({"active":1})");
    const std::jthread controllers([&] {
        for (const std::string pod : {"j-1", "j-2"}) {
            cluster.set_pod(pod, "running");
        }
        const std::jthread other([&] { print_lines(cluster, "j-1"); });
        print_lines(cluster, "j-2");
        cluster.set_pod("j-2", "terminated", 3);
        cluster.set_pod("j-3", "running");
        print_lines(cluster, "j-3");
        cluster.set_pod("j-3", "terminated");
        cluster.set_pod("j-1", "terminated");
        cluster.set_job("j", R"({"conditions":[{"type":"Complete","status":"True"}]})");
    });
    const auto verdict = following.verdict();
    REQUIRE(verdict);
    CHECK(verdict->cause == "");
    CHECK(verdict->status == 0);
    for (const std::string pod : {"j-1", "j-2", "j-3"}) {
        CHECK(following.lines[pod] == following.expected(pod));
    }
    CHECK(following.out.text().find("container 'c' ended with status 3") != std::string::npos);
    CHECK(following.error.text() == "");
}

TEST_CASE("a job that fails has the status of its container and its whole output") {
    Cluster cluster(3);
    Following following(cluster);
    cluster.set_job("j", R"({"active":1})");
    const std::jthread controllers([&] {
        cluster.set_pod("j-1", "running");
        print_lines(cluster, "j-1");
        cluster.set_pod("j-1", "terminated", 7);
        cluster.set_job("j", R"({"conditions":[{"type":"Failed","status":"True"}]})");
    });
    const auto verdict = following.verdict();
    REQUIRE(verdict);
    CHECK(verdict->status == 7);
    CHECK(verdict->is_over);
    CHECK(following.lines["j-1"] == following.expected("j-1"));
}

TEST_CASE("following ends in time although watches and logs go on") {
    Cluster cluster(0);
    Following following(cluster);
    cluster.set_job("j", R"({"active":1})");
    cluster.set_pod("j-1", "running");
    cluster.print("j-1", "j-1 the only line");
    const auto begin = Clock::now();
    const auto verdict = following.verdict(1s);
    CHECK(Clock::now() - begin < 5s);
    REQUIRE(verdict);
    CHECK_FALSE(verdict->is_over);
    CHECK(verdict->cause == "its time is over");
    CHECK(following.lines["j-1"] == "j-1 the only line|");
}

TEST_CASE("a cluster that does not let us look is an error") {
    Cluster cluster(0);
    Following following(cluster);
    cluster.set_job("j", R"({"active":1})");
    cluster.refuse("/pods?");
    CHECK_THROWS_AS(following.verdict(), kube::ApiError);
}

TEST_CASE("output that nobody may read does not hide the verdict") {
    Cluster cluster(0);
    Following following(cluster);
    cluster.refuse("/log?");
    cluster.set_pod("j-1", "terminated");
    cluster.set_job("j", R"({"conditions":[{"type":"Complete","status":"True"}]})");
    const auto verdict = following.verdict();
    REQUIRE(verdict);
    CHECK(verdict->status == 0);
    CHECK(following.lines.empty());
    CHECK(
        following.error.text().find("the output of pod 'j-1' cannot be read") != std::string::npos);
}

TEST_CASE("the pod of a job is known as soon as it runs") {
    Cluster cluster(1);
    Following following(cluster);
    cluster.set_job("j", R"({"active":1})");
    const std::jthread controllers([&] {
        std::this_thread::sleep_for(50ms);
        cluster.set_pod("j-1", "running");
    });
    JobFollower follower(cluster.client(), "j", following.output);
    const auto started = follower.wait_for_pod(Clock::now() + 20s, process::Interruption());
    REQUIRE(started);
    CHECK(started->pod == "j-1");
}

}  // namespace tutor::k8s::internal
