// SPDX-License-Identifier: Apache-2.0

#include "kube/watch.hpp"

#include "kube/internal/backoff.hpp"
#include "kube/internal/client_state.hpp"
#include "kube/internal/frames.hpp"

#include <fmt/format.h>

#include <map>
#include <random>
#include <set>
#include <thread>
#include <utility>

namespace tutor::kube {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using internal::Frame;

/// How long a server that worked before may refuse us: while it starts, it does not know everybody.
constexpr auto starting_up = 10s;

/// The server ends a watch after so long; so a connection that hangs is noticed a little later.
constexpr std::int64_t watch_seconds = 290;
constexpr auto longest_silence = 320s;

/// A resource version is too old: list anew.
class Expired final : public std::exception {};

// What an object is known as between two lists.
struct Known {
    std::string name_space;
    std::string name;
    std::string uid;
    std::string version;
};

Known known_of(const value::Value& value) {
    return {
        .name_space = string_field(value, {"metadata", "namespace"}),
        .name = string_field(value, {"metadata", "name"}),
        .uid = string_field(value, {"metadata", "uid"}),
        .version = string_field(value, {"metadata", "resourceVersion"})};
}

std::string key_of(const Known& known) {
    return known.name_space + "/" + known.name;
}

bool is_refusal(const ApiError& error) {
    return error.code() == 401 || error.code() == 403 || error.code() == 404;
}

// What trying again may mend.
bool is_transient(const ApiError& error) {
    return error.code() == 429 || error.code() >= 500 || error.code() == 408;
}

}  // namespace

std::optional<WatchEvent> WatchQueue::next_before(
    std::chrono::steady_clock::time_point deadline, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_until(lock, stop, deadline, [&] { return !items_.empty(); })) {
        return std::nullopt;
    }
    if (items_.front().problem) {
        // Stays: whoever asks again is told again.
        std::rethrow_exception(items_.front().problem);
    }
    WatchEvent event = std::move(items_.front().event);
    items_.pop_front();
    return event;
}

std::optional<WatchEvent> WatchQueue::next(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return !items_.empty(); })) {
        return std::nullopt;
    }
    lock.unlock();
    return next_before(Clock::now() + 1h, stop);
}

void WatchQueue::wake(int tag) {
    push({.type = WatchEvent::Type::woken, .tag = tag});
}

void WatchQueue::push(WatchEvent event) {
    {
        const std::lock_guard lock(mutex_);
        items_.push_back({.event = std::move(event), .problem = {}});
    }
    changed_.notify_one();
}

void WatchQueue::fail(std::exception_ptr problem) {
    {
        const std::lock_guard lock(mutex_);
        items_.push_back({.event = {}, .problem = std::move(problem)});
    }
    changed_.notify_all();
}

// Runs on its thread; the members are its own.
struct Watcher::State {
    State(const Client& given, WatchRequest wanted, WatchQueue& into)
        : client(given.stoppable(own_stop.get_token())),
          request(std::move(wanted)),
          queue(into),
          on_stop(given.stop_token(), [this] { own_stop.request_stop(); }) {}

    void run();
    void attempt();
    void list();
    void report_differences(std::vector<value::Dict> now);
    void watch();
    void take_frame(Frame frame);
    void take_object(Frame::Type type, value::Value object);
    void push(WatchEvent::Type type, value::Value object = {});
    value::Value remains_of(const Known& gone) const;
    void answered();
    bool survives(const std::exception_ptr& problem);
    bool may_go_on(const std::string& problem);

    std::stop_source own_stop;
    Client client;
    WatchRequest request;
    WatchQueue& queue;
    std::stop_callback<std::function<void()>> on_stop;

    std::string path;
    ListOptions selection;
    std::map<std::string, Known> known;
    std::string version;  // where to go on; empty: list first
    Clock::time_point arrived;
    internal::Backoff backoff{20ms, 1000ms};
    bool has_worked = false;
    bool disconnected = false;
    std::optional<Clock::time_point> broken_since;

    std::thread thread;
};

void Watcher::State::run() {
    while (!own_stop.stop_requested()) {
        const auto began = Clock::now();
        std::exception_ptr problem;
        try {
            attempt();
            continue;
        } catch (const Expired&) {
            version.clear();
        } catch (const http::Cancelled&) {
            return;
        } catch (...) {
            problem = std::current_exception();
        }
        if (problem && !survives(problem)) {
            queue.fail(problem);
            return;
        }
        // What went well for a while is tried again at once.
        if (Clock::now() - began > 500ms) {
            backoff.reset();
        }
        internal::sleep_for(backoff.next(), own_stop.get_token());
    }
}

void Watcher::State::attempt() {
    if (path.empty()) {
        path = client.collection_of(request.kind, request.name_space);
        selection.label_selector = request.label_selector;
        selection.field_selector = request.field_selector;
        if (!request.name.empty()) {
            selection.field_selector += selection.field_selector.empty() ? "" : ",";
            selection.field_selector += "metadata.name=" + request.name;
        }
    }
    if (version.empty()) {
        list();
    }
    watch();
}

void Watcher::State::answered() {
    has_worked = true;
    broken_since.reset();
    if (std::exchange(disconnected, false)) {
        push(WatchEvent::Type::reconnected);
    }
}

void Watcher::State::list() {
    ObjectList now = internal::list_all(client, path, request.kind, selection, Repeat::never);
    arrived = Clock::now();
    answered();
    report_differences(std::move(now.items));
    version = now.resource_version;
    push(WatchEvent::Type::synchronised);
}

