// SPDX-License-Identifier: Apache-2.0
//
// Memory of one compiled template: nodes, names and unescaped strings live until the whole
// arena goes.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace tutor::jinja {

/// A fixed run of items in the arena.
template <class T>
struct Span {
    T* data = nullptr;
    std::size_t count = 0;

    T* begin() const { return data; }
    T* end() const { return data + count; }
    bool empty() const { return count == 0; }
    std::size_t size() const { return count; }
    T& operator[](std::size_t index) const { return data[index]; }
    T& back() const { return data[count - 1]; }
};

class Arena {
public:
    Arena() = default;
    ~Arena() {
        while (last_ != nullptr) {
            ::operator delete(std::exchange(last_, last_->previous));
        }
    }
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    void* allocate(std::size_t bytes, std::size_t alignment) {
        std::size_t offset = (used_ + alignment - 1) & ~(alignment - 1);
        if (offset + bytes > capacity_) {
            grow(bytes);
            offset = 0;
        }
        used_ = offset + bytes;
        return block_ + offset;
    }

    /// Items of an arena are never destroyed.
    template <class T, class... Arguments>
    T* make(Arguments&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (allocate(sizeof(T), alignof(T))) T{std::forward<Arguments>(arguments)...};
    }

    template <class T>
    Span<T> copy(const std::vector<T>& items) {
        return copy(items.data(), items.size());
    }

    template <class T>
    Span<T> copy(const T* items, std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T>);
        if (count == 0) {
            return {};
        }
        T* data = static_cast<T*>(allocate(sizeof(T) * count, alignof(T)));
        std::memcpy(static_cast<void*>(data), items, sizeof(T) * count);
        return {data, count};
    }

    std::string_view copy(std::string_view text) {
        const auto bytes = copy(text.data(), text.size());
        return {bytes.data, bytes.count};
    }

private:
    struct alignas(std::max_align_t) Block {
        Block* previous;
    };

    void grow(std::size_t bytes) {
        const std::size_t size = std::max(capacity_ == 0 ? 4000 : capacity_ * 2, bytes);
        last_ = new (::operator new(sizeof(Block) + size)) Block{last_};
        block_ = reinterpret_cast<std::byte*>(last_ + 1);
        capacity_ = size;
    }

    Block* last_ = nullptr;
    std::byte* block_ = nullptr;  // behind the header of last_
    std::size_t used_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace tutor::jinja
