// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/log_readers.hpp"

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

constexpr int pods = 6;
constexpr int lines_of_a_pod = 80;
constexpr int tag = 9;

std::string pod_name(int number) {
    return fmt::format("p{}", number);
}

/// What the readers give until all is read, by their number.
std::map<std::size_t, std::string> read_all(LogReaders& readers, kube::WatchQueue& queue) {
    std::map<std::size_t, std::string> read;
    const auto deadline = Clock::now() + 20s;
    while (!readers.are_done() && Clock::now() < deadline) {
        if (const auto event = queue.next_before(deadline)) {
            CHECK(event->type == kube::WatchEvent::Type::woken);
            CHECK(event->tag == tag);
        }
        for (const LogLine& line : readers.take()) {
            read[line.reader] += line.text + "|";
        }
    }
    CHECK(readers.are_done());
    return read;
}

}  // namespace

TEST_CASE("several containers are read at once, each line once and in the order of its container") {
    Cluster cluster(7);
    kube::WatchQueue queue;
    LogReaders readers(cluster.client(), queue, tag);
    for (int i = 0; i < pods; ++i) {
        cluster.set_pod(pod_name(i), "running");
        readers.follow(pod_name(i), {.container = "c", .follow = kube::Follow::yes});
    }
    const std::jthread containers([&] {
        for (int line = 0; line < lines_of_a_pod; ++line) {
            for (int i = 0; i < pods; ++i) {
                cluster.print(pod_name(i), fmt::format("{} of {}", line, i));
            }
        }
        for (int i = 0; i < pods; ++i) {
            cluster.set_pod(pod_name(i), "terminated");
        }
    });
    std::map<std::size_t, std::string> read = read_all(readers, queue);
    for (int i = 0; i < pods; ++i) {
        std::string expected;
        for (int line = 0; line < lines_of_a_pod; ++line) {
            expected += fmt::format("{} of {}|", line, i);
        }
        CHECK(read[static_cast<std::size_t>(i)] == expected);
    }
    CHECK(readers.new_problems().empty());
}

TEST_CASE("what cannot be read is told once, and a pod that is gone has nothing more to say") {
    Cluster cluster(0);
    cluster.refuse("/p1/log?");
    kube::WatchQueue queue;
    LogReaders readers(cluster.client(), queue, tag);
    for (int i = 0; i < 2; ++i) {
        cluster.set_pod(pod_name(i), "terminated");
        cluster.print(pod_name(i), "a line");
    }
    for (int i = 0; i < 3; ++i) {
        readers.follow(pod_name(i), {.follow = kube::Follow::yes});
    }
    const std::map<std::size_t, std::string> read = read_all(readers, queue);
    CHECK(read == std::map<std::size_t, std::string>{{0, "a line|"}});
    const std::vector<std::string> problems = readers.new_problems();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].starts_with("the output of pod 'p1' cannot be read: "));
    CHECK(readers.new_problems().empty());
}

TEST_CASE("readers end with their object, whatever they wait for") {
    Cluster cluster(0);
    kube::WatchQueue queue;
    const auto begin = Clock::now();
    {
        LogReaders readers(cluster.client(), queue, tag);
        cluster.set_pod("p0", "running");
        cluster.print("p0", "a line");
        readers.follow("p0", {.follow = kube::Follow::yes});
        REQUIRE(queue.next_before(Clock::now() + 10s));
        cluster.set_pod("p1", "waiting");
        readers.follow("p1", {.follow = kube::Follow::yes});
        CHECK_FALSE(readers.are_done());
    }
    CHECK(Clock::now() - begin < 5s);
}

}  // namespace tutor::k8s::internal
