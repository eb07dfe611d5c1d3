// SPDX-License-Identifier: Apache-2.0

#include "k8s/pods.hpp"

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "k8s/facts.hpp"
#include "k8s/internal/document.hpp"
#include "k8s/internal/log_readers.hpp"
#include "kube/exec.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::k8s {
namespace {

using value::Dict;

[[noreturn]] void fail_without_pod(Platform& platform, const std::string& service) {
    const std::string near = did_you_mean(service, platform.services());
    throw Error(
        {.message = fmt::format(
             "no pod of service '{}' is in namespace '{}'", service, platform.name_space()),
         .hint = near.empty() ? fmt::format("start it with: tutor k8s start {}", service) : near});
}

std::vector<Dict> pods_of(Platform& platform, const std::string& service) {
    std::vector<Dict> pods =
        platform.client()
            .list({"v1", "Pod"}, {.label_selector = fmt::format("{}={}", name_label, service)})
            .items;
    if (pods.empty()) {
        fail_without_pod(platform, service);
    }
    return pods;
}

std::string name_of(const Dict& pod) {
    return internal::text_at(pod, {"metadata", "name"});
}

std::string first_container(const Dict& pod) {
    const std::string chosen = internal::text_at(
        pod, {"metadata", "annotations", "kubectl.kubernetes.io/default-container"});
    if (!chosen.empty()) {
        return chosen;
    }
    const std::vector<value::Value> containers = internal::items_at(pod, {"spec", "containers"});
    return containers.empty() ? "" : internal::text_at(containers.front(), {"name"});
}

void follow(
    Platform& platform,
    const std::vector<std::string>& names,
    const std::vector<kube::LogOptions>& options) {
    kube::WatchQueue queue;
    internal::LogReaders readers(platform.client(), queue, 0);
    for (std::size_t i = 0; i < names.size(); ++i) {
        readers.follow(names[i], options[i]);
    }
    while (!readers.are_done()) {
        queue.next();
        for (const internal::LogLine& line : readers.take()) {
            platform.output().line(
                names.size() == 1 ? line.text
                                  : fmt::format("{} | {}", names[line.reader], line.text));
        }
    }
    const std::vector<std::string> problems = readers.new_problems();
    if (!problems.empty()) {
        throw Error({.message = join(problems, "\n    ")});
    }
}

/// Better ones first: ready, running, new; one that is leaving last.
bool is_better(const PodFacts& a, const PodFacts& b) {
    const auto rank = [](const PodFacts& pod) {
        return pod.is_leaving ? 0 : pod.is_ready ? 3 : pod.phase == "Running" ? 2 : 1;
    };
    return rank(a) != rank(b) ? rank(a) > rank(b) : a.created > b.created;
}

}  // namespace

void show_logs(Platform& platform, const LogsRequest& request) {
    std::vector<std::string> names;
    std::vector<kube::LogOptions> options;
    for (const Dict& pod : pods_of(platform, request.service)) {
        names.push_back(name_of(pod));
        options.push_back(
            {.container = request.container.empty() ? first_container(pod) : request.container,
             .follow = request.follow ? kube::Follow::yes : kube::Follow::no,
             .tail_lines =
                 request.tail < 0 ? std::nullopt : std::optional<std::int64_t>(request.tail)});
    }
    if (request.follow && std::cmp_greater(names.size(), request.max_requests)) {
        throw Error(
            {.message = fmt::format(
                 "service '{}' has {} pods, more than the {} that are followed at once",
                 request.service,
                 names.size(),
                 request.max_requests),
             .hint = fmt::format("allow it with: --max-log-requests {}", names.size())});
    }
    if (request.follow) {
        follow(platform, names, options);
        return;
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        kube::read_logs(
            platform.client(), names[i], options[i], [&](std::string_view line, std::string_view) {
                platform.output().line(
                    names.size() == 1 ? std::string(line) : fmt::format("{} | {}", names[i], line));
            });
    }
}

int run_in_pod(
    Platform& platform,
    const std::string& service,
    const std::vector<std::string>& command,
    bool terminal) {
    const std::vector<Dict> pods = pods_of(platform, service);
    const auto best = std::min_element(pods.begin(), pods.end(), [](const Dict& a, const Dict& b) {
        return is_better(pod_facts(a), pod_facts(b));
    });
    return kube::exec(
        platform.client(),
        {.pod = name_of(*best),
         .container = first_container(*best),
         .command = command,
         .input = kube::Input::yes,
         .terminal = terminal ? kube::Terminal::yes : kube::Terminal::no});
}

}  // namespace tutor::k8s
