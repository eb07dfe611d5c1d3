// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/document.hpp"

namespace tutor::k8s::internal {

using value::Dict;
using value::Value;

std::optional<Value> find(const Value& document, Path path) {
    Value here = document;
    for (const std::string_view key : path) {
        if (!here.is_dict()) {
            return std::nullopt;
        }
        const Value* next = here.as_dict().find(key);
        if (next == nullptr) {
            return std::nullopt;
        }
        const Value kept = *next;  // `here` may be all that holds it
        here = kept;
    }
    return here.is_none() ? std::nullopt : std::optional(here);
}

std::string text_at(const Value& document, Path path) {
    const std::optional<Value> found = find(document, path);
    return found && found->is_string() ? std::string(found->as_string()) : "";
}

std::int64_t integer_at(const Value& document, Path path) {
    const std::optional<Value> found = find(document, path);
    return found && found->kind() == value::Kind::integer ? found->as_integer() : 0;
}

bool flag_at(const Value& document, Path path) {
    const std::optional<Value> found = find(document, path);
    return found && found->is_boolean() && found->as_boolean();
}

std::vector<Value> items_at(const Value& document, Path path) {
    const std::optional<Value> found = find(document, path);
    return found && found->is_list() ? found->items() : std::vector<Value>();
}

Dict dict_at(const Value& document, Path path) {
    const std::optional<Value> found = find(document, path);
    return found && found->is_dict() ? found->as_dict() : Dict();
}

Dict child(Dict parent, std::string_view key) {
    const Value* found = parent.find(key);
    if (found != nullptr && found->is_dict()) {
        return found->as_dict();
    }
    const Dict made;
    parent.set(key, made);
    return made;
}

std::optional<Value>
item_named(const std::vector<Value>& items, std::string_view key, std::string_view wanted) {
    for (const Value& item : items) {
        if (text_at(item, {key}) == wanted) {
            return item;
        }
    }
    return std::nullopt;
}

}  // namespace tutor::k8s::internal
