// SPDX-License-Identifier: Apache-2.0
//
// The same for many objects, several at a time.

#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <vector>

namespace tutor::k8s::internal {

/// How many requests run at once.
inline constexpr std::size_t parallel_requests = 8;

/// Calls `work(0)` … `work(count - 1)`, each on some thread, and returns when all are done. What
/// each has thrown stands at its number; null: nothing.
std::vector<std::exception_ptr>
in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace tutor::k8s::internal
