// SPDX-License-Identifier: Apache-2.0
//
// Filters on lists and mappings.

#include "jinja/internal/filters.hpp"
#include "jinja/internal/items.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/markup.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

Value attr(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_attr", {"obj", "name"}, 2, 1});
    if (!p[1].is_string()) {
        fail_type(fmt::format("attribute name must be string, not '{}'", value::type_name(p[1])));
    }
    if (auto found = value::attribute(p[0], p[1].as_string())) {
        return *found;
    }
    return interpreter.undefined({.owner = p[0], .name = p[1]});
}

Value batch(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_batch", {"value", "linecount", "fill_with"}, 2});
    auto items = std::make_shared<std::optional<ItemIterator>>();
    const Value source = p[0];
    const Value count = p[1];
    const Value fill = p.has(2) ? p[2] : Value();
    return make_generator(interpreter, "do_batch", [=]() -> std::optional<Value> {
        if (!*items) {
            items->emplace(source);
        }
        std::vector<Value> line;
        Value scratch;
        while (true) {
            const Value* item = (*items)->next(scratch);
            if (item == nullptr) {
                break;
            }
            line.push_back(*item);
            if (value::equal(Value(static_cast<std::int64_t>(line.size())), count)) {
                return Value(value::List(std::move(line)));
            }
        }
        if (line.empty()) {
            return std::nullopt;
        }
        if (!fill.is_none()) {
            while (value::compare(
                value::Comparison::less, Value(static_cast<std::int64_t>(line.size())), count)) {
                line.push_back(fill);
            }
        }
        return Value(value::List(std::move(line)));
    });
}

Value slice(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"sync_do_slice", {"value", "slices", "fill_with"}, 2});
    struct State {
        std::vector<Value> items;
        bool started = false;
        std::int64_t number = 0;
        std::int64_t offset = 0;
    };
    auto state = std::make_shared<State>();
    const Value source = p[0];
    const Value slice_count = p[1];
    const Value fill = p.has(2) ? p[2] : Value();
    return make_generator(interpreter, "sync_do_slice", [=]() -> std::optional<Value> {
        if (!state->started) {
            state->items = value::to_vector(source);
            state->started = true;
        }
        const auto length = static_cast<std::int64_t>(state->items.size());
        // Python's own errors for what is no number, or 0.
        const Value each = value::floor_divide(Value(length), slice_count);
        const Value extra = value::modulo(Value(length), slice_count);
        if (slice_count.kind() != value::Kind::integer && !slice_count.is_boolean()) {
            fail_type(fmt::format(
                "'{}' object cannot be interpreted as an integer", value::type_name(slice_count)));
        }
        const std::int64_t count = slice_count.is_boolean() ? 1 : slice_count.as_integer();
        const std::int64_t number = state->number++;
        if (number >= count) {
            return std::nullopt;
        }
        const bool longer = number < extra.as_integer();
        const std::int64_t start = state->offset + number * each.as_integer();
        state->offset += longer ? 1 : 0;
        const std::int64_t end = state->offset + (number + 1) * each.as_integer();
        std::vector<Value> part(
            state->items.begin() + static_cast<std::ptrdiff_t>(start),
            state->items.begin() + static_cast<std::ptrdiff_t>(end));
        if (!fill.is_none() && !longer) {
            part.push_back(fill);
        }
        return Value(value::List(std::move(part)));
    });
}

Value dictsort(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_dictsort", {"value", "case_sensitive", "by", "reverse"}, 1});
    const bool by_key = !p.has(2) || value::equal(p[2], "key");
    if (!by_key && !value::equal(p[2], "value")) {
        fail_argument("You can only sort by either \"key\" or \"value\"");
    }
    Arguments none;
    const Value pairs = value::call_method(p[0], "items", none);
    std::vector<Keyed> items;
    const std::vector<Value> entries = value::to_vector(pairs);
    const bool reverse = flag_of(p.find(3));
    for (const Value& pair : entries) {
        const Value& key = pair.items()[by_key ? 0 : 1];
        items.push_back({{p.truth(1) ? key : ignore_case(key)}, pair});
    }
    sort_keyed(items, reverse);
    value::List result;
    for (Keyed& keyed : items) {
        result.append(std::move(keyed.item));
    }
    return result;
}

