// SPDX-License-Identifier: Apache-2.0
//
// Following what several containers print, each on a thread of its own.

#pragma once

#include "kube/client.hpp"
#include "kube/logs.hpp"
#include "kube/watch.hpp"

#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tutor::k8s::internal {

struct LogLine {
    std::size_t reader = 0;  ///< in the order of `follow`
    std::string text;
};

/// Lines of one container keep their order. Reading ends with the object.
class LogReaders {
public:
    /// `queue` is woken, with `tag`, when there is something to take. Both must outlive it.
    LogReaders(const kube::Client& client, kube::WatchQueue& queue, int tag)
        : client_(client), queue_(queue), tag_(tag) {}
    ~LogReaders();
    LogReaders(const LogReaders&) = delete;
    LogReaders& operator=(const LogReaders&) = delete;

    void follow(const std::string& pod, const kube::LogOptions& options);

    /// What has come since the last call.
    std::deque<LogLine> take();
    /// Whether everything has been read to its end (and `take` given all but what it gives next).
    bool are_done();
    /// Why some could not be read, once.
    std::vector<std::string> new_problems();

private:
    void read(
        std::size_t number,
        const std::string& pod,
        const kube::LogOptions& options,
        const std::stop_token& stop);
    void add(LogLine line);

    const kube::Client& client_;
    kube::WatchQueue& queue_;
    int tag_;
    std::mutex mutex_;  ///< guards what follows
    std::deque<LogLine> lines_;
    std::vector<std::string> problems_;
    std::size_t running_ = 0;
    std::vector<std::jthread> threads_;
};

}  // namespace tutor::k8s::internal
