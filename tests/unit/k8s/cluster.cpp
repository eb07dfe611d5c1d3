// SPDX-License-Identifier: Apache-2.0

#include "unit/k8s/cluster.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::k8s::test {

using tutor::test::Peer;
using tutor::test::ServedRequest;

namespace {

constexpr int moment = 5;  // milliseconds

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// "/api/v1/namespaces/openedx/pods/p/log?x" has the parts "pods", "p" and "log".
std::vector<std::string> parts_of(const std::string& target) {
    constexpr std::string_view space = "/namespaces/openedx/";
    const std::string path = target.substr(0, target.find('?'));
    return split(path.substr(path.find(space) + space.size()), '/');
}

// Line n of a log was printed n tenths of a second after the year began.
std::string time_of(std::size_t line) {
    return fmt::format("2024-01-01T00:{:02}:{:02}.{}Z", line / 600, line / 10 % 60, line % 10);
}

// The first line that "sinceTime=2024-01-01T00%3A01%3A02Z" asks for.
std::size_t first_line(const std::string& target) {
    constexpr std::string_view parameter = "sinceTime=2024-01-01T00%3A";
    const std::size_t found = target.find(parameter);
    if (found == std::string::npos) {
        return 0;
    }
    const std::string time = target.substr(found + parameter.size());
    return (std::stoul(time.substr(0, 2)) * 60 + std::stoul(time.substr(5, 2))) * 10;
}

// The name in "fieldSelector=metadata.name%3Dp&x"; empty: all.
std::string selected_name(const std::string& target) {
    constexpr std::string_view parameter = "metadata.name%3D";
    const std::size_t found = target.find(parameter);
    if (found == std::string::npos) {
        return {};
    }
    const std::size_t begin = found + parameter.size();
    return target.substr(begin, target.find('&', begin) - begin);
}

}  // namespace

Cluster::Cluster(std::size_t cut_after)
    : cut_after_(cut_after),
      world_(tutor::test::answering(
          [this](Peer& peer, const ServedRequest& request) { answer(peer, request); })) {}

void Cluster::put(const std::string& collection, const std::string& name, const std::string& rest) {
    const std::lock_guard lock(mutex_);
    const std::string object = fmt::format(
        R"({{"apiVersion":"{}","kind":"{}","metadata":{{"name":"{}","namespace":"openedx",)"
        R"("uid":"uid-{}","resourceVersion":"{}"}},{}}})",
        collection == "jobs" ? "batch/v1" : "v1",
        collection == "jobs" ? "Job" : "Pod",
        name,
        name,
        changes_.size() + 1,
        rest);
    changes_.push_back({.collection = collection, .name = name, .object = object});
}

void Cluster::set_job(const std::string& name, const std::string& status) {
    put("jobs", name, fmt::format(R"("status":{})", status));
}

void Cluster::set_pod(const std::string& name, const std::string& state, int exit_status) {
    const bool runs = state == "running";
    if (!runs) {
        const std::lock_guard lock(mutex_);
        ended_.insert(name);
    }
    put("pods",
        name,
        fmt::format(
            R"("spec":{{"containers":[{{"name":"c","image":"x:1"}}]}},"status":{{"phase":"{}",)"
            R"("containerStatuses":[{{"name":"c","containerID":"run-{}","state":{{"{}":{{{}}}}}}}]}})",
            runs                   ? "Running"
                : exit_status == 0 ? "Succeeded"
                                   : "Failed",
            name,
            state,
            runs ? "" : fmt::format(R"("exitCode":{})", exit_status)));
}

void Cluster::print(const std::string& pod, const std::string& line) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string>& lines = logs_[pod];
    lines.push_back(fmt::format("{} {}\n", time_of(lines.size()), line));
}

void Cluster::refuse(const std::string& part) {
    const std::lock_guard lock(mutex_);
    refused_.push_back(part);
}

bool Cluster::is_refused(const std::string& target) {
    const std::lock_guard lock(mutex_);
    return std::any_of(refused_.begin(), refused_.end(), [&](const std::string& part) {
        return contains(target, part);
    });
}