Value first(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"sync_do_first", {"seq"}, 1, 1});
    ItemIterator items(p[0]);
    Value scratch;
    const Value* item = items.next(scratch);
    return item != nullptr ? *item
                           : interpreter.undefined({.hint = "No first item, sequence was empty."});
}

std::vector<Value> reversed(const Value& value) {
    const bool reversible = value.is_string() || value.is_list() || value.is_tuple()
        || value.is_dict() || value.is_range() || value::as_dict_view(value).has_value();
    if (!reversible) {
        if (value.is_undefined()) {
            // len() of an undefined is 0, or fails.
            value::length(value);
            return {};
        }
        fail_type(fmt::format("'{}' object is not reversible", value::type_name(value)));
    }
    std::vector<Value> items = value::to_vector(value);
    std::reverse(items.begin(), items.end());
    return items;
}

Value last(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_last", {"seq"}, 1, 1});
    if ((p[0].is_list() || p[0].is_tuple()) && !p[0].items().empty()) {
        return p[0].items().back();
    }
    const std::vector<Value> items = reversed(p[0]);
    return items.empty() ? interpreter.undefined({.hint = "No last item, sequence was empty."})
                         : items.front();
}

Value random(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_random", {"seq"}, 1, 1});
    const std::size_t count = value::length(p[0]);
    if (count == 0) {
        return interpreter.undefined({.hint = "No random item, sequence was empty."});
    }
    static thread_local std::mt19937_64 engine{std::random_device{}()};
    std::uniform_int_distribution<std::size_t> pick(0, count - 1);
    return value::get_item(p[0], Value(static_cast<std::int64_t>(pick(engine))));
}

Value length(Interpreter& /*interpreter*/, Arguments& arguments) {
    return static_cast<std::int64_t>(value::length(take_only("len", arguments)));
}

Value list(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"sync_do_list", {"value"}, 1});
    return value::List(value::to_vector(p[0]));
}

Value items(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_items", {"value"}, 1});
    const Value source = p[0];
    auto iterator = std::make_shared<std::optional<ItemIterator>>();
    return make_generator(interpreter, "do_items", [=]() -> std::optional<Value> {
        if (source.is_undefined()) {
            return std::nullopt;
        }
        if (!*iterator) {
            if (!is_mapping(source)) {
                fail_type("Can only get item pairs from a mapping.");
            }
            Arguments none;
            iterator->emplace(value::call_method(source, "items", none));
        }
        Value scratch;
        const Value* item = (*iterator)->next(scratch);
        return item == nullptr ? std::nullopt : std::optional<Value>(*item);
    });
}

Value join(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"sync_do_join", {"value", "d", "attribute"}, 1, 1});
    std::vector<Value> parts;
    if (p.some(2) != nullptr) {
        const AttributeGetter getter(interpreter, p.find(2), {});
        for (const Value& item : value::to_vector(p[0])) {
            parts.push_back(getter.get(item));
        }
    } else {
        parts = value::to_vector(p[0]);
    }
    Value separator = p.has(1) ? p[1] : Value("");
    bool markup = false;
    if (interpreter.autoescape()) {
        markup =
            separator.is_markup() || std::any_of(parts.begin(), parts.end(), [](const Value& part) {
                return part.is_markup();
            });
    }
    const auto piece = [&](const Value& part) {
        return markup ? value::escape(part) : value::str_value(part);
    };
    separator = piece(separator);
    std::string text;
    bool secret = separator.is_secret() && parts.size() > 1;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i != 0) {
            text += separator.as_string();
        }
        const Value part = piece(parts[i]);
        text += part.as_string();
        secret |= part.is_secret();
    }
    const auto mark = secret ? value::Mark::secret : value::Mark::plain;
    return markup ? Value::markup(text, mark) : Value::string(text, mark);
}

