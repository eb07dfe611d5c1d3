// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/job_follower.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::k8s::internal {
namespace {

using Clock = std::chrono::steady_clock;
using kube::WatchEvent;

/// How soon Ctrl-C is noticed.
constexpr std::chrono::milliseconds moment{100};
/// How long to read on after the verdict, when the output does not end.
constexpr std::chrono::seconds longest_drain{20};
/// How long a container that still runs then must be silent for us to leave it.
constexpr std::chrono::milliseconds quiet{500};

}  // namespace

JobFollower::JobFollower(const kube::Client& client, std::string job, term::Output& output)
    : client_(client),
      job_(std::move(job)),
      output_(output),
      case_(job_),
      readers_(client_, queue_, Tag::logs) {}

void JobFollower::start_watching() {
    watchers_.emplace_back(
        client_,
        kube::WatchRequest{.kind = {"batch/v1", "Job"}, .name = job_, .tag = Tag::jobs},
        queue_);
    watchers_.emplace_back(
        client_,
        kube::WatchRequest{
            .kind = {"v1", "Pod"}, .label_selector = "job-name=" + job_, .tag = Tag::pods},
        queue_);
    // Events are about pods whose names nobody knows yet.
    watchers_.emplace_back(
        client_, kube::WatchRequest{.kind = {"v1", "Event"}, .tag = Tag::events}, queue_);
}

void JobFollower::note_connection(const WatchEvent& event) {
    if (event.type == WatchEvent::Type::disconnected && !is_disconnected_) {
        is_disconnected_ = true;
        output_.alert(fmt::format(
            "The cluster cannot be reached; the job goes on there, and we try again: {}",
            event.problem));
    } else if (event.type != WatchEvent::Type::disconnected && is_disconnected_) {
        is_disconnected_ = false;
        output_.info("The cluster can be reached again");
    }
}

void JobFollower::take(const WatchEvent& event) {
    if (event.type == WatchEvent::Type::woken) {
        return;
    }
    note_connection(event);
    const value::Value& object = event.object;
    const bool is_gone = event.type == WatchEvent::Type::deleted;
    if (event.type == WatchEvent::Type::disconnected
        || event.type == WatchEvent::Type::reconnected) {
        return;
    }
    if (event.type == WatchEvent::Type::synchronised) {
        if (event.tag == Tag::jobs && !was_job_seen_) {
            case_.note_gone();
        }
        return;
    }
    switch (event.tag) {
    case Tag::jobs: {
        was_job_seen_ = true;
        JobFacts facts = job_facts(object);
        facts.is_gone = is_gone;
        case_.note(facts);
        break;
    }
    case Tag::pods: {
        PodFacts facts = pod_facts(object);
        facts.is_gone = is_gone;
        if (facts.phase == "Running" && !is_gone && !facts.is_leaving) {
            running_pod_ = facts.name;
        }
        case_.note(facts);
        break;
    }
    case Tag::events: case_.note(event_facts(object)); break;
    default: break;
    }
}

// The watches tell in an order of their own: at the end, what is there counts.
void JobFollower::list_pods() {
    for (const value::Dict& pod :
         client_.list({"v1", "Pod"}, {.label_selector = "job-name=" + job_}).items) {
        case_.note(pod_facts(pod));
    }
}

void JobFollower::start_readers() {
    for (const LogSource& source : case_.new_log_sources()) {
        readers_.follow(source.pod, {.container = source.container, .follow = kube::Follow::yes});
    }
}

bool JobFollower::hand_on(const jobs::LineSink& sink) {
    const std::deque<LogLine> lines = readers_.take();
    for (const LogLine& line : lines) {
        sink(jobs::Channel::out, line.text);
    }
    return !lines.empty();
}

void JobFollower::tell() {
    for (const std::string& notice : case_.new_notices()) {
        output_.info(fmt::format("{}: {}", job_, notice));
    }
}

void JobFollower::step(const jobs::LineSink* sink, Clock::time_point deadline) {
    const auto until = std::min(deadline, Clock::now() + moment);
    std::optional<WatchEvent> event = queue_.next_before(until);
    while (event) {
        take(*event);
        event = queue_.next_before(Clock::now());
    }
    if (sink != nullptr) {
        start_readers();
        hand_on(*sink);
    }
    tell();
}

// A container that outlives its job, since it is being killed, may print for a long time yet.
void JobFollower::drain(const jobs::LineSink& sink, const process::Interruption& interruption) {
    const auto deadline = Clock::now() + longest_drain;
    auto last_line = Clock::now();
    while (!readers_.are_done() && Clock::now() < deadline && !interruption.requested()) {
        if (const auto event = queue_.next_before(Clock::now() + moment)) {
            take(*event);
        }
        if (hand_on(sink)) {
            last_line = Clock::now();
        }
        if (case_.has_running_container() && Clock::now() - last_line > quiet) {
            return;
        }
    }
    hand_on(sink);
    for (const std::string& problem : readers_.new_problems()) {
        output_.alert(problem);
    }
    if (!readers_.are_done()) {
        output_.alert(fmt::format("the output of job '{}' may be incomplete", job_));
    }
}

std::optional<Verdict> JobFollower::follow(
    const jobs::LineSink& sink,
    std::optional<Clock::time_point> deadline,
    const process::Interruption& interruption) {
    start_watching();
    while (!interruption.requested()) {
        step(&sink, deadline.value_or(Clock::time_point::max()));
        auto verdict = case_.verdict();
        if (!verdict && deadline && Clock::now() >= *deadline) {
            const std::string obstacle = case_.obstacle();
            return Verdict{
                .status = 1,
                .cause = "its time is over" + (obstacle.empty() ? "" : ": " + obstacle),
                .is_over = false};
        }
        if (!verdict) {
            continue;
        }
        if (verdict->is_over && (case_.wants_pods() || !case_.has_ended_pod())) {
            list_pods();
            verdict = case_.verdict();
        }
        start_readers();
        if (verdict->is_over) {
            drain(sink, interruption);
        }
        return verdict;
    }
    return std::nullopt;
}

std::optional<JobFollower::Started> JobFollower::wait_for_pod(
    std::optional<Clock::time_point> deadline, const process::Interruption& interruption) {
    start_watching();
    while (!interruption.requested()) {
        step(nullptr, deadline.value_or(Clock::time_point::max()));
        if (!running_pod_.empty()) {
            return Started{.pod = running_pod_};
        }
        if (auto verdict = case_.verdict()) {
            return Started{.verdict = std::move(verdict)};
        }
        if (deadline && Clock::now() >= *deadline) {
            return Started{
                .verdict = Verdict{
                    .status = 1,
                    .cause = "its time is over: " + case_.obstacle(),
                    .is_over = false}};
        }
    }
    return std::nullopt;
}

}  // namespace tutor::k8s::internal