void Watcher::State::report_differences(std::vector<value::Dict> now) {
    std::set<std::string> present;
    for (const value::Dict& object : now) {
        present.insert(key_of(known_of(object)));
    }
    for (auto entry = known.begin(); entry != known.end();) {
        if (present.contains(entry->first)) {
            ++entry;
        } else {
            push(WatchEvent::Type::deleted, remains_of(entry->second));
            entry = known.erase(entry);
        }
    }
    for (value::Dict& entry : now) {
        value::Value object(entry);
        entry = value::Dict();  // the consumer's thread is to hold the only reference
        take_object(Frame::Type::modified, std::move(object));
    }
}

// The event that fits to what was told before, whatever the server calls it.
void Watcher::State::take_object(Frame::Type type, value::Value object) {
    Known now = known_of(object);
    const std::string key = key_of(now);
    auto before = known.find(key);
    if (type == Frame::Type::deleted) {
        if (before != known.end()) {
            known.erase(before);
            push(WatchEvent::Type::deleted, std::move(object));
        }
        return;
    }
    if (before != known.end() && before->second.uid != now.uid) {
        push(WatchEvent::Type::deleted, remains_of(before->second));
        known.erase(before);
        before = known.end();
    }
    if (before == known.end()) {
        known.emplace(key, std::move(now));
        push(WatchEvent::Type::added, std::move(object));
    } else if (before->second.version != now.version) {
        before->second = std::move(now);
        push(WatchEvent::Type::modified, std::move(object));
    }
}

void Watcher::State::push(WatchEvent::Type type, value::Value object) {
    queue.push({.type = type, .tag = request.tag, .object = std::move(object), .arrived = arrived});
}

// All that is left of an object that has gone.
value::Value Watcher::State::remains_of(const Known& gone) const {
    value::Dict metadata;
    metadata.set("name", gone.name);
    if (!gone.name_space.empty()) {
        metadata.set("namespace", gone.name_space);
    }
    metadata.set("uid", gone.uid);
    metadata.set("resourceVersion", gone.version);
    return value::Dict{
        {"apiVersion", request.kind.api_version},
        {"kind", request.kind.kind},
        {"metadata", metadata}};
}

void Watcher::State::watch() {
    const std::string query = internal::selection_query(
        selection,
        {{"watch", "1"},
         {"allowWatchBookmarks", "true"},
         {"resourceVersion", version},
         {"timeoutSeconds", std::to_string(watch_seconds)}});
    http::Timeouts timeouts = client.connection().options().timeouts;
    timeouts.idle = longest_silence;
    internal::LineCutter lines;
    const auto began = Clock::now();
    try {
        client.connection().stream(
            {.request = {.target = path + query},
             .doing = fmt::format("watching {}", request.kind.kind),
             .stop = own_stop.get_token()},
            timeouts,
            [&] { answered(); },
            [&](std::string_view bytes) {
                arrived = Clock::now();
                lines.add(bytes, [&](std::string_view line) {
                    if (!line.empty()) {
                        take_frame(internal::parse_frame(line));
                    }
                });
            });
    } catch (const ApiError& error) {
        if (error.is_gone()) {
            throw Expired();
        }
        throw;
    }
    // A server, or what is before it, that ends every watch at once is not to be asked in a loop.
    if (Clock::now() - began < 1s) {
        internal::sleep_for(200ms, own_stop.get_token());
    }
}

void Watcher::State::take_frame(Frame frame) {
    switch (frame.type) {
    case Frame::Type::unknown: return;
    case Frame::Type::error: {
        const int code = static_cast<int>(integer_field(frame.object, {"code"}, 500));
        if (code == 410) {
            throw Expired();
        }
        throw ApiError(
            parse_status(code, internal::compact(frame.object)),
            fmt::format("watching {}", request.kind.kind));
    }
    case Frame::Type::bookmark:
    case Frame::Type::added:
    case Frame::Type::modified:
    case Frame::Type::deleted: break;
    }
    backoff.reset();
    const std::string now = known_of(frame.object).version;
    if (!now.empty()) {
        version = now;
    }
    if (frame.type != Frame::Type::bookmark) {
        take_object(frame.type, std::move(frame.object));
    }
}

// Whether to try again after `problem`; the consumer is told once that we do.
bool Watcher::State::survives(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const ApiError& error) {
        if (!is_transient(error) && !(has_worked && is_refusal(error))) {
            return false;
        }
        const bool refused = is_refusal(error);
        if (refused && broken_since && Clock::now() - *broken_since > starting_up) {
            return false;
        }
        return may_go_on(error.what());
    } catch (const http::TransportError& error) {
        const bool hopeless = error.failure() == http::Failure::certificate
            || error.failure() == http::Failure::proxy;
        return (has_worked || !hopeless) && may_go_on(error.what());
    } catch (const Error& error) {
        // What came was cut or garbled.
        return has_worked && may_go_on(error.what());
    }
    return false;
}

bool Watcher::State::may_go_on(const std::string& problem) {
    const auto now = Clock::now();
    if (!broken_since) {
        broken_since = now;
    }
    if (request.give_up && now - *broken_since > *request.give_up) {
        return false;
    }
    // A cut alone is nothing to tell: most are mended at once.
    if (!disconnected && now - *broken_since > 500ms) {
        disconnected = true;
        queue.push(
            {.type = WatchEvent::Type::disconnected, .tag = request.tag, .problem = problem});
    }
    return true;
}

Watcher::Watcher(const Client& client, WatchRequest request, WatchQueue& queue)
    : state_(std::make_unique<State>(client, std::move(request), queue)) {
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Watcher::~Watcher() {
    if (state_) {
        state_->own_stop.request_stop();
        state_->thread.join();
    }
}

Watcher::Watcher(Watcher&&) noexcept = default;

}  // namespace tutor::kube
