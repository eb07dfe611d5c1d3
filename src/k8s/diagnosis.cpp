// SPDX-License-Identifier: Apache-2.0

#include "k8s/diagnosis.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace tutor::k8s {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Messages of the cluster come in many lines and with noise in front.
std::string one_line(std::string_view message) {
    std::string text(trim(message));
    for (const std::string_view noise :
         {"rpc error: code = Unknown desc = ",
          "rpc error: code = NotFound desc = ",
          "Error response from daemon: "}) {
        if (text.starts_with(noise)) {
            text.erase(0, noise.size());
        }
    }
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

std::string with_message(std::string text, std::string_view message) {
    const std::string detail = one_line(message);
    return detail.empty() ? text : text + ": " + detail;
}

// Caches of the node that are late, storage that is slow: it tries again by itself.
bool heals(std::string_view message) {
    return contains(message, "timed out waiting") || contains(message, "failed to sync");
}

Trouble image_trouble(const ContainerFacts& container) {
    // "Back-off pulling image" says nothing that the reason does not.
    const bool says_why = !container.message.starts_with("Back-off");
    return {
        .cause = with_message(
            fmt::format("image '{}' cannot be pulled", container.image),
            says_why ? container.message : ""),
        .hint = "is its name right, has it been built and pushed, and may the cluster read the "
                "registry?"};
}

Trouble crash_loop(const ContainerFacts& container) {
    std::string cause = fmt::format("container '{}' crashes again and again", container.name);
    if (container.last_reason == "OOMKilled") {
        cause += ": it used more memory than it may";
    } else if (container.last_exit_status) {
        cause += fmt::format(": it ended with status {}", *container.last_exit_status);
    }
    return {
        .cause = cause, .hint = "what it printed is shown by: tutor k8s logs", .is_crash = true};
}

Trouble configuration_trouble(const ContainerFacts& container) {
    return {
        .cause = with_message(
            fmt::format("container '{}' cannot be configured", container.name), container.message),
        .hint = contains(container.message, "not found")
            ? "bring the cluster up to date with: tutor k8s start"
            : "",
        .is_final = !heals(container.message)};
}

std::optional<Trouble> waiting_trouble(const ContainerFacts& container) {
    if (is_one_of(
            container.reason,
            {"ErrImagePull",
             "ImagePullBackOff",
             "InvalidImageName",
             "ErrImageNeverPull",
             "ImageInspectError",
             "RegistryUnavailable"})) {
        return image_trouble(container);
    }
    if (container.reason == "CrashLoopBackOff") {
        return crash_loop(container);
    }
    if (container.reason == "CreateContainerConfigError") {
        return configuration_trouble(container);
    }
    if (is_one_of(container.reason, {"CreateContainerError", "RunContainerError"})) {
        return Trouble{
            .cause = with_message(
                fmt::format("container '{}' cannot be started", container.name), container.message),
            .is_final = !heals(container.message)};
    }
    return std::nullopt;
}

Trouble scheduling_trouble(const std::string& message) {
    if (contains(message, "persistentvolumeclaim") && contains(message, "not found")) {
        return {
            .cause = with_message("a volume is missing", message),
            .hint = "make it with: tutor k8s start"};
    }
    if (contains(message, "unbound immediate PersistentVolumeClaims")) {
        return {.cause = "its volume is not there yet", .is_final = false};
    }
    // A node is coming back.
    const bool passing = contains(message, "node.kubernetes.io/not-ready")
        || contains(message, "node.kubernetes.io/unreachable");
    return {
        .cause = with_message("no node can take the pod", message),
        .hint = passing ? "" : "give the cluster more room, or ask for less in the manifests",
        .is_final = !passing};
}

std::string end_of(const ContainerFacts& container) {
    if (container.reason == "OOMKilled") {
        return fmt::format(
            "container '{}' was killed: it used more memory than it may", container.name);
    }
    if (is_one_of(container.reason, {"ContainerCannotRun", "StartError"})) {
        return with_message(
            fmt::format("container '{}' cannot be started", container.name), container.message);
    }
    if (container.reason == "DeadlineExceeded") {
        return fmt::format("container '{}' ran longer than it may", container.name);
    }
    return fmt::format(
        "container '{}' ended with status {}", container.name, container.exit_status);
}

}  // namespace

std::optional<ContainerEnd> failed_container(const PodFacts& pod) {
    for (const ContainerFacts& container : pod.containers) {
        if (container.state == ContainerFacts::State::terminated
            && (container.exit_status != 0 || container.reason == "OOMKilled")) {
            return ContainerEnd{
                .status = container.exit_status == 0 ? 137 : container.exit_status,
                .cause = end_of(container)};
        }
    }
    return std::nullopt;
}

std::optional<Trouble> trouble_of(const PodFacts& pod) {
    if (pod.phase == "Failed") {
        if (const auto end = failed_container(pod); end && pod.reason.empty()) {
            return Trouble{.cause = end->cause};
        }
        const std::string why = pod.reason.empty() ? "for an unknown reason" : pod.reason;
        return Trouble{.cause = with_message(fmt::format("the pod failed ({})", why), pod.message)};
    }
    if (pod.phase == "Succeeded") {
        return std::nullopt;
    }
    if (!pod.unschedulable.empty()) {
        return scheduling_trouble(pod.unschedulable);
    }
    for (const ContainerFacts& container : pod.containers) {
        if (container.state != ContainerFacts::State::waiting) {
            continue;
        }
        if (auto trouble = waiting_trouble(container)) {
            return trouble;
        }
    }
    return std::nullopt;
}

std::optional<Trouble> trouble_of(const EventFacts& event) {
    const std::string& text = event.message;
    if (event.reason == "FailedScheduling") {
        return scheduling_trouble(text);
    }
    if (is_one_of(event.reason, {"FailedMount", "FailedAttachVolume"})) {
        const bool missing = contains(text, "not found") || contains(text, "non-existent");
        return Trouble{
            .cause = with_message("a volume cannot be mounted", text),
            .hint = missing ? "bring the cluster up to date with: tutor k8s start" : "",
            .is_final = missing && !heals(text)};
    }
    if (event.reason == "FailedCreate") {
        const bool quota = contains(text, "exceeded quota");
        return Trouble{
            .cause = with_message(
                quota ? "the namespace's quota does not allow a pod"
                      : "the cluster does not allow the pod",
                text),
            .hint = quota ? "raise the quota, or free something of it" : "",
            .is_final = contains(text, "forbidden") || contains(text, "denied")
                || contains(text, "is invalid")};
    }
    if (is_one_of(event.reason, {"ProvisioningFailed", "FailedBinding"})) {
        const bool no_class = contains(text, "no storage class is set");
        return Trouble{
            .cause = with_message(fmt::format("volume '{}' cannot be made", event.name), text),
            .hint = no_class ? "give the cluster a default storage class" : "",
            .is_final = no_class || contains(text, "not found")};
    }
    return std::nullopt;
}

std::string failure_of(const JobFacts& job) {
    if (job.reason == "DeadlineExceeded") {
        return "the job ran longer than it may (activeDeadlineSeconds)";
    }
    if (job.reason == "BackoffLimitExceeded") {
        return "it failed as often as it may be tried";
    }
    return with_message(job.reason.empty() ? "it failed" : job.reason, job.message);
}

}  // namespace tutor::k8s
