// SPDX-License-Identifier: Apache-2.0

#include "k8s/job_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::k8s {
namespace {

// What keeps the pods from being made at all; a pod's own trouble is told by the pod itself.
bool is_of(const EventFacts& event, const std::string& job) {
    return event.name == job || (event.kind == "Pod" && event.name.starts_with(job + "-"));
}

}  // namespace

void JobCase::tell(const std::string& notice) {
    if (told_.insert(notice).second) {
        notices_.push_back(notice);
    }
}

void JobCase::note(const JobFacts& job) {
    if (job.is_gone) {
        note_gone();
        return;
    }
    last_ = job;
    if (job.is_suspended) {
        tell("the job is suspended: it waits until somebody resumes it");
    }
}

void JobCase::note_gone() {
    const bool over = last_ && (last_->is_complete || last_->has_failed);
    deleted_ = deleted_ || !over;
}

void JobCase::note(const PodFacts& pod) {
    if (pod.is_gone) {
        // A pod that was removed while it ran says nothing about the task.
        const auto known = pods_.find(pod.name);
        if (known != pods_.end() && known->second.phase == "Running") {
            tell(fmt::format("pod '{}' was deleted; the cluster makes another", pod.name));
        }
        return;
    }
    if (!pods_.contains(pod.name)) {
        order_.push_back(pod.name);
    }
    pods_[pod.name] = pod;
    for (const ContainerFacts& container : pod.containers) {
        if (container.has_log()) {
            const LogSource source{pod.name, container.name, container.restarts};
            if (known_sources_.insert(source).second) {
                new_sources_.push_back(source);
            }
        }
        if (container.last_exit_status.value_or(0) != 0) {
            ContainerFacts before = container;
            before.reason = container.last_reason;
            before.exit_status = *container.last_exit_status;
            before.state = ContainerFacts::State::terminated;
            PodFacts earlier = pod;
            earlier.containers = {before};
            last_end_ = failed_container(earlier);
        }
        if (container.reason == "ErrImagePull" && image_detail_.empty()) {
            image_detail_ = container.message;
        }
    }
    if (const auto end = failed_container(pod)) {
        last_end_ = end;
    }
    if (const auto trouble = trouble_of(pod)) {
        const bool is_tried_again = pod.phase == "Failed" || trouble->is_crash;
        if (!trouble->is_final || (is_tried_again && !(last_ && last_->has_failed))) {
            tell(trouble->cause);
        }
    }
}

void JobCase::note(const EventFacts& event) {
    if (!is_of(event, job_)) {
        return;
    }
    if (const auto trouble = trouble_of(event)) {
        if (!trouble->is_final) {
            tell(trouble->cause);
        }
        if (!event_trouble_ || trouble->is_final) {
            event_trouble_ = trouble;
        }
    }
}

bool JobCase::wants_pods() const {
    return last_ && last_->has_failed && !last_end_
        && std::none_of(pods_.begin(), pods_.end(), [](const auto& entry) {
               return trouble_of(entry.second).has_value();
           });
}

bool JobCase::has_ended_pod() const {
    return std::any_of(pods_.begin(), pods_.end(), [](const auto& entry) {
        return entry.second.phase == "Succeeded" || entry.second.phase == "Failed";
    });
}

bool JobCase::has_running_container() const {
    return std::any_of(pods_.begin(), pods_.end(), [](const auto& entry) {
        const auto& containers = entry.second.containers;
        return std::any_of(containers.begin(), containers.end(), [](const ContainerFacts& one) {
            return one.state == ContainerFacts::State::running;
        });
    });
}

// Of a job that has failed: what its last pod tells that tells anything.
Verdict JobCase::failure() const {
    Verdict verdict{.status = 1, .cause = failure_of(*last_)};
    const bool is_late = last_->reason == "DeadlineExceeded";
    for (auto name = order_.rbegin(); name != order_.rend(); ++name) {
        const PodFacts& pod = pods_.at(*name);
        if (const auto trouble = trouble_of(pod)) {
            const auto end = failed_container(pod);
            verdict.status = end ? end->status : last_end_ ? last_end_->status : 1;
            verdict.cause = is_late ? verdict.cause + "; " + trouble->cause : trouble->cause;
            verdict.hint = trouble->hint;
            return verdict;
        }
    }
    if (last_end_ && !is_late) {
        verdict.status = last_end_->status;
        verdict.cause = last_end_->cause;
    }
    return verdict;
}

std::optional<Verdict> JobCase::verdict() const {
    if (last_ && last_->is_complete) {
        return Verdict{};
    }
    if (last_ && last_->has_failed) {
        return failure();
    }
    if (deleted_) {
        return Verdict{.status = 1, .cause = "somebody deleted the job while it ran"};
    }
    for (const auto& [name, pod] : pods_) {
        const auto trouble = trouble_of(pod);
        // A failed pod is the job's affair: it may try again. So is one that crashes.
        if (trouble && trouble->is_final && !trouble->is_crash && pod.phase != "Failed"
            && !pod.is_leaving) {
            std::string cause = trouble->cause;
            if (!image_detail_.empty() && cause.ends_with("cannot be pulled")) {
                cause += ": " + image_detail_;
            }
            return Verdict{.status = 1, .cause = cause, .hint = trouble->hint, .is_over = false};
        }
    }
    if (event_trouble_ && event_trouble_->is_final) {
        return Verdict{
            .status = 1,
            .cause = event_trouble_->cause,
            .hint = event_trouble_->hint,
            .is_over = false};
    }
    return std::nullopt;
}

std::vector<LogSource> JobCase::new_log_sources() {
    return std::exchange(new_sources_, {});
}

std::vector<std::string> JobCase::new_notices() {
    return std::exchange(notices_, {});
}

std::string JobCase::obstacle() const {
    for (const auto& [name, pod] : pods_) {
        if (const auto trouble = trouble_of(pod)) {
            return trouble->cause;
        }
    }
    if (event_trouble_) {
        return event_trouble_->cause;
    }
    if (last_ && last_->is_suspended) {
        return "it is suspended";
    }
    return pods_.empty() ? "no pod has been made yet" : "";
}

}  // namespace tutor::k8s
