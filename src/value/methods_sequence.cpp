// SPDX-License-Identifier: Apache-2.0
//
// Methods of lists, tuples and ranges.

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/internal/parameters.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::value::internal {

namespace {

/// Counts moving the items of a sequence.
void charge_move(const Value& self) {
    constexpr std::size_t moved_per_item = 16;
    charge(self.items().size() / moved_per_item);
}

bool is_same(const Value& a, const Value& b) {
    return a.is(b) || equal(a, b);
}

Value append(const Value& self, Arguments& arguments) {
    const Value& item = take_one(self, "append", arguments);
    require_room(self.items().size() + 1, sizeof(Value));
    Access::list_items(self).push_back(item);
    return {};
}

Value clear(const Value& self, Arguments& arguments) {
    take_none(self, "clear", arguments);
    const std::vector<Value> gone = std::move(Access::list_items(self));
    Access::list_items(self).clear();
    return {};
}

Value copy(const Value& self, Arguments& arguments) {
    take_none(self, "copy", arguments);
    charge_move(self);
    return List(self.items());
}

Value count(const Value& self, Arguments& arguments) {
    const Value& wanted = take_one(self, "count", arguments);
    charge(self.items().size());
    std::int64_t found = 0;
    for (std::size_t i = 0; i < self.items().size(); ++i) {
        found += is_same(Value(self.items()[i]), wanted) ? 1 : 0;
    }
    return found;
}

Value extend(const Value& self, Arguments& arguments) {
    std::vector<Value> more = to_vector(take_one(self, "extend", arguments));
    std::vector<Value>& items = Access::list_items(self);
    require_room(items.size() + more.size(), sizeof(Value));
    items.insert(
        items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return {};
}

std::size_t clipped(const Arguments& arguments, std::size_t at, std::size_t size, bool to_end) {
    const Value* const given = argument(arguments, at);
    if (given == nullptr) {
        return to_end ? size : 0;
    }
    const auto number = clamped_index(*given);
    if (!number) {
        raise_type_error("slice indices must be integers or have an __index__ method");
    }
    const auto length = static_cast<std::int64_t>(size);
    const std::int64_t index = *number < 0 ? *number + length : *number;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(index, 0, length));
}

Value index(const Value& self, Arguments& arguments) {
    take_between(self, "index", arguments, 1, 3);
    const Value& wanted = arguments.positional[0];
    const std::size_t size = self.items().size();
    charge(size);
    const std::size_t stop = clipped(arguments, 2, size, true);
    for (std::size_t i = clipped(arguments, 1, size, false); i < stop && i < self.items().size();
         ++i) {
        if (is_same(Value(self.items()[i]), wanted)) {
            return static_cast<std::int64_t>(i);
        }
    }
    raise_value_error(
        self.is_list() ? repr_masked(wanted) + " is not in list"
                       : "tuple.index(x): x not in tuple");
}

Value insert(const Value& self, Arguments& arguments) {
    take_between(self, "insert", arguments, 2, 2);
    const std::int64_t given = index_argument(arguments.positional[0]);
    std::vector<Value>& items = Access::list_items(self);
    require_room(items.size() + 1, sizeof(Value));
    charge_move(self);
    const auto size = static_cast<std::int64_t>(items.size());
    const std::int64_t at = std::clamp<std::int64_t>(given < 0 ? given + size : given, 0, size);
    items.insert(items.begin() + at, arguments.positional[1]);
    return {};
}

Value pop(const Value& self, Arguments& arguments) {
    take_between(self, "pop", arguments, 0, 1);
    const Value* const given = argument(arguments, 0);
    const std::int64_t wanted = given == nullptr ? -1 : index_argument(*given);
    std::vector<Value>& items = Access::list_items(self);
    if (wanted >= 0) {
        charge_move(self);
    }
    if (items.empty()) {
        throw PythonError("IndexError", "pop from empty list");
    }
    const auto at = resolve_index(wanted, items.size());
    if (!at) {
        throw PythonError("IndexError", "pop index out of range");
    }
    Value item = std::move(items[*at]);
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(*at));
    return item;
}

Value remove(const Value& self, Arguments& arguments) {
    const Value& wanted = take_one(self, "remove", arguments);
    charge(self.items().size());
    for (std::size_t i = 0; i < self.items().size(); ++i) {
        if (is_same(Value(self.items()[i]), wanted)) {
            std::vector<Value>& items = Access::list_items(self);
            if (i < items.size()) {
                const Value gone = std::move(items[i]);
                items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
            }
            return {};
        }
    }
    raise_value_error("list.remove(x): x not in list");
}

Value reverse(const Value& self, Arguments& arguments) {
    take_none(self, "reverse", arguments);
    charge_move(self);
    std::reverse(Access::list_items(self).begin(), Access::list_items(self).end());
    return {};
}

/// Sorts `items` by `key`, stable; descending keeps the order of equals too, as in Python.
void sort_items(std::vector<Value>& items, const Value* key, bool descending) {
    struct Keyed {
        Value key;
        Value item;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(items.size());
    for (const Value& item : items) {
        if (key == nullptr || key->is_none()) {
            keyed.push_back({item, item});
        } else {
            Arguments arguments{{item}, {}};
            keyed.push_back({call(*key, arguments), item});
        }
    }
    std::stable_sort(keyed.begin(), keyed.end(), [descending](const Keyed& a, const Keyed& b) {
        charge();
        return descending ? less(b.key, a.key) : less(a.key, b.key);
    });
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i] = std::move(keyed[i].item);
    }
}

