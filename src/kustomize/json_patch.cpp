// SPDX-License-Identifier: Apache-2.0

#include "base/text.hpp"
#include "kustomize/internal/item.hpp"
#include "kustomize/internal/merge.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace tutor::kustomize::internal {
namespace {

using value::Value;

/// RFC 6901: the steps of "/spec/containers/0", with `~1` and `~0` decoded.
std::vector<std::string> steps_of(const std::string& pointer) {
    if (pointer.empty()) {
        return {};
    }
    if (!pointer.starts_with('/')) {
        throw Error({.message = fmt::format("path '{}' does not begin with '/'", pointer)});
    }
    std::vector<std::string> steps = split(std::string_view(pointer).substr(1), '/');
    for (std::string& step : steps) {
        step = replace_all(replace_all(step, "~1", "/"), "~0", "~");
    }
    return steps;
}

/// The place that a path names: a key of a mapping, or an index of a list.
class Place {
public:
    Place(value::Dict& document, const std::string& path);

    std::optional<Value> get() const;
    void add(const Value& value);
    void replace(const Value& value);
    Value remove();

private:
    [[noreturn]] void missing() const {
        throw Error({.message = fmt::format("there is nothing at '{}'", path_)});
    }
    /// @param past_end  whether the index behind the last item will do
    std::size_t index(bool past_end) const;

    std::string path_;
    Value parent_;
    std::string last_;
};

std::optional<std::size_t> list_index(const std::string& step, std::size_t size) {
    if (step == "-") {
        return size;
    }
    const std::optional<std::int64_t> number = parse_int(step);
    if (!number || *number > static_cast<std::int64_t>(size)
        || -*number > static_cast<std::int64_t>(size)) {
        return std::nullopt;
    }
    // a negative index counts from the end, as in the library that kustomize uses
    return static_cast<std::size_t>(
        *number < 0 ? *number + static_cast<std::int64_t>(size) : *number);
}

Place::Place(value::Dict& document, const std::string& path) : path_(path), parent_(document) {
    std::vector<std::string> steps = steps_of(path);
    if (steps.empty()) {
        throw Error({.message = "an object cannot be replaced as a whole"});
    }
    last_ = steps.back();
    steps.pop_back();
    for (const std::string& step : steps) {
        std::optional<Value> next;
        if (parent_.is_dict()) {
            if (const Value* found = parent_.as_dict().find(step)) {
                next = *found;
            }
        } else if (parent_.is_list()) {
            const std::optional<std::size_t> at = list_index(step, parent_.items().size());
            if (at && *at < parent_.items().size()) {
                next = parent_.items()[*at];
            }
        }
        if (!next) {
            missing();
        }
        parent_ = *next;
    }
    if (!parent_.is_dict() && !parent_.is_list()) {
        missing();
    }
}

std::size_t Place::index(bool past_end) const {
    const std::size_t size = parent_.items().size();
    const std::optional<std::size_t> at = list_index(last_, size);
    if (!at || (*at == size && !past_end)) {
        missing();
    }
    return *at;
}

std::optional<Value> Place::get() const {
    if (parent_.is_dict()) {
        const Value* found = parent_.as_dict().find(last_);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    return parent_.items()[index(false)];
}

void Place::add(const Value& value) {
    if (parent_.is_dict()) {
        parent_.as_dict().set(last_, value);
        return;
    }
    const auto at = static_cast<std::ptrdiff_t>(index(true));
    value::List list = parent_.as_list();
    list.items().insert(list.items().begin() + at, value);
}

void Place::replace(const Value& value) {
    if (!get()) {
        missing();
    }
    if (parent_.is_dict()) {
        parent_.as_dict().set(last_, value);
        return;
    }
    value::List list = parent_.as_list();
    list.items()[index(false)] = value;
}

Value Place::remove() {
    const std::optional<Value> old = get();
    if (!old) {
        missing();
    }
    if (parent_.is_dict()) {
        parent_.as_dict().erase(last_);
    } else {
        value::List list = parent_.as_list();
        list.items().erase(list.items().begin() + static_cast<std::ptrdiff_t>(index(false)));
    }
    return *old;
}

void apply(value::Dict& document, const value::Dict& operation) {
    const std::string what = text_at(operation, "op");
    const std::string path = text_at(operation, "path");
    const auto value = [&]() -> Value {
        const Value* found = operation.find("value");
        if (found == nullptr) {
            throw Error({.message = fmt::format("operation '{}' needs a 'value'", what)});
        }
        return value::deep_copy(*found);
    };
    if (what == "add") {
        Place(document, path).add(value());
    } else if (what == "replace") {
        Place(document, path).replace(value());
    } else if (what == "remove") {
        Place(document, path).remove();
    } else if (what == "move") {
        const Value moved = Place(document, text_at(operation, "from")).remove();
        Place(document, path).add(moved);
    } else if (what == "copy") {
        const std::string from = text_at(operation, "from");
        const std::optional<Value> copied = Place(document, from).get();
        if (!copied) {
            throw Error({.message = fmt::format("there is nothing at '{}'", from)});
        }
        Place(document, path).add(value::deep_copy(*copied));
    } else if (what == "test") {
        const std::optional<Value> found = Place(document, path).get();
        if (!value::equal(found.value_or(Value()), value())) {
            throw Error({.message = fmt::format("the test of '{}' failed", path)});
        }
    } else {
        throw Error(
            {.message = fmt::format(
                 "'op' is one of add, copy, move, remove, replace, test, not '{}'", what)});
    }
}

}  // namespace

void json_patch(value::Dict& document, const value::Value& operations, const Position& where) {
    for (std::size_t i = 0; i < operations.items().size(); ++i) {
        const Value& operation = operations.items()[i];
        try {
            if (!operation.is_dict()) {
                throw Error({.message = "an operation must be a mapping"});
            }
            apply(document, operation.as_dict());
        } catch (const Error& error) {
            throw Error({
                .message = fmt::format("operation {} of the patch: {}", i + 1, error.what()),
                .where = where,
            });
        }
    }
}

}  // namespace tutor::kustomize::internal