/// The class of the iterator that Python's reversed() gives.
std::string reversed_type(const Value& value) {
    if (const auto view = value::as_dict_view(value)) {
        switch (view->kind) {
        case value::DictViewKind::keys: return "dict_reversekeyiterator";
        case value::DictViewKind::values: return "dict_reversevalueiterator";
        case value::DictViewKind::items: return "dict_reverseitemiterator";
        }
    }
    return value.is_list() ? "list_reverseiterator"
        : value.is_dict()  ? "dict_reversekeyiterator"
        : value.is_range() ? "range_iterator"
                           : "reversed";
}

Value reverse(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_reverse", {"value"}, 1});
    if (p[0].is_string()) {
        return value::get_slice(p[0], Value(), Value(), Value(-1));
    }
    const bool reversible = p[0].is_list() || p[0].is_tuple() || p[0].is_dict() || p[0].is_range()
        || p[0].is_undefined() || value::as_dict_view(p[0]).has_value();
    std::vector<Value> items;
    if (!value::is_iterable(p[0])) {
        fail_argument("argument must be iterable");
    }
    items = value::to_vector(p[0]);
    std::reverse(items.begin(), items.end());
    if (!reversible) {
        return value::List(std::move(items));
    }
    auto rest = std::make_shared<std::vector<Value>>(std::move(items));
    auto at = std::make_shared<std::size_t>(0);
    return make_iterator(interpreter, reversed_type(p[0]), [rest, at]() -> std::optional<Value> {
        return *at < rest->size() ? std::optional<Value>((*rest)[(*at)++]) : std::nullopt;
    });
}

Value sort(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(
        arguments, {"do_sort", {"value", "reverse", "case_sensitive", "attribute"}, 1, 1});
    const AttributeGetter getter(
        interpreter, p.find(3), {.ignore_case = !p.truth(2), .several = true});
    std::vector<Value> given = value::to_vector(p[0]);
    const bool reverse = flag_of(p.find(1));
    std::vector<Keyed> items;
    for (Value& item : given) {
        std::vector<Value> key = getter.get_all(item);
        items.push_back({std::move(key), std::move(item)});
    }
    sort_keyed(items, reverse, KeyShape::list);
    value::List result;
    for (Keyed& keyed : items) {
        result.append(std::move(keyed.item));
    }
    return result;
}

Value unique(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(
        arguments, {"sync_do_unique", {"value", "case_sensitive", "attribute"}, 1, 1});
    const AttributeGetter getter(interpreter, p.find(2), {.ignore_case = !p.truth(1)});
    auto iterator = std::make_shared<std::optional<ItemIterator>>();
    auto seen = std::make_shared<value::Dict>();
    const Value source = p[0];
    return make_generator(interpreter, "sync_do_unique", [=]() -> std::optional<Value> {
        if (!*iterator) {
            iterator->emplace(source);
        }
        Value scratch;
        while (const Value* item = (*iterator)->next(scratch)) {
            Value kept = *item;
            const Value key = getter.get(kept);
            if (!seen->contains(key)) {
                seen->set(key, Value());
                return kept;
            }
        }
        return std::nullopt;
    });
}

Value extreme(Interpreter& interpreter, const Parameters& p, value::Comparison better) {
    const AttributeGetter getter(interpreter, p.find(2), {.ignore_case = !p.truth(1)});
    ItemIterator items(p[0]);
    std::optional<Keyed> best;
    Value scratch;
    while (const Value* item = items.next(scratch)) {
        const Value kept = *item;
        const Value key = getter.get(kept);
        if (!best || value::compare(better, key, best->key.front())) {
            best = Keyed{{key}, kept};
        }
    }
    return best ? best->item
                : interpreter.undefined({.hint = "No aggregated item, sequence was empty."});
}