std::pair<std::vector<std::string>, std::size_t> Cluster::printed(const std::string& pod) {
    const std::lock_guard lock(mutex_);
    return {logs_[pod], told_[pod]};
}

void Cluster::note_told(const std::string& pod, std::size_t lines) {
    const std::lock_guard lock(mutex_);
    told_[pod] = std::max(told_[pod], lines);
}

bool Cluster::has_ended(const std::string& pod) {
    const std::lock_guard lock(mutex_);
    return ended_.contains(pod);
}

std::size_t Cluster::newest() {
    const std::lock_guard lock(mutex_);
    return changes_.size();
}

std::vector<Cluster::Change> Cluster::changes_after(
    std::size_t version, const std::string& collection, const std::string& name) {
    const std::lock_guard lock(mutex_);
    std::vector<Change> found = changes_;
    found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(version));
    std::erase_if(found, [&](const Change& change) {
        return change.collection != collection || (!name.empty() && change.name != name);
    });
    return found;
}

void Cluster::answer(Peer& peer, const ServedRequest& request) {
    const std::vector<std::string> parts = parts_of(request.target);
    if (is_refused(request.target)) {
        peer.respond(403, kube::status_text(403, "Forbidden", "not for you"));
    } else if (parts.size() == 3) {
        log(peer, request.target, parts[1]);
    } else if (parts.size() == 2) {
        get(peer, parts[0], parts[1]);
    } else if (contains(request.target, "watch=1")) {
        watch(peer, request.target, parts[0]);
    } else {
        list(peer, request.target, parts[0]);
    }
}

void Cluster::list(Peer& peer, const std::string& target, const std::string& collection) {
    const std::size_t version = newest();
    std::map<std::string, std::string> now;
    for (const Change& change : changes_after(0, collection, selected_name(target))) {
        now[change.name] = change.object;
    }
    std::vector<std::string> objects;
    for (const auto& [name, object] : now) {
        objects.push_back(object);
    }
    peer.respond(
        200,
        fmt::format(
            R"({{"metadata":{{"resourceVersion":"{}"}},"items":[{}]}})",
            version,
            fmt::join(objects, ",")));
}

void Cluster::get(Peer& peer, const std::string& collection, const std::string& name) {
    const std::vector<Change> changes = changes_after(0, collection, name);
    if (changes.empty()) {
        peer.respond(404, kube::status_text(404, "NotFound", "no such thing"));
    } else {
        peer.respond(200, changes.back().object);
    }
}

void Cluster::watch(Peer& peer, const std::string& target, const std::string& collection) {
    constexpr std::string_view parameter = "resourceVersion=";
    const std::size_t from = std::stoul(target.substr(target.find(parameter) + parameter.size()));
    std::size_t told = 0;
    peer.begin_chunks();
    do {
        const std::vector<Change> changes = changes_after(from, collection, selected_name(target));
        for (; told < changes.size(); ++told) {
            if (cut_after_ != 0 && told == cut_after_) {
                peer.cut();
                return;
            }
            if (!peer.chunk(kube::frame("MODIFIED", changes[told].object))) {
                return;
            }
        }
    } while (peer.pause(moment));
}

// A stream that is cut breaks off within a line.
void Cluster::log(Peer& peer, const std::string& target, const std::string& pod) {
    const bool follow = contains(target, "follow=true");
    std::size_t next = first_line(target);
    bool is_last = false;
    peer.begin_chunks();
    do {
        is_last = !follow || has_ended(pod);
        const auto [lines, told] = printed(pod);
        const std::size_t cut_at = follow && cut_after_ != 0 ? told + cut_after_ : lines.size();
        for (; next < std::min(cut_at, lines.size()); ++next) {
            if (!peer.chunk(lines[next])) {
                return;
            }
        }
        if (cut_at < lines.size()) {
            peer.chunk(lines[cut_at].substr(0, lines[cut_at].size() / 2));
            note_told(pod, cut_at);
            peer.cut();
            return;
        }
    } while (!is_last && peer.pause(moment));
    peer.end_chunks();
}

}  // namespace tutor::k8s::test
