// SPDX-License-Identifier: Apache-2.0
//
// Methods of dicts, and the views they give.

#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/operators.hpp"
#include "value/internal/parameters.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

namespace tutor::value {

namespace {

/// What keys(), values() and items() give: always the dict as it is now.
class View final : public Object {
public:
    View(const Dict& dict, DictViewKind kind) : view_{dict, kind} {}

    const DictView& view() const { return view_; }

    std::string type_name() const override {
        switch (view_.kind) {
        case DictViewKind::keys: return "dict_keys";
        case DictViewKind::values: return "dict_values";
        case DictViewKind::items: return "dict_items";
        }
        return {};
    }
    std::string repr() const override {
        List items;
        for (const Dict::Entry& entry : view_.dict) {
            items.append(shown(entry));
        }
        return type_name() + "(" + value::repr(items) + ")";
    }
    bool truth() const override { return !view_.dict.empty(); }
    std::optional<std::size_t> length() const override { return view_.dict.size(); }

    std::optional<bool> contains(const Value& item) const override {
        switch (view_.kind) {
        case DictViewKind::keys: return view_.dict.contains(item);
        case DictViewKind::values: return std::nullopt;
        case DictViewKind::items: break;
        }
        if (!item.is_tuple() || item.items().size() != 2) {
            return false;
        }
        const Value* const found = view_.dict.find(item.items()[0]);
        return found != nullptr && equal(*found, item.items()[1]);
    }

    std::optional<Iteration> iterate() override {
        return [dict = view_.dict,
                kind = view_.kind,
                at = view_.dict.begin(),
                size = view_.dict.size()]() mutable -> std::optional<Value> {
            if (dict.size() != size) {
                throw PythonError("RuntimeError", "dictionary changed size during iteration");
            }
            if (at.at_end()) {
                return std::nullopt;
            }
            Value item = shown(*at, kind);
            ++at;
            return item;
        };
    }

    bool equals(const Value& other) const override {
        const auto their = as_dict_view(other);
        if (!their || view_.kind == DictViewKind::values || their->kind == DictViewKind::values) {
            return Object::equals(other);
        }
        if (their->dict.size() != view_.dict.size()) {
            return false;
        }
        for (const Dict::Entry& entry : view_.dict) {
            if (!value::contains(other, shown(entry))) {
                return false;
            }
        }
        return true;
    }

    std::optional<std::size_t> hash() const override {
        return view_.kind == DictViewKind::values ? Object::hash() : std::nullopt;
    }

    std::optional<Value> attribute(std::string_view name) const override {
        if (name != "isdisjoint" || view_.kind == DictViewKind::values) {
            return std::nullopt;
        }
        static constexpr Method method = {"isdisjoint", is_disjoint};
        return bind_method(dict_view(view_.dict, view_.kind), method);
    }

    void visit_references(const std::function<void(const Value&)>& visit) const override {
        visit(view_.dict);
    }
    void clear_references() override { view_.dict = Dict(); }

private:
    static Value is_disjoint(const Value& self, Arguments& arguments) {
        const Iteration next = value::iterate(internal::take_one(self, "isdisjoint", arguments));
        while (const auto item = next()) {
            if (value::contains(self, *item)) {
                return false;
            }
        }
        return true;
    }

    Value shown(const Dict::Entry& entry) const { return shown(entry, view_.kind); }
    static Value shown(const Dict::Entry& entry, DictViewKind kind) {
        switch (kind) {
        case DictViewKind::keys: return entry.key;
        case DictViewKind::values: return entry.value;
        case DictViewKind::items: break;
        }
        return Value::tuple({entry.key, entry.value});
    }