Value min(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_min", {"value", "case_sensitive", "attribute"}, 1, 1});
    return extreme(interpreter, p, value::Comparison::less);
}

Value max(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"do_max", {"value", "case_sensitive", "attribute"}, 1, 1});
    return extreme(interpreter, p, value::Comparison::greater);
}

Value sum(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(arguments, {"sync_do_sum", {"iterable", "attribute", "start"}, 1, 1});
    const AttributeGetter getter(interpreter, p.find(1), {});
    Value total = p.has(2) ? p[2] : Value(0);
    ItemIterator items(p[0]);
    if (total.is_string()) {
        fail_type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    Value scratch;
    while (const Value* item = items.next(scratch)) {
        const Value kept = *item;
        total = value::add(total, getter.get(kept));
    }
    return total;
}

/// What groupby gives: a pair that also has names.
class GroupTuple final : public value::Object {
public:
    explicit GroupTuple(Value pair) : pair_(std::move(pair)) {}

    std::string type_name() const override { return "_GroupTuple"; }
    std::string repr() const override { return value::repr(pair_); }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "grouper") {
            return pair_.items()[0];
        }
        if (name == "list") {
            return pair_.items()[1];
        }
        return value::attribute(pair_, name);
    }
    std::optional<Value> item(const Value& key) const override {
        return value::find_item(pair_, key);
    }
    std::optional<std::size_t> length() const override { return 2; }
    std::optional<bool> contains(const Value& item) const override {
        return value::contains(pair_, item);
    }
    std::optional<value::Iteration> iterate() override { return value::iterate(pair_); }
    bool equals(const Value& other) const override {
        if (other.is_object()) {
            const auto* tuple = dynamic_cast<const GroupTuple*>(other.as_object().get());
            return tuple != nullptr && value::equal(pair_, tuple->pair_);
        }
        return value::equal(pair_, other);
    }
    void visit_references(const std::function<void(const Value&)>& visit) const override {
        visit(pair_);
    }
    void clear_references() override { pair_ = {}; }

private:
    Value pair_;
};

Value groupby(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(
        arguments, {"sync_do_groupby", {"value", "attribute", "default", "case_sensitive"}, 2, 1});
    AttributeGetter::Settings settings{.ignore_case = !p.truth(3)};
    if (p.some(2) != nullptr) {
        settings.fallback = p[2];
    }
    const AttributeGetter key_getter(interpreter, p.find(1), settings);
    settings.ignore_case = false;
    const AttributeGetter name_getter(interpreter, p.find(1), settings);
    std::vector<Keyed> items;
    for (Value& item : value::to_vector(p[0])) {
        items.push_back({{key_getter.get(item)}, std::move(item)});
    }
    sort_keyed(items, false);
    value::List result;
    for (std::size_t begin = 0; begin < items.size();) {
        value::List group;
        std::size_t end = begin;
        while (end < items.size()
               && (end == begin || value::equal(items[begin].key[0], items[end].key[0]))) {
            group.append(items[end].item);
            ++end;
        }
        const Value grouper = name_getter.get(items[begin].item);
        result.append(Value::object(std::make_shared<GroupTuple>(Value::tuple({grouper, group}))));
        begin = end;
    }
    return result;
}

constexpr BuiltinEntry entries[] = {
    {"attr", attr},
    {"batch", batch},
    {"count", length},
    {"dictsort", dictsort},
    {"first", first},
    {"groupby", groupby},
    {"items", items},
    {"join", join},
    {"last", last},
    {"length", length},
    {"list", list},
    {"max", max},
    {"min", min},
    {"random", random},
    {"reverse", reverse},
    {"slice", slice},
    {"sort", sort},
    {"sum", sum},
    {"unique", unique}};

}  // namespace

std::span<const BuiltinEntry> sequence_filters() {
    return entries;
}

}  // namespace tutor::jinja
