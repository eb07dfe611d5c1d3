// SPDX-License-Identifier: Apache-2.0
//
// Deleting, and waiting until it has happened.

#include "kube/internal/client_state.hpp"
#include "kube/watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube {
namespace {

using Clock = std::chrono::steady_clock;

std::string text_of(Propagation propagation) {
    switch (propagation) {
    case Propagation::background: return "Background";
    case Propagation::foreground: return "Foreground";
    case Propagation::orphan: return "Orphan";
    }
    return {};
}

std::string body_of(const DeleteOptions& options) {
    value::Dict document;
    document.set("apiVersion", "v1");
    document.set("kind", "DeleteOptions");
    document.set("propagationPolicy", text_of(options.propagation));
    if (options.grace_period) {
        document.set(
            "gracePeriodSeconds", static_cast<std::int64_t>(options.grace_period->count()));
    }
    if (options.dry_run == DryRun::all) {
        document.set("dryRun", value::List{"All"});
    }
    return internal::compact(document);
}

RawRequest request_of(const std::string& path, const DeleteOptions& options) {
    return {
        .method = "DELETE",
        .target = path,
        .content_type = "application/json",
        .body = body_of(options)};
}

std::string uid_of(const value::Value& object) {
    return string_field(object, {"metadata", "uid"});
}

}  // namespace

bool Client::remove(const ObjectName& name, const DeleteOptions& options) const {
    try {
        raw(request_of(path_of(name), options), fmt::format("deleting {}", to_text(name)));
    } catch (const ApiError& error) {
        if (error.is_not_found()) {
            return false;
        }
        throw;
    }
    if (options.wait == Wait::yes && options.dry_run == DryRun::no
        && !wait_until_gone(name, options.wait_limit)) {
        throw Error(
            {.message = fmt::format(
                 "{} is still there after {} s",
                 to_text(name),
                 std::chrono::duration_cast<std::chrono::seconds>(options.wait_limit).count()),
             .hint = "its finalizers (metadata.finalizers) tell what it is waiting for"});
    }
    return true;
}

void Client::remove_all(
    const Kind& kind, const ListOptions& selection, const DeleteOptions& options) const {
    const std::string path = collection_of(kind, {}) + internal::selection_query(selection);
    bool one_by_one = false;
    try {
        raw(request_of(path, options), fmt::format("deleting objects of kind {}", kind.kind));
    } catch (const ApiError& error) {
        // Services could not be deleted together before Kubernetes 1.23.
        if (error.code() != 405) {
            throw;
        }
        one_by_one = true;
    }
    if (!one_by_one && options.wait == Wait::no) {
        return;
    }
    for (const value::Dict& object : list(kind, selection).items) {
        remove(name_of(object), options);
    }
}

bool Client::wait_until_gone(const ObjectName& name, std::chrono::milliseconds limit) const {
    const auto deadline = Clock::now() + limit;
    const std::optional<value::Dict> found = find(name);
    if (!found) {
        return true;
    }
    const std::string uid = uid_of(value::Value(*found));
    WatchQueue queue;
    const Watcher watcher(
        *this, {.kind = name.kind, .name_space = name.name_space, .name = name.name}, queue);
    bool seen = false;
    while (const std::optional<WatchEvent> event = queue.next_before(deadline, stop_)) {
        switch (event->type) {
        case WatchEvent::Type::added:
        case WatchEvent::Type::modified:
            if (uid_of(event->object) != uid) {
                return true;  // somebody has made it anew
            }
            seen = true;
            break;
        case WatchEvent::Type::deleted: return true;
        case WatchEvent::Type::synchronised:
            if (!seen) {
                return true;
            }
            break;
        case WatchEvent::Type::disconnected:
        case WatchEvent::Type::reconnected:
        case WatchEvent::Type::woken: break;
        }
    }
    if (stop_.stop_requested()) {
        throw http::Cancelled();
    }
    return false;
}

}  // namespace tutor::kube
