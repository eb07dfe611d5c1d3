// SPDX-License-Identifier: Apache-2.0
//
// How long to wait before the next attempt.

#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <stop_token>

namespace tutor::kube::internal {

/// Doubles from `first` to `longest`; each wait is shortened by a random part of up to a half, so
/// that clients do not come back all at once.
class Backoff {
public:
    Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest)
        : first_(first), longest_(longest), next_(first), random_(std::random_device()()) {}

    std::chrono::milliseconds next() {
        const std::chrono::milliseconds wait = next_;
        next_ = std::min(next_ * 2, longest_);
        std::uniform_int_distribution<std::int64_t> part(0, wait.count() / 2);
        return wait - std::chrono::milliseconds(part(random_));
    }

    /// After a success.
    void reset() { next_ = first_; }

private:
    std::chrono::milliseconds first_;
    std::chrono::milliseconds longest_;
    std::chrono::milliseconds next_;
    std::minstd_rand random_;
};

/// Waits; returns at once, and false, when a stop is requested.
inline bool sleep_for(std::chrono::milliseconds wait, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, wait, [] { return false; });
    return !stop.stop_requested();
}

}  // namespace tutor::kube::internal
