// SPDX-License-Identifier: Apache-2.0
//
// Items, slices, membership, length and repetition.

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/internal/search.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace tutor::value {

namespace internal {

std::optional<std::int64_t> clamped_index(const Value& value) {
    if (is_small(value)) {
        return Access::small_integer(value);
    }
    if (value.kind() == Kind::big_integer) {
        return value.as_big_integer().is_negative() ? INT64_MIN : INT64_MAX;
    }
    return std::nullopt;
}

std::optional<std::size_t> resolve_index(std::int64_t index, std::size_t length) {
    if (index < 0) {
        index += static_cast<std::int64_t>(length);
    }
    if (index < 0 || static_cast<std::size_t>(index) >= length) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(index);
}

SliceRange
resolve_slice(const Value& start, const Value& stop, const Value& step, std::size_t length) {
    const auto bound = [](const Value& value) {
        const auto index = clamped_index(value);
        if (!index) {
            raise_type_error("slice indices must be integers or None or have an __index__ method");
        }
        return *index;
    };
    const std::int64_t by = step.is_none() ? 1 : std::max(bound(step), -INT64_MAX);
    if (by == 0) {
        raise_value_error("slice step cannot be zero");
    }
    const auto size = static_cast<std::int64_t>(length);
    const std::int64_t lowest = by < 0 ? -1 : 0;
    const std::int64_t highest = by < 0 ? size - 1 : size;
    const auto place = [&](const Value& value, std::int64_t missing) {
        if (value.is_none()) {
            return missing;
        }
        const std::int64_t index = bound(value);
        return std::clamp(index < 0 ? index + size : index, lowest, highest);
    };
    const std::int64_t from = place(start, by < 0 ? highest : lowest);
    const std::int64_t to = place(stop, by < 0 ? lowest : highest);
    std::size_t count = 0;
    if (by < 0 && to < from) {
        count = static_cast<std::size_t>((from - to - 1) / -by + 1);
    } else if (by > 0 && from < to) {
        count = static_cast<std::size_t>((to - from - 1) / by + 1);
    }
    return {from, to, by, count};
}

Value character(const Value& text, std::size_t index) {
    const std::string_view utf8 = text.as_string();
    if (text.is_ascii()) {
        return make_string(text.kind(), utf8.substr(index, 1), text.mark());
    }
    const std::size_t begin = unicode::offset_of(utf8, index);
    std::size_t end = begin;
    unicode::decode(utf8, end);
    return make_string(text.kind(), utf8.substr(begin, end - begin), text.mark());
}

Value repeat(const Value& sequence, const Value& count) {
    if (count.kind() == Kind::big_integer && !count.as_big_integer().is_negative()) {
        throw PythonError("OverflowError", "cannot fit 'int' into an index-sized integer");
    }
    const std::int64_t wanted = clamped_index(count).value_or(0);
    const std::size_t times = wanted < 0 ? 0 : static_cast<std::size_t>(wanted);
    if (sequence.is_string()) {
        const std::string_view piece = sequence.as_string();
        require_room(times, piece.size());
        if (times == 0 || piece.empty()) {
            return make_string(sequence.kind(), "", sequence.mark());
        }
        StringCell* const cell = new_string(times * piece.size());
        for (std::size_t i = 0; i < times; ++i) {
            std::memcpy(cell->data() + i * piece.size(), piece.data(), piece.size());
        }
        cell->secret = sequence.is_secret();
        return Access::adopt(sequence.kind(), cell);
    }
    const std::vector<Value>& piece = sequence.items();
    require_room(times, piece.size() * sizeof(Value));
    std::vector<Value> items;
    if (!piece.empty()) {
        items.reserve(times * piece.size());
        for (std::size_t i = 0; i < times; ++i) {
            items.insert(items.end(), piece.begin(), piece.end());
        }
    }
    return sequence.is_list() ? Value(List(std::move(items))) : Value::tuple(std::move(items));
}

}  // namespace internal

namespace {

[[noreturn]] void bad_index(const Value& container, const Value& key) {
    if (container.is_string()) {
        internal::raise_type_error("string indices must be integers, not '" + type_name(key) + "'");
    }
    internal::raise_type_error(fmt::format(
        "{} indices must be integers or slices, not {}", type_name(container), type_name(key)));
}

[[noreturn]] void index_out_of_range(const Value& container) {
    const std::string what = container.is_string() ? "string index"
        : container.is_range()                     ? "range object index"
                                                   : type_name(container) + " index";
    throw PythonError("IndexError", what + " out of range");
}

bool is_hashable(const Value& value) {
    switch (value.kind()) {
    case Kind::list:
    case Kind::dict: return false;
    case Kind::tuple: return std::all_of(value.items().begin(), value.items().end(), is_hashable);
    case Kind::object:
    case Kind::undefined: return value.as_object()->hash().has_value();
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real:
    case Kind::string:
    case Kind::markup:
    case Kind::range: break;
    }
    return true;
}

/// The item of a string, list, tuple or range; none when there is no such one.
std::optional<Value> item_at(const Value& container, std::int64_t index) {
    const std::size_t length = container.is_string() ? container.code_point_count()
        : container.is_range()                       ? container.as_range().length()
                                                     : container.items().size();
    const auto at = internal::resolve_index(index, length);
    if (!at) {
        return std::nullopt;
    }
    if (container.is_string()) {
        return internal::character(container, *at);
    }
    if (container.is_range()) {
        return Value(container.as_range().at(*at));
    }
    return container.items()[*at];
}

bool is_indexed(const Value& value) {
    return value.is_list() || value.is_tuple() || value.is_string() || value.is_range();
}

bool range_contains(const internal::RangeCell& range, std::int64_t number) {
    const bool inside = range.step > 0 ? number >= range.start && number < range.stop
                                       : number <= range.start && number > range.stop;
    if (!inside) {
        return false;
    }
    const auto distance = range.step > 0
        ? static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(range.start)
        : static_cast<std::uint64_t>(range.start) - static_cast<std::uint64_t>(number);
    const auto step = range.step > 0 ? static_cast<std::uint64_t>(range.step)
                                     : 0 - static_cast<std::uint64_t>(range.step);
    return distance % step == 0;
}

bool range_contains(const Value& range, const Value& item) {
    if (!internal::is_numeric(item)) {
        if (item.is_object() || item.is_undefined()) {
            const Iteration next = iterate(range);
            while (const auto number = next()) {
                if (equal(*number, item)) {
                    return true;
                }
            }
        }
        return false;
    }
    const Value whole =
        item.is_real() && item.as_real() == item.as_real() && item.as_real() - item.as_real() == 0
        ? internal::integer_of(item.as_real())
        : item;
    return internal::is_small(whole) && equal(whole, item)
        && range_contains(range.as_range(), Access::small_integer(whole));
}

bool object_contains(const Value& container, const Value& item) {
    Object& object = *container.as_object();
    if (const auto found = object.contains(item)) {
        return *found;
    }
    const auto next = object.iterate();
    if (!next) {
        internal::raise_type_error(
            "argument of type '" + type_name(container) + "' is not iterable");
    }
    while (const auto candidate = (*next)()) {
        charge();
        if (candidate->is(item) || equal(*candidate, item)) {
            return true;
        }
    }
    return false;
}

}  // namespace

Value get_item(const Value& container, const Value& key) {
    if (is_indexed(container)) {
        if (!internal::is_integral(key)) {
            bad_index(container, key);
        }
        if (key.kind() == Kind::big_integer && !container.is_range()) {
            throw PythonError("IndexError", "cannot fit 'int' into an index-sized integer");
        }
        std::optional<Value> item;
        if (internal::is_small(key)) {
            item = item_at(container, Access::small_integer(key));
        }
        if (!item) {
            index_out_of_range(container);
        }
        return *std::move(item);
    }
    if (container.is_dict()) {
        const Value* const found = container.as_dict().find(key);
        if (found == nullptr) {
            throw PythonError("KeyError", repr_masked(key));
        }
        return *found;
    }
    if (container.is_object() || container.is_undefined()) {
        if (auto item = container.as_object()->item(key)) {
            return *std::move(item);
        }
    }
    throw PythonError("TypeError", "'" + type_name(container) + "' object is not subscriptable");
}

std::optional<Value> find_item(const Value& container, const Value& key) {
    if (container.is_dict()) {
        const internal::DictCell& cell = Access::dict(container);
        if (!is_hashable(key)) {
            return std::nullopt;
        }
        const std::size_t slot = cell.find(key, internal::key_hash(key));
        if (slot == internal::DictCell::nowhere) {
            return std::nullopt;
        }
        return cell.slots[slot].entry.value;
    }
    if (is_indexed(container)) {
        return internal::is_small(key) ? item_at(container, Access::small_integer(key))
                                       : std::nullopt;
    }
    if (container.is_object() || container.is_undefined()) {
        return container.as_object()->item(key);
    }
    return std::nullopt;
}

Value get_slice(const Value& container, const Value& start, const Value& stop, const Value& step) {
    if (container.is_dict()) {
        internal::raise_type_error("unhashable type: 'slice'");
    }
    if (!is_indexed(container)) {
        // An undefined raises its own error.
        if (container.is_undefined()) {
            return get_item(container, Value());
        }
        internal::raise_type_error("'" + type_name(container) + "' object is not subscriptable");
    }
    const auto slice = internal::resolve_slice(start, stop, step, length(container));
    if (container.is_range()) {
        const internal::RangeCell& range = container.as_range();
        std::int64_t step_by = 0;
        std::int64_t first = 0;
        std::int64_t last = 0;
        if (__builtin_mul_overflow(range.step, slice.step, &step_by)
            || __builtin_mul_overflow(slice.start, range.step, &first)
            || __builtin_add_overflow(first, range.start, &first)
            || __builtin_mul_overflow(slice.stop, range.step, &last)
            || __builtin_add_overflow(last, range.start, &last)) {
            throw PythonError("OverflowError", "range is beyond 64 bits");
        }
        return Value::range(first, last, step_by);
    }
    if (!container.is_string()) {
        std::vector<Value> items;
        items.reserve(slice.count);
        std::int64_t at = slice.start;
        for (std::size_t i = 0; i < slice.count; ++i, at += slice.step) {
            items.push_back(container.items()[static_cast<std::size_t>(at)]);
        }
        return container.is_list() ? Value(List(std::move(items))) : Value::tuple(std::move(items));
    }
    const std::string_view text = container.as_string();
    if (slice.step == 1) {
        const auto first = static_cast<std::size_t>(slice.start);
        if (container.is_ascii()) {
            return internal::make_string(
                container.kind(), text.substr(first, slice.count), container.mark());
        }
        const std::size_t begin = unicode::offset_of(text, first);
        const std::size_t size = unicode::offset_of(text.substr(begin), slice.count);
        return internal::make_string(container.kind(), text.substr(begin, size), container.mark());
    }
    std::vector<std::size_t> offsets;
    for (std::size_t offset = 0; offset < text.size(); unicode::decode(text, offset)) {
        offsets.push_back(offset);
    }
    offsets.push_back(text.size());
    std::string picked;
    std::int64_t at = slice.start;
    for (std::size_t i = 0; i < slice.count; ++i, at += slice.step) {
        const auto index = static_cast<std::size_t>(at);
        picked += text.substr(offsets[index], offsets[index + 1] - offsets[index]);
    }
    return internal::make_string(container.kind(), picked, container.mark());
}

bool contains(const Value& container, const Value& item) {
    switch (container.kind()) {
    case Kind::string:
    case Kind::markup:
        if (!item.is_string()) {
            internal::raise_type_error(
                "'in <string>' requires string as left operand, not " + type_name(item));
        }
        return internal::find_text(container.as_string(), item.as_string())
            != std::string_view::npos;
    case Kind::list:
    case Kind::tuple:
        for (std::size_t i = 0; i < container.items().size(); ++i) {
            charge();
            const Value candidate = container.items()[i];
            if (candidate.is(item) || equal(candidate, item)) {
                return true;
            }
        }
        return false;
    case Kind::dict: return container.as_dict().find(item) != nullptr;
    case Kind::range: return range_contains(container, item);
    case Kind::object:
    case Kind::undefined: return object_contains(container, item);
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real: break;
    }
    throw PythonError(
        "TypeError", "argument of type '" + type_name(container) + "' is not iterable");
}

std::optional<std::size_t> find_length(const Value& value) {
    switch (value.kind()) {
    case Kind::string:
    case Kind::markup: return value.code_point_count();
    case Kind::list:
    case Kind::tuple: return value.items().size();
    case Kind::dict: return value.as_dict().size();
    case Kind::range: return value.as_range().length();
    case Kind::object:
    case Kind::undefined: return value.as_object()->length();
    case Kind::none:
    case Kind::boolean:
    case Kind::integer:
    case Kind::big_integer:
    case Kind::real: break;
    }
    return std::nullopt;
}

std::size_t length(const Value& value) {
    const auto found = find_length(value);
    if (!found) {
        internal::raise_type_error("object of type '" + type_name(value) + "' has no len()");
    }
    if (*found > static_cast<std::size_t>(INT64_MAX)) {
        throw PythonError("OverflowError", "Python int too large to convert to C ssize_t");
    }
    return *found;
}

}  // namespace tutor::value