Value sort(const Value& self, Arguments& arguments) {
    const auto given = take_named("sort", arguments, {"key", "reverse"});
    if (!arguments.positional.empty()) {
        raise_type_error("sort() takes no positional arguments");
    }
    const bool descending = given[1] != nullptr && index_argument(*given[1]) != 0;
    // The list looks empty meanwhile: a key function cannot disturb the sorting.
    std::vector<Value> items = std::move(Access::list_items(self));
    Access::list_items(self).clear();
    const auto put_back = [&self, &items] {
        std::swap(Access::list_items(self), items);
        return items.empty();
    };
    try {
        sort_items(items, given[0], descending);
    } catch (...) {
        put_back();
        throw;
    }
    if (!put_back()) {
        raise_value_error("list modified during sort");
    }
    return {};
}

constexpr Method table_of_list[] = {
    {"append", append},
    {"clear", clear},
    {"copy", copy},
    {"count", count},
    {"extend", extend},
    {"index", index},
    {"insert", insert},
    {"pop", pop},
    {"remove", remove},
    {"reverse", reverse},
    {"sort", sort},
};

constexpr Method table_of_tuple[] = {
    {"count", count},
    {"index", index},
};

std::optional<std::int64_t> position_in_range(const Value& self, const Value& wanted) {
    if (!contains(self, wanted)) {
        return std::nullopt;
    }
    std::int64_t position = 0;
    if (is_numeric(wanted)) {
        const Value distance = subtract(wanted, self.as_range().start);
        const Value steps = floor_divide(distance, self.as_range().step);
        return steps.is_real() ? static_cast<std::int64_t>(steps.as_real())
                               : Access::small_integer(steps);
    }
    const Iteration next = iterate(self);
    while (const auto number = next()) {
        if (equal(*number, wanted)) {
            return position;
        }
        ++position;
    }
    return std::nullopt;
}

Value range_count(const Value& self, Arguments& arguments) {
    return contains(self, take_one(self, "count", arguments)) ? 1 : 0;
}

Value range_index(const Value& self, Arguments& arguments) {
    const Value& wanted = take_one(self, "index", arguments);
    const auto position = position_in_range(self, wanted);
    if (!position) {
        raise_value_error(
            is_integral(wanted) ? repr(wanted) + " is not in range"
                                : "sequence.index(x): x not in sequence");
    }
    return *position;
}

constexpr Method table_of_range[] = {
    {"count", range_count},
    {"index", range_index},
};

}  // namespace

std::span<const Method> list_methods() {
    return table_of_list;
}
std::span<const Method> tuple_methods() {
    return table_of_tuple;
}
std::span<const Method> range_methods() {
    return table_of_range;
}

}  // namespace tutor::value::internal
