// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/item.hpp"
#include "kustomize/internal/merge.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tutor::kustomize::internal {
namespace {

using value::Value;

/// A list whose items are told apart by keys of theirs.
struct KeyedList {
    std::string_view name;
    std::string_view inside;  ///< the field around it; empty: anywhere
    std::array<std::string_view, 2> keys;
};

/// From the API reference: "patch merge key" and "map keys" of lists.
constexpr std::array<KeyedList, 19> keyed_lists{{
    {"containers", "", {"name"}},
    {"initContainers", "", {"name"}},
    {"ephemeralContainers", "", {"name"}},
    {"env", "", {"name"}},
    {"volumes", "", {"name"}},
    {"volumeMounts", "", {"mountPath"}},
    {"volumeDevices", "", {"devicePath"}},
    {"ports", "containers", {"containerPort", "protocol"}},
    {"ports", "initContainers", {"containerPort", "protocol"}},
    {"ports", "ephemeralContainers", {"containerPort", "protocol"}},
    {"ports", "spec", {"port", "protocol"}},
    {"imagePullSecrets", "", {"name"}},
    {"secrets", "", {"name"}},
    {"hostAliases", "", {"ip"}},
    {"topologySpreadConstraints", "", {"topologyKey", "whenUnsatisfiable"}},
    {"ownerReferences", "metadata", {"uid"}},
    {"conditions", "status", {"type"}},
    {"webhooks", "", {"name"}},
    {"resourceClaims", "", {"name"}},
}};

/// Kinds whose lists are known; those of other kinds are replaced as a whole.
bool is_built_in(std::string_view api_version) {
    const std::string_view group = api_version.substr(0, api_version.find('/'));
    return api_version.find('/') == std::string_view::npos
        || group.find('.') == std::string_view::npos || group.ends_with(".k8s.io");
}

std::string directive_of(const Value& value) {
    return value.is_dict() ? text_at(value.as_dict(), "$patch") : "";
}

/// The value without directives and nulls, as it is when there was nothing before.
Value cleaned(const Value& value) {
    if (value.is_list()) {
        value::List list;
        for (const Value& item : value.items()) {
            if (directive_of(item) != "delete" && directive_of(item) != "replace") {
                list.append(cleaned(item));
            }
        }
        return list;
    }
    if (!value.is_dict()) {
        return value;
    }
    value::Dict dict;
    for (const value::Dict::Entry& entry : value.as_dict()) {
        if (!entry.value.is_none() && entry.key.as_string() != "$patch") {
            dict.set(entry.key, cleaned(entry.value));
        }
    }
    return dict;
}

class Merger {
public:
    explicit Merger(bool knows_lists) : knows_lists_(knows_lists) {}

    /// Whether `document` is to go.
    bool merge(value::Dict& document, const value::Dict& patch, std::string_view name);

private:
    const KeyedList* keyed_list(std::string_view name, std::string_view inside) const;
    Value merge_lists(
        const std::vector<Value>& old_items,
        const std::vector<Value>& patch_items,
        const KeyedList& list);

    bool knows_lists_;
};

const KeyedList* Merger::keyed_list(std::string_view name, std::string_view inside) const {
    if (!knows_lists_) {
        return nullptr;
    }
    const auto* found =
        std::find_if(keyed_lists.begin(), keyed_lists.end(), [&](const KeyedList& list) {
            return list.name == name && (list.inside.empty() || list.inside == inside);
        });
    return found == keyed_lists.end() ? nullptr : found;
}

/// Whether both have the same keys with the same values, and the first key at all.
bool same_item(const Value& a, const Value& b, const KeyedList& list) {
    if (!a.is_dict() || !b.is_dict() || !a.as_dict().contains(list.keys[0])) {
        return false;
    }
    return std::all_of(list.keys.begin(), list.keys.end(), [&](std::string_view key) {
        const auto part = [&](const Value& item) {
            const Value* found = item.as_dict().find(key);
            return found == nullptr ? Value(key == "protocol" ? "TCP" : "") : *found;
        };
        return key.empty() || value::equal(part(a), part(b));
    });
}

/// Whether any item has the second key of the list.
bool uses_second_key(const std::vector<Value>& items, const KeyedList& list) {
    return !list.keys[1].empty() && std::any_of(items.begin(), items.end(), [&](const Value& item) {
        return item.is_dict() && item.as_dict().contains(list.keys[1]);
    });
}

Value Merger::merge_lists(
    const std::vector<Value>& old_items,
    const std::vector<Value>& patch_items,
    const KeyedList& list) {
    const bool replace = std::any_of(patch_items.begin(), patch_items.end(), [](const Value& item) {
        return directive_of(item) == "replace";
    });
    if (replace) {
        return cleaned(value::List(patch_items));
    }
    // what the patch names comes first; with two keys only what is new does, as kustomize has it
    const bool keeps_places =
        uses_second_key(old_items, list) || uses_second_key(patch_items, list);
    std::vector<Value> remaining = old_items;
    value::List result;
    for (const Value& item : patch_items) {
        const auto old = std::find_if(remaining.begin(), remaining.end(), [&](const Value& one) {
            return same_item(one, item, list);
        });
        if (old == remaining.end()) {
            if (directive_of(item) != "delete") {
                result.append(cleaned(item));
            }
            continue;
        }
        value::Dict merged = old->as_dict();
        const bool is_deleted = merge(merged, item.as_dict(), list.name);
        if (!is_deleted && keeps_places) {
            continue;  // merged where it stands
        }
        remaining.erase(old);
        if (!is_deleted) {
            result.append(merged);
        }
    }
    for (const Value& item : remaining) {
        result.append(item);
    }
    return result;
}

bool Merger::merge(value::Dict& document, const value::Dict& patch, std::string_view name) {
    const std::string directive = text_at(patch, "$patch");
    if (directive == "delete") {
        return true;
    }
    if (directive == "replace") {
        document.clear();
    } else if (!directive.empty() && directive != "merge") {
        throw Error(
            {.message =
                 fmt::format("'$patch' is one of delete, replace, merge, not '{}'", directive)});
    }
    for (const value::Dict::Entry& entry : patch) {
        const std::string key(entry.key.as_string());
        if (key == "$patch") {
            continue;
        }
        if (key.starts_with('$')) {
            throw Error({.message = fmt::format("directive '{}' is not supported", key)});
        }
        if (entry.value.is_none()) {
            document.erase(key);
            continue;
        }
        const Value* old = document.find(key);
        if (old != nullptr && old->is_dict() && entry.value.is_dict()) {
            value::Dict inner = old->as_dict();
            if (merge(inner, entry.value.as_dict(), key)) {
                document.erase(key);
            }
            continue;
        }
        const KeyedList* list = keyed_list(key, name);
        if (list != nullptr && old != nullptr && old->is_list() && entry.value.is_list()) {
            document.set(key, merge_lists(old->items(), entry.value.items(), *list));
            continue;
        }
        if (directive_of(entry.value) == "delete") {
            document.erase(key);
            continue;
        }
        document.set(
            key,
            list == nullptr && entry.value.is_list() ? value::deep_copy(entry.value)
                                                     : cleaned(entry.value));
    }
    return false;
}

}  // namespace

bool strategic_merge(value::Dict& document, const value::Dict& patch) {
    return Merger(is_built_in(text_at(document, "apiVersion"))).merge(document, patch, "");
}

}  // namespace tutor::kustomize::internal
