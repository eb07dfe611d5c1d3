// SPDX-License-Identifier: Apache-2.0

#include "value/value.hpp"

#include "value/big_integer.hpp"
#include "value/cycles.hpp"
#include "value/internal/access.hpp"
#include "value/object.hpp"
#include "value/unicode.hpp"

#include <array>
#include <cstring>
#include <new>

namespace tutor::value {

namespace internal {

namespace {

/// Containers to be freed once the one being freed now is done: freeing them at once would
/// need a stack as deep as the data.
struct Pending {
    int depth = 0;
    ContainerCell* first = nullptr;  // linked by `next`
};

constexpr int deepest_release = 50;
thread_local Pending pending;

void free_container(ContainerCell* cell) noexcept {
    switch (cell->kind) {
    case Kind::dict: delete static_cast<DictCell*>(cell); break;
    case Kind::list:
    case Kind::tuple: delete static_cast<SequenceCell*>(cell); break;
    case Kind::undefined:
    case Kind::object: delete static_cast<ObjectCell*>(cell); break;
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real:
    case Kind::string:
    case Kind::markup:
    case Kind::range: TUTOR_ASSERT(false);
    }
}

void destroy_container(ContainerCell* cell) noexcept {
    untrack(*cell);
    if (pending.depth >= deepest_release) {
        cell->next = pending.first;
        pending.first = cell;
        return;
    }
    ++pending.depth;
    free_container(cell);
    --pending.depth;
    while (pending.depth == 0 && pending.first != nullptr) {
        ContainerCell* const next = pending.first;
        pending.first = next->next;
        next->next = nullptr;
        ++pending.depth;
        free_container(next);
        --pending.depth;
    }
}

/// Strings of one ASCII character, and the empty one, are made once.
struct SmallStrings {
    SmallStrings() {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::size_t size = i == 128 ? 0 : 1;
            cells[i] = new_string(size);
            *cells[i]->data() = static_cast<char>(i);
            cells[i]->code_points = size;
            string_hash(*cells[i]);
        }
    }
    std::array<StringCell*, 129> cells{};
};

StringCell* small_string(std::string_view text) {
    static const SmallStrings small;
    return small.cells[text.empty() ? 128 : static_cast<unsigned char>(text.front())];
}

bool is_small(std::string_view text, Mark mark) {
    return mark == Mark::plain
        && (text.empty() || (text.size() == 1 && static_cast<unsigned char>(text.front()) < 0x80));
}

}  // namespace

StringCell* new_string(std::size_t size) {
    void* const memory = ::operator new(sizeof(StringCell) + size + 1);
    auto* const cell = new (memory) StringCell;
    cell->size = size;
    return cell;
}

void destroy(Cell* cell, Kind kind) noexcept {
    switch (kind) {
    case Kind::string:
    case Kind::markup:
        static_cast<StringCell*>(cell)->~StringCell();
        ::operator delete(cell);
        break;
    case Kind::big_integer: delete static_cast<BigIntegerCell*>(cell); break;
    case Kind::range: delete static_cast<RangeCell*>(cell); break;
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::real: TUTOR_ASSERT(false); break;
    case Kind::list:
    case Kind::tuple:
    case Kind::dict:
    case Kind::undefined:
    case Kind::object: destroy_container(static_cast<ContainerCell*>(cell)); break;
    }
}

std::size_t code_points(const StringCell& text) noexcept {
    if (text.code_points == unknown_count) {
        text.code_points = unicode::count(text.view());
    }
    return text.code_points;
}

std::size_t string_hash(const StringCell& text) noexcept {
    if (text.hash == 0) {
        text.hash = string_hash(text.view());
    }
    return text.hash;
}

// Eight bytes at a time, folded by a wide multiplication. Not meant to withstand an attacker:
// keys come from the user's own files.
std::size_t string_hash(std::string_view text) noexcept {
    __extension__ using Wide = unsigned __int128;
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    std::uint64_t state = text.size() * factor;
    const auto fold = [&state](std::uint64_t word) {
        const Wide product = static_cast<Wide>(state ^ word) * (factor ^ (word << 1U | 1U));
        state = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
    };
    const char* data = text.data();
    std::size_t left = text.size();
    for (; left >= 8; left -= 8, data += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, data, 8);
        fold(word);
    }
    std::uint64_t word = 0;
    if (left != 0) {
        std::memcpy(&word, data, left);
    }
    fold(word);
    state ^= state >> 29U;
    return state == 0 ? 1 : state;
}

