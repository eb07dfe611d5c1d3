// SPDX-License-Identifier: Apache-2.0
//
// Being told what changes. Several watchers fill one queue, which one thread reads:
//
//     WatchQueue queue;
//     const Watcher jobs(client, {.kind = {"batch/v1", "Job"}, .tag = 1}, queue);
//     const Watcher pods(client, {.kind = {"v1", "Pod"}, .label_selector = "job-name=x"}, queue);
//     while (const std::optional<WatchEvent> event = queue.next_before(deadline)) { … }
//
// A watcher lists first (every object comes as `added`, then `synchronised`) and goes on from
// there. It survives cut connections, restarts of the API server and expired resource versions
// (410): it then lists anew and reports the differences, deletions included, so that the sequence
// of events for an object is always one that could have happened.

#pragma once

#include "kube/client.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace tutor::kube {

struct WatchEvent {
    enum class Type : std::uint8_t {
        added,
        modified,
        deleted,       ///< the object as it last was; after a new list only its kind and metadata
        synchronised,  ///< the list is complete; no object
        disconnected,  ///< the server cannot be reached, we try again; no object, see `problem`
        reconnected,   ///< after `disconnected`: it answers again; no object
        woken,         ///< WatchQueue::wake was called; no object
    };
    Type type = Type::added;
    int tag = 0;               ///< the watcher's
    value::Value object = {};  ///< a mapping, no part of which anybody else holds
    std::string problem = {};
    /// When the first byte of the event was read.
    std::chrono::steady_clock::time_point arrived = {};
};

/// Events from watchers, in the order in which each of them was told. Safe to use from several
/// threads; outlives its watchers.
class WatchQueue {
public:
    /// The next event; none when the time has come first, or `stop` was requested.
    ///
    /// @throws ApiError, Error  a watcher has failed for good (401, 403, no such kind); its earlier
    ///     events are given first
    std::optional<WatchEvent>
    next_before(std::chrono::steady_clock::time_point deadline, const std::stop_token& stop = {});
    /// As `next_before`, without a deadline.
    std::optional<WatchEvent> next(const std::stop_token& stop = {});

    /// Adds an event `woken` with this tag.
    void wake(int tag = 0);

    void push(WatchEvent event);            ///< for watchers
    void fail(std::exception_ptr problem);  ///< for watchers

private:
    struct Item {
        WatchEvent event;
        std::exception_ptr problem;
    };
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Item> items_;
};

struct WatchRequest {
    Kind kind;
    std::string name_space = {};  ///< empty: the client's
    std::string name = {};        ///< empty: all objects that the selectors choose
    std::string label_selector = {};
    std::string field_selector = {};
    int tag = 0;
    /// How long to keep trying while the server cannot be reached; none: for ever.
    std::optional<std::chrono::milliseconds> give_up = {};
};

/// Watches from its construction to its destruction, on a thread of its own; the destructor returns
/// at once (it does not wait for the network).
class Watcher {
public:
    Watcher(const Client& client, WatchRequest request, WatchQueue& queue);
    ~Watcher();
    Watcher(Watcher&&) noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tutor::kube
