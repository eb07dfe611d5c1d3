// SPDX-License-Identifier: Apache-2.0
//
// What a Value points to: counted cells on the heap. Only value's own headers include this;
// everybody else goes through Value, List and Dict.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace tutor::value {

class Object;
enum class Kind : std::uint8_t;

namespace internal {

/// The count is not atomic: a value graph belongs to one thread at a time.
struct Cell {
    std::uint32_t references = 1;
};

constexpr std::size_t unknown_count = SIZE_MAX;

/// The bytes follow the header in the same allocation.
struct StringCell : Cell {
    std::uint32_t annotation = 0;
    bool secret = false;
    std::size_t size = 0;
    mutable std::size_t hash = 0;                     ///< 0: not computed yet
    mutable std::size_t code_points = unknown_count;  ///< counted when first asked for

    const char* data() const noexcept { return reinterpret_cast<const char*>(this + 1); }
    char* data() noexcept { return reinterpret_cast<char*>(this + 1); }
    std::string_view view() const noexcept { return {data(), size}; }
};

/// Anything that can be part of a cycle; linked while a CycleScope knows it.
struct ContainerCell : Cell {
    explicit ContainerCell(Kind container_kind) noexcept : kind(container_kind) {}

    Kind kind;
    std::uint16_t weight = 0;  ///< of a long sequence, in units of 64 KiB: see value.cpp
    ContainerCell* previous = nullptr;
    ContainerCell* next = nullptr;
};

struct RangeCell : Cell {
    std::int64_t start = 0;
    std::int64_t stop = 0;
    std::int64_t step = 1;

    std::uint64_t length() const noexcept {
        const auto distance = [](std::int64_t low, std::int64_t high) {
            return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
        };
        if (step > 0) {
            return start < stop ? (distance(start, stop) - 1) / static_cast<std::uint64_t>(step) + 1
                                : 0;
        }
        return start > stop
            ? (distance(stop, start) - 1) / (0 - static_cast<std::uint64_t>(step)) + 1
            : 0;
    }
    /// Wraps nowhere: `index` is below length().
    std::int64_t at(std::uint64_t index) const noexcept {
        return static_cast<std::int64_t>(
            static_cast<std::uint64_t>(start) + index * static_cast<std::uint64_t>(step));
    }
};

struct ObjectCell : ContainerCell {
    ObjectCell(Kind object_kind, std::shared_ptr<Object> held) noexcept
        : ContainerCell(object_kind), object(std::move(held)) {}

    std::shared_ptr<Object> object;
};

struct SequenceCell;
struct DictCell;
struct BigIntegerCell;

/// Gives up a cell whose last reference has gone.
void destroy(Cell* cell, Kind kind) noexcept;

/// Room for a string of `size` bytes, to be filled in by the caller.
StringCell* new_string(std::size_t size);

/// As Python's len(); cached.
std::size_t code_points(const StringCell& text) noexcept;

/// Never 0; cached.
std::size_t string_hash(const StringCell& text) noexcept;
std::size_t string_hash(std::string_view text) noexcept;

}  // namespace internal
}  // namespace tutor::value