Value make_string(Kind kind, std::string_view utf8, Mark mark) {
    if (is_small(utf8, mark)) {
        return Access::immortal(kind, small_string(utf8));
    }
    StringCell* const cell = new_string(utf8.size());
    std::memcpy(cell->data(), utf8.data(), utf8.size());
    cell->secret = mark == Mark::secret;
    return Access::adopt(kind, cell);
}

Value make_string(Kind kind, std::string_view first, std::string_view second, Mark mark) {
    if (first.empty() || second.empty()) {
        return make_string(kind, first.empty() ? second : first, mark);
    }
    StringCell* const cell = new_string(first.size() + second.size());
    std::memcpy(cell->data(), first.data(), first.size());
    std::memcpy(cell->data() + first.size(), second.data(), second.size());
    cell->secret = mark == Mark::secret;
    return Access::adopt(kind, cell);
}

}  // namespace internal

Value::Value(const char* utf8) : Value(std::string_view(utf8)) {}

Value::Value(std::string_view utf8)
    : Value(internal::make_string(Kind::string, utf8, Mark::plain)) {}

Value::Value(const std::string& utf8) : Value(std::string_view(utf8)) {}

Value Value::tuple(std::vector<Value> items) {
    auto* const cell = new internal::SequenceCell(Kind::tuple);
    cell->items = std::move(items);
    internal::track(*cell);
    return {Kind::tuple, cell};
}

Value Value::string(std::string_view utf8, Mark mark) {
    return internal::make_string(Kind::string, utf8, mark);
}

Value Value::markup(std::string_view utf8, Mark mark) {
    return internal::make_string(Kind::markup, utf8, mark);
}

Value Value::secret(std::string_view utf8) {
    return internal::make_string(Kind::string, utf8, Mark::secret);
}

Value Value::integer_from_digits(std::string_view digits) {
    return big(BigInteger::from_digits(digits));
}

Value Value::big(const BigInteger& integer) {
    if (const auto small = integer.to_int64()) {
        return *small;
    }
    auto* const cell = new internal::BigIntegerCell;
    cell->value = integer;
    return {Kind::big_integer, cell};
}

Value Value::range(std::int64_t start, std::int64_t stop, std::int64_t step) {
    TUTOR_ASSERT(step != 0);
    auto* const cell = new internal::RangeCell;
    cell->start = start;
    cell->stop = stop;
    cell->step = step;
    return {Kind::range, cell};
}

Value Value::object(std::shared_ptr<Object> object) {
    auto* const cell = new internal::ObjectCell(Kind::object, std::move(object));
    internal::track(*cell);
    return {Kind::object, cell};
}

Value Value::undefined(std::shared_ptr<Object> object) {
    auto* const cell = new internal::ObjectCell(Kind::undefined, std::move(object));
    internal::track(*cell);
    return {Kind::undefined, cell};
}

const std::shared_ptr<Object>& Value::as_object() const {
    TUTOR_ASSERT(kind_ == Kind::object || kind_ == Kind::undefined);
    return static_cast<const internal::ObjectCell*>(cell_)->object;
}

const BigInteger& Value::as_big_integer() const {
    TUTOR_ASSERT(kind_ == Kind::big_integer);
    return static_cast<const internal::BigIntegerCell*>(cell_)->value;
}

const internal::RangeCell& Value::as_range() const {
    TUTOR_ASSERT(kind_ == Kind::range);
    return *static_cast<const internal::RangeCell*>(cell_);
}

Value Value::with_annotation(std::uint32_t annotation) const {
    const std::string_view text = as_string();
    internal::StringCell* const cell = internal::new_string(text.size());
    std::memcpy(cell->data(), text.data(), text.size());
    cell->secret = is_secret();
    cell->annotation = annotation;
    return {kind_, cell};
}

namespace {

internal::SequenceCell* new_list(std::vector<Value> items) {
    auto* const cell = new internal::SequenceCell(Kind::list);
    cell->items = std::move(items);
    internal::track(*cell);
    return cell;
}

}  // namespace

List::List() : cell_(new_list({})) {}
List::List(std::initializer_list<Value> items) : cell_(new_list(items)) {}
List::List(std::vector<Value> items) : cell_(new_list(std::move(items))) {}

}  // namespace tutor::value
