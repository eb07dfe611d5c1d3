// SPDX-License-Identifier: Apache-2.0
//
// What hostile data may cost: how large a result may grow, how much work may be done.
//
//     value::LimitScope scope({.max_bytes = 1 << 20, .max_items = 1'000'000});
//     …                                     // operations below throw when they pass a limit

#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>

namespace tutor::value {

struct Limits {
    std::size_t max_integer_bits = std::size_t{1} << 20;
    std::size_t max_bytes = std::size_t{1} << 30;  ///< of a string, list or tuple
    std::size_t max_held_bytes = SIZE_MAX;         ///< of all strings and containers together
    std::size_t max_items = SIZE_MAX;              ///< gone through by all operations together
    std::stop_token stop = {};                     ///< asked now and then; see `charge`
};

namespace internal {

/// Items that may be gone through before the limits are looked at again.
extern constinit thread_local std::size_t free_items;
void refill(std::size_t items);

/// What strings and containers of this thread take, less what was let go of; only differences
/// mean something.
extern constinit thread_local std::int64_t held_bytes;
/// Before something large is made. @throws PythonError  MemoryError
void require_memory(std::size_t bytes);

}  // namespace internal

/// Holds for the operations of this thread until it ends; scopes nest, each counts its own items.
/// Too large a result is an OverflowError or a MemoryError.
class LimitScope {
public:
    explicit LimitScope(Limits limits) noexcept;
    ~LimitScope();
    LimitScope(const LimitScope&) = delete;
    LimitScope& operator=(const LimitScope&) = delete;

private:
    Limits outer_;
    std::int64_t outer_held_;
    std::size_t outer_items_;
    std::size_t outer_free_;
};

/// Counts `items` that an operation goes through.
///
/// @throws PythonError  RuntimeError beyond `max_items`; "Cancelled" once `stop` was requested
inline void charge(std::size_t items = 1) {
    if (items > internal::free_items) {
        internal::refill(items);
    }
    internal::free_items -= items;
}

/// @throws PythonError  MemoryError when a result of `bytes` is beyond the limit
void require_room(std::size_t bytes);
/// As above for `count` pieces of `size` bytes.
void require_room(std::size_t count, std::size_t size);

}  // namespace tutor::value
