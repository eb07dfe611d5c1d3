// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/log_readers.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::k8s::internal {

LogReaders::~LogReaders() {
    for (std::jthread& thread : threads_) {
        thread.request_stop();
    }
}

void LogReaders::follow(const std::string& pod, const kube::LogOptions& options) {
    const std::size_t number = threads_.size();
    {
        const std::lock_guard lock(mutex_);
        ++running_;
    }
    threads_.emplace_back([this, number, pod, options](const std::stop_token& stop) {
        read(number, pod, options, stop);
    });
}

void LogReaders::read(
    std::size_t number,
    const std::string& pod,
    const kube::LogOptions& options,
    const std::stop_token& stop) {
    std::string problem;
    try {
        kube::read_logs(
            client_.stoppable(stop),
            pod,
            options,
            [&](std::string_view line, std::string_view /*time*/) {
                add({.reader = number, .text = std::string(line)});
            });
    } catch (const kube::ApiError& error) {
        // A pod that was deleted takes its output with it.
        if (!error.is_not_found()) {
            problem = error.what();
        }
    } catch (const Error& error) {
        problem = error.what();
    } catch (const http::Cancelled&) {
        problem.clear();
    } catch (const std::exception& error) {
        problem = error.what();
    }
    {
        const std::lock_guard lock(mutex_);
        --running_;
        if (!problem.empty()) {
            problems_.push_back(
                fmt::format("the output of pod '{}' cannot be read: {}", pod, problem));
        }
    }
    queue_.wake(tag_);
}

void LogReaders::add(LogLine line) {
    bool was_empty = false;
    {
        const std::lock_guard lock(mutex_);
        was_empty = lines_.empty();
        lines_.push_back(std::move(line));
    }
    if (was_empty) {
        queue_.wake(tag_);
    }
}

std::deque<LogLine> LogReaders::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(lines_, {});
}

bool LogReaders::are_done() {
    const std::lock_guard lock(mutex_);
    return running_ == 0 && lines_.empty();
}

std::vector<std::string> LogReaders::new_problems() {
    const std::lock_guard lock(mutex_);
    return std::exchange(problems_, {});
}

}  // namespace tutor::k8s::internal
