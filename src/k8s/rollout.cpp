// SPDX-License-Identifier: Apache-2.0

#include "k8s/rollout.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "k8s/rollout_case.hpp"
#include "kube/watch.hpp"
#include "term/progress.hpp"

#include <fmt/format.h>

#include <optional>

namespace tutor::k8s {
namespace {

using Clock = std::chrono::steady_clock;
using kube::WatchEvent;

enum Tag : int { deployments, pods, events };

[[noreturn]] void
fail_without_deployment(Platform& platform, const std::vector<std::string>& names) {
    const std::vector<std::string> known = platform.services();
    const std::string near = did_you_mean(names.front(), known);
    throw Error(
        {.message = fmt::format(
             "no deployment named {} runs in namespace '{}'",
             "'" + join(names, "', '") + "'",
             platform.name_space()),
         .hint = near.empty() ? "start the platform first: tutor k8s start" : near});
}

class Wait {
public:
    Wait(Platform& platform, std::vector<std::string> names, std::chrono::seconds limit)
        : platform_(platform),
          names_(std::move(names)),
          limit_(limit),
          deadline_(Clock::now() + limit),
          progress_(platform.output()) {}

    void run() {
        const std::string selector =
            platform_.selector(fmt::format("{} in ({})", name_label, join(names_, ",")));
        const kube::Client& client = platform_.client();
        const kube::Watcher watchers[] = {
            {client,
             {.kind = {"apps/v1", "Deployment"}, .label_selector = selector, .tag = deployments},
             queue_},
            {client, {.kind = {"v1", "Pod"}, .label_selector = selector, .tag = pods}, queue_},
            {client, {.kind = {"v1", "Event"}, .tag = events}, queue_}};
        while (!is_over()) {
            const auto event = queue_.next_before(deadline_);
            if (!event) {
                fail_late();
            }
            take(*event);
        }
    }

private:
    bool is_over() {
        if (!is_listed_) {
            return false;
        }
        if (rollouts_.is_empty()) {
            fail_without_deployment(platform_, names_);
        }
        for (const std::string& name : rollouts_.newly_done()) {
            progress_.finish();
            platform_.output().info(fmt::format("{} is available", name));
        }
        if (rollouts_.is_done()) {
            return true;
        }
        if (const auto trouble = rollouts_.trouble()) {
            throw Error(
                {.message = fmt::format("deployment {}", trouble->cause), .hint = trouble->hint});
        }
        progress_.step(rollouts_.progress());
        return false;
    }

    void take(const WatchEvent& event) {
        const value::Value& object = event.object;
        switch (event.type) {
        case WatchEvent::Type::synchronised:
            is_listed_ = is_listed_ || event.tag == deployments;
            return;
        case WatchEvent::Type::disconnected:
            progress_.step("the cluster cannot be reached, trying again: " + event.problem);
            return;
        case WatchEvent::Type::reconnected:
        case WatchEvent::Type::woken: return;
        case WatchEvent::Type::added:
        case WatchEvent::Type::modified:
        case WatchEvent::Type::deleted: break;
        }
        const bool is_gone = event.type == WatchEvent::Type::deleted;
        if (event.tag == deployments) {
            RolloutFacts facts = rollout_facts(object);
            facts.is_gone = is_gone;
            rollouts_.note(facts);
        } else if (event.tag == pods) {
            PodFacts facts = pod_facts(object);
            facts.is_gone = is_gone;
            rollouts_.note(facts);
        } else if (!is_gone) {
            rollouts_.note(event_facts(object));
        }
    }

    [[noreturn]] void fail_late() {
        throw Error(
            {.message = fmt::format(
                 "not available after {} seconds: {}", limit_.count(), rollouts_.progress()),
             .hint = "what the pods say is shown by: tutor k8s logs"});
    }

    Platform& platform_;
    std::vector<std::string> names_;
    std::chrono::seconds limit_;
    Clock::time_point deadline_;
    term::Progress progress_;
    kube::WatchQueue queue_;
    RolloutCase rollouts_;
    bool is_listed_ = false;
};

}  // namespace

void wait_for_rollout(
    Platform& platform, const std::vector<std::string>& names, std::chrono::seconds limit) {
    Wait(platform, names, limit).run();
}

}  // namespace tutor::k8s
