// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/removal.hpp"

#include "base/text.hpp"
#include "k8s/internal/document.hpp"
#include "k8s/internal/parallel.hpp"
#include "kube/watch.hpp"
#include "term/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>

namespace tutor::k8s::internal {
namespace {

using kube::ObjectName;
using kube::WatchEvent;

constexpr std::chrono::minutes longest_wait{10};
constexpr std::size_t most_shown = 4;

// Which of them were there. Refusals are thrown once all have been asked for.
std::vector<ObjectName>
remove_all(const kube::Client& client, const std::vector<ObjectName>& names) {
    std::vector<char> existed(names.size());
    const auto problems = in_parallel(names.size(), [&](std::size_t i) {
        existed[i] =
            client.remove(names[i], {.propagation = kube::Propagation::foreground}) ? 1 : 0;
    });
    for (const std::exception_ptr& problem : problems) {
        if (problem) {
            std::rethrow_exception(problem);
        }
    }
    std::vector<ObjectName> present;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (existed[i] != 0) {
            present.push_back(names[i]);
        }
    }
    return present;
}

/// Objects of one kind in one namespace that are still there.
struct Leaving {
    kube::Kind kind;
    std::string name_space;
    std::set<std::string> names;
    std::set<std::string> listed = {};  ///< until the list is complete
    bool is_complete = false;
};

std::vector<Leaving> by_kind(const std::vector<ObjectName>& names) {
    std::vector<Leaving> groups;
    for (const ObjectName& name : names) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const Leaving& one) {
            return one.kind == name.kind && one.name_space == name.name_space;
        });
        if (group == groups.end()) {
            groups.push_back({.kind = name.kind, .name_space = name.name_space, .names = {}});
            group = groups.end() - 1;
        }
        group->names.insert(name.name);
    }
    return groups;
}

std::string text_of(const Leaving& group, const std::string& name) {
    return kube::to_text({.kind = group.kind, .name_space = group.name_space, .name = name});
}

// "3 objects are still there: deployment/lms, …"
std::string remaining_text(const std::vector<Leaving>& groups) {
    std::vector<std::string> names;
    for (const Leaving& group : groups) {
        for (const std::string& name : group.names) {
            names.push_back(text_of(group, name));
        }
    }
    const std::size_t count = names.size();
    names.resize(std::min(count, most_shown));
    return fmt::format(
        "{} {} still there: {}{}",
        count,
        count == 1 ? "object is" : "objects are",
        join(names, ", "),
        count > most_shown ? ", …" : "");
}

void take(Leaving& group, const WatchEvent& event, std::vector<std::string>& gone) {
    const auto leave = [&](const std::string& name) {
        if (group.names.erase(name) != 0) {
            gone.push_back(text_of(group, name));
        }
    };
    const std::string name = text_at(event.object, {"metadata", "name"});
    switch (event.type) {
    case WatchEvent::Type::added:
    case WatchEvent::Type::modified: group.listed.insert(name); break;
    case WatchEvent::Type::deleted: leave(name); break;
    case WatchEvent::Type::synchronised: {
        const std::set<std::string> names = group.names;
        for (const std::string& one : names) {
            if (!group.is_complete && !group.listed.contains(one)) {
                leave(one);
            }
        }
        group.is_complete = true;
        break;
    }
    case WatchEvent::Type::disconnected:
    case WatchEvent::Type::reconnected:
    case WatchEvent::Type::woken: break;
    }
}

void wait_until_gone(
    const kube::Client& client, std::vector<Leaving> groups, term::Output& output) {
    kube::WatchQueue queue;
    std::vector<kube::Watcher> watchers;
    watchers.reserve(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        // Of a single object less is listed; a role may also be allowed only that.
        const Leaving& group = groups[i];
        watchers.emplace_back(
            client,
            kube::WatchRequest{
                .kind = group.kind,
                .name_space = group.name_space,
                .name = group.names.size() == 1 ? *group.names.begin() : "",
                .tag = static_cast<int>(i)},
            queue);
    }
    const auto left = [&] {
        return std::any_of(groups.begin(), groups.end(), [](const Leaving& group) {
            return !group.names.empty();
        });
    };
    const auto deadline = std::chrono::steady_clock::now() + longest_wait;
    term::Progress progress(output);
    while (left()) {
        progress.step(remaining_text(groups));
        const auto event = queue.next_before(deadline);
        if (!event) {
            throw Error(
                {.message = fmt::format("after ten minutes, {}", remaining_text(groups)),
                 .hint = "see what holds them: pods that do not end, or finalizers"});
        }
        std::vector<std::string> gone;
        take(groups[static_cast<std::size_t>(event->tag)], *event, gone);
        if (!gone.empty()) {
            progress.finish();
            for (const std::string& name : gone) {
                output.info(fmt::format("{} deleted", name));
            }
        }
    }
}

}  // namespace

void remove_and_wait(
    const kube::Client& client, const std::vector<ObjectName>& names, term::Output& output) {
    const std::vector<ObjectName> present = remove_all(client, names);
    if (present.empty()) {
        output.info("There is nothing to delete");
        return;
    }
    wait_until_gone(client, by_kind(present), output);
}

void wait_until_namespace_is_gone(
    const kube::Client& client, const ObjectName& name, term::Output& output) {
    wait_until_gone(client, by_kind({name}), output);
}

}  // namespace tutor::k8s::internal
