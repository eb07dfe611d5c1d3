// SPDX-License-Identifier: Apache-2.0

#include "kube/logs.hpp"

#include "kube/internal/backoff.hpp"
#include "kube/internal/client_state.hpp"
#include "kube/internal/container.hpp"
#include "kube/internal/frames.hpp"
#include "kube/internal/log_lines.hpp"
#include "kube/watch.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube {
namespace {

using namespace std::chrono_literals;
using internal::ContainerRun;
using internal::LogLine;

class LogReader {
public:
    LogReader(
        const Client& client,
        const std::string& pod,
        const LogOptions& options,
        const LogSink& sink)
        : client_(client),
          name_({.kind = {"v1", "Pod"}, .name_space = {}, .name = pod}),
          options_(options),
          sink_(sink),
          path_(client.path_of(name_)) {}

    void read_once();
    void follow();

private:
    // What is left to do after the stream has ended.
    enum class Next { go_on, finish, finish_from_previous_run, nothing };

    std::string target(bool follow, bool previous) const;
    void wait_until_started();
    void stream();
    Next find_next();
    void finish(bool previous);
    void give(std::string_view line);
    std::string doing() const { return fmt::format("reading the log of {}", to_text(name_)); }

    const Client& client_;
    ObjectName name_;
    const LogOptions& options_;
    const LogSink& sink_;
    std::string path_;
    std::string run_id_;
    internal::SeenLines seen_;
    internal::LineCutter lines_;
    internal::Backoff backoff_{20ms, 1000ms};
};

std::string LogReader::target(bool follow, bool previous) const {
    std::vector<std::pair<std::string, std::string>> parameters = {{"timestamps", "true"}};
    if (!options_.container.empty()) {
        parameters.emplace_back("container", options_.container);
    }
    if (follow) {
        parameters.emplace_back("follow", "true");
    }
    if (previous) {
        parameters.emplace_back("previous", "true");
    }
    if (const auto from = seen_.resume_from()) {
        parameters.emplace_back("sinceTime", internal::to_text(*from));
    } else {
        if (options_.tail_lines) {
            parameters.emplace_back("tailLines", std::to_string(*options_.tail_lines));
        }
        if (options_.since) {
            parameters.emplace_back("sinceSeconds", std::to_string(options_.since->count()));
        }
    }
    return path_ + "/log?" + http::query(parameters);
}

void LogReader::give(std::string_view text) {
    const LogLine line = internal::split_log_line(text);
    if (seen_.is_new(line)) {
        const std::string whole = internal::without_inner_times(line.text);
        sink_(whole, line.time_text);
    }
}

void LogReader::read_once() {
    const http::Response response = client_.connection().send(
        {.request = {.target = target(false, options_.previous == Previous::yes)},
         .doing = doing(),
         .stop = client_.stop_token()});
    lines_.add(response.body, [&](std::string_view line) { give(line); });
    if (!lines_.rest().empty()) {
        give(lines_.rest());
    }
}

void LogReader::wait_until_started() {
    WatchQueue queue;
    const Watcher watcher(client_, {.kind = name_.kind, .name = name_.name}, queue);
    bool seen = false;
    while (const std::optional<WatchEvent> event = queue.next(client_.stop_token())) {
        const bool object =
            event->type == WatchEvent::Type::added || event->type == WatchEvent::Type::modified;
        seen = seen || object;
        const bool gone = event->type == WatchEvent::Type::deleted
            || (event->type == WatchEvent::Type::synchronised && !seen);
        if (gone) {
            throw ApiError(
                {.code = 404,
                 .reason = "NotFound",
                 .message = fmt::format("{} does not exist", to_text(name_)),
                 .causes = {}},
                doing());
        }
        if (!object) {
            continue;
        }
        const std::optional<ContainerRun> run =
            internal::find_run(event->object, options_.container);
        if (run && run->state != ContainerRun::State::waiting) {
            run_id_ = run->id;
            return;
        }
        if (internal::is_over(event->object)) {
            return;  // it will never start: what the server says then is the answer
        }
    }
    throw http::Cancelled();
}

// Ends when the stream does; a line without an end stays in `lines_`.
void LogReader::stream() {
    http::Timeouts timeouts = client_.connection().options().timeouts;
    timeouts.idle.reset();  // a container may be silent for hours
    lines_.clear();
    seen_.begin_again();
    client_.connection().stream(
        {.request = {.target = target(true, false)},
         .doing = doing(),
         .stop = client_.stop_token()},
        timeouts,
        {},
        [&](std::string_view bytes) {
            backoff_.reset();
            lines_.add(bytes, [&](std::string_view line) { give(line); });
        });
}

// Whether the container still runs is what tells the end of a log from a cut.
LogReader::Next LogReader::find_next() {
    std::optional<value::Dict> pod;
    try {
        pod = client_.find(name_);
    } catch (const http::TransportError&) {
        return Next::go_on;
    }
    if (!pod) {
        return Next::nothing;
    }
    const value::Value document(*pod);
    const std::optional<ContainerRun> run = internal::find_run(document, options_.container);
    if (!run || run->id.empty()) {
        // What could never be started has no identity.
        return internal::is_over(document) ? Next::finish : Next::go_on;
    }
    if (!run_id_.empty() && run->id != run_id_) {
        return run->previous_id == run_id_ ? Next::finish_from_previous_run : Next::nothing;
    }
    return run->state == ContainerRun::State::terminated ? Next::finish : Next::go_on;
}

// Reads what the stream may not have given.
void LogReader::finish(bool previous) {
    const std::string unfinished = lines_.rest();
    lines_.clear();
    seen_.begin_again();
    try {
        const http::Response response = client_.connection().send(
            {.request = {.target = target(false, previous)},
             .doing = doing(),
             .stop = client_.stop_token()});
        lines_.add(response.body, [&](std::string_view line) { give(line); });
        if (!lines_.rest().empty()) {
            give(lines_.rest());
        }
    } catch (const ApiError&) {
        // The pod has been deleted in the meantime: what we have is all there is.
        if (!unfinished.empty()) {
            give(unfinished);
        }
    }
}

void LogReader::follow() {
    wait_until_started();
    while (true) {
        try {
            stream();
        } catch (const ApiError& error) {
            const bool transient = error.code() >= 500 || error.code() == 429;
            if (!transient && error.code() != 400 && error.code() != 404) {
                throw;
            }
            if (!transient && !seen_.resume_from() && find_next() != Next::go_on) {
                throw;
            }
        } catch (const http::TransportError& error) {
            if (error.failure() == http::Failure::certificate) {
                throw;
            }
        }
        switch (find_next()) {
        case Next::go_on: break;
        case Next::finish: finish(false); return;
        case Next::finish_from_previous_run: finish(true); return;
        case Next::nothing:
            if (!lines_.rest().empty()) {
                give(lines_.rest());
            }
            return;
        }
        if (!internal::sleep_for(backoff_.next(), client_.stop_token())) {
            throw http::Cancelled();
        }
    }
}

}  // namespace

void read_logs(
    const Client& client, const std::string& pod, const LogOptions& options, const LogSink& sink) {
    LogReader reader(client, pod, options, sink);
    if (options.follow == Follow::yes && options.previous == Previous::no) {
        reader.follow();
    } else {
        reader.read_once();
    }
}

}  // namespace tutor::kube
