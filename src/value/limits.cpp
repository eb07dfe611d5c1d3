// SPDX-License-Identifier: Apache-2.0

#include "value/limits.hpp"

#include "value/errors.hpp"
#include "value/internal/operators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::value {

namespace {

thread_local Limits limits_in_force;
/// Beyond those that are free.
constinit thread_local std::size_t further_items = 0;

/// What was held when the scope began.
constinit thread_local std::int64_t held_before = 0;

/// Between two looks at the stop token.
constexpr std::size_t portion = 4096;

}  // namespace

namespace internal {

constinit thread_local std::size_t free_items = SIZE_MAX;
constinit thread_local std::int64_t held_bytes = 0;

void require_memory(std::size_t bytes) {
    const std::int64_t held = std::max<std::int64_t>(held_bytes - held_before, 0);
    const std::size_t most = limits_in_force.max_held_bytes;
    if (bytes > most || static_cast<std::size_t>(held) > most - bytes) {
        throw PythonError(
            "MemoryError", fmt::format("more than the limit of {} bytes is in use", most));
    }
}

const Limits& limits() noexcept {
    return limits_in_force;
}

void refill(std::size_t items) {
    if (limits_in_force.stop.stop_requested()) {
        throw PythonError("Cancelled", "the rendering was cancelled");
    }
    require_memory(0);
    const std::size_t left =
        further_items > SIZE_MAX - free_items ? SIZE_MAX : further_items + free_items;
    if (items > left) {
        throw PythonError("RuntimeError", "too many loop items and calls");
    }
    free_items = std::max(items, std::min(left, portion));
    further_items = left - free_items;
}

void require_bits(std::size_t bits) {
    if (bits > limits_in_force.max_integer_bits) {
        throw PythonError(
            "OverflowError",
            fmt::format("integer result has more than {} bits", limits_in_force.max_integer_bits));
    }
}

}  // namespace internal

void require_room(std::size_t bytes) {
    if (bytes > limits_in_force.max_bytes) {
        throw PythonError(
            "MemoryError",
            fmt::format("result is larger than the limit of {} bytes", limits_in_force.max_bytes));
    }
}

void require_room(std::size_t count, std::size_t size) {
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        bytes = SIZE_MAX;
    }
    require_room(bytes);
}

LimitScope::LimitScope(Limits limits) noexcept
    : outer_(std::exchange(limits_in_force, std::move(limits))),
      outer_held_(std::exchange(held_before, internal::held_bytes)),
      outer_items_(std::exchange(further_items, limits_in_force.max_items)),
      outer_free_(std::exchange(internal::free_items, 0)) {}

LimitScope::~LimitScope() {
    limits_in_force = std::move(outer_);
    held_before = outer_held_;
    further_items = outer_items_;
    internal::free_items = outer_free_;
}

}  // namespace tutor::value