    DictView view_;
};

}  // namespace

Value dict_view(const Dict& dict, DictViewKind kind) {
    return Value::object(std::make_shared<View>(dict, kind));
}

std::optional<DictView> as_dict_view(const Value& value) {
    if (!value.is_object()) {
        return std::nullopt;
    }
    const auto* const view = dynamic_cast<const View*>(value.as_object().get());
    return view == nullptr ? std::nullopt : std::optional(view->view());
}

namespace internal {

namespace {

Value clear(const Value& self, Arguments& arguments) {
    take_none(self, "clear", arguments);
    self.as_dict().clear();
    return {};
}

Value copy(const Value& self, Arguments& arguments) {
    take_none(self, "copy", arguments);
    Dict copied;
    copied.reserve(self.as_dict().size());
    for (const auto& [key, value] : self.as_dict()) {
        copied.set(key, value);
    }
    return copied;
}

Value fromkeys(const Value& self, Arguments& arguments) {
    take_between(self, "fromkeys", arguments, 1, 2);
    const Value* const value = argument(arguments, 1);
    Dict dict;
    const Iteration next = iterate(arguments.positional[0]);
    while (const auto key = next()) {
        dict.set(*key, value == nullptr ? Value() : *value);
    }
    return dict;
}

Value get(const Value& self, Arguments& arguments) {
    take_between(self, "get", arguments, 1, 2);
    if (const Value* const found = self.as_dict().find(arguments.positional[0])) {
        return *found;
    }
    const Value* const missing = argument(arguments, 1);
    return missing == nullptr ? Value() : *missing;
}

Value keys(const Value& self, Arguments& arguments) {
    take_none(self, "keys", arguments);
    return dict_view(self.as_dict(), DictViewKind::keys);
}
Value values(const Value& self, Arguments& arguments) {
    take_none(self, "values", arguments);
    return dict_view(self.as_dict(), DictViewKind::values);
}
Value items(const Value& self, Arguments& arguments) {
    take_none(self, "items", arguments);
    return dict_view(self.as_dict(), DictViewKind::items);
}

Value pop(const Value& self, Arguments& arguments) {
    take_between(self, "pop", arguments, 1, 2);
    const Value& key = arguments.positional[0];
    Dict dict = self.as_dict();
    // An empty dict does not look at the key, hashable or not.
    if (const Value* const found = dict.empty() ? nullptr : dict.find(key)) {
        Value value = *found;
        dict.erase(key);
        return value;
    }
    const Value* const missing = argument(arguments, 1);
    if (missing == nullptr) {
        throw PythonError("KeyError", repr_masked(key));
    }
    return *missing;
}

Value popitem(const Value& self, Arguments& arguments) {
    take_none(self, "popitem", arguments);
    DictCell& cell = Access::dict(self);
    std::size_t last = cell.slots.size();
    while (last > 0 && cell.slots[last - 1].hash == 0) {
        --last;
    }
    if (last == 0) {
        throw PythonError("KeyError", "'popitem(): dictionary is empty'");
    }
    const Dict::Entry entry = cell.slots[last - 1].entry;
    cell.erase_at(last - 1);
    return Value::tuple({entry.key, entry.value});
}

Value setdefault(const Value& self, Arguments& arguments) {
    take_between(self, "setdefault", arguments, 1, 2);
    Dict dict = self.as_dict();
    if (const Value* const found = dict.find(arguments.positional[0])) {
        return *found;
    }
    const Value* const missing = argument(arguments, 1);
    const Value value = missing == nullptr ? Value() : *missing;
    dict.set(arguments.positional[0], value);
    return value;
}

void add_pairs(Dict& dict, const Value& pairs) {
    const Iteration next = iterate(pairs);
    for (std::size_t index = 0; const auto pair = next(); ++index) {
        if (!is_iterable(*pair)) {
            raise_type_error(fmt::format(
                "cannot convert dictionary update sequence element #{} to a sequence", index));
        }
        const std::vector<Value> parts = to_vector(*pair);
        if (parts.size() != 2) {
            raise_value_error(fmt::format(
                "dictionary update sequence element #{} has length {}; 2 is required",
                index,
                parts.size()));
        }
        dict.set(parts[0], parts[1]);
    }
}

Value update(const Value& self, Arguments& arguments) {
    if (arguments.positional.size() > 1) {
        raise_type_error(
            fmt::format("update expected at most 1 argument, got {}", arguments.positional.size()));
    }
    Dict dict = self.as_dict();
    if (const Value* const given = argument(arguments, 0)) {
        if (given->is_dict()) {
            if (!given->is(self)) {
                for (const auto& [key, value] : given->as_dict()) {
                    dict.set(key, value);
                }
            }
        } else if (
            const auto their_keys = given->is_object() ? attribute(*given, "keys") : std::nullopt) {
            Arguments none;
            const Iteration next = iterate(call(*their_keys, none));
            while (const auto key = next()) {
                dict.set(*key, get_item(*given, *key));
            }
        } else {
            add_pairs(dict, *given);
        }
    }
    for (const auto& [key, value] : arguments.keyword) {
        dict.set(key, value);
    }
    return {};
}

constexpr Method table[] = {
    {"clear", clear},
    {"copy", copy},
    {"fromkeys", fromkeys},
    {"get", get},
    {"items", items},
    {"keys", keys},
    {"pop", pop},
    {"popitem", popitem},
    {"setdefault", setdefault},
    {"update", update},
    {"values", values},
};

}  // namespace

std::span<const Method> dict_methods() {
    return table;
}

}  // namespace internal
}  // namespace tutor::value
