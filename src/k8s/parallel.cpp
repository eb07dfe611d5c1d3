// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace tutor::k8s::internal {

std::vector<std::exception_ptr>
in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<std::exception_ptr> problems(count);
    std::atomic<std::size_t> next{0};
    const auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) {
                problems[i] = std::current_exception();
            }
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(count, parallel_requests); ++i) {
        threads.emplace_back(run);
    }
    run();
    threads.clear();  // joins
    return problems;
}

}  // namespace tutor::k8s::internal
