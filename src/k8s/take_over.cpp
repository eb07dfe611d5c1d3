// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/take_over.hpp"

#include "k8s/internal/document.hpp"
#include "k8s/platform.hpp"
#include "value/operations.hpp"

namespace tutor::k8s::internal {
namespace {

using value::Dict;
using value::List;
using value::Value;

bool is_kubectl(const Value& entry) {
    return text_at(entry, {"manager"}) == "kubectl-client-side-apply"
        && text_at(entry, {"operation"}) == "Update" && text_at(entry, {"subresource"}).empty();
}

bool is_ours(const Value& entry) {
    return text_at(entry, {"manager"}) == field_manager && text_at(entry, {"operation"}) == "Apply";
}

// Sets of fields are trees of mappings.
void merge(Dict into, const Dict& from) {
    for (const auto& [key, value] : from) {
        const Value* known = into.find(key);
        if (known == nullptr) {
            into.set(key, value::deep_copy(value));
        } else if (known->is_dict() && value.is_dict()) {
            merge(known->as_dict(), value.as_dict());
        }
    }
}

}  // namespace

std::optional<List> fields_taken_over(const Value& object) {
    std::optional<Dict> ours;
    std::optional<Dict> theirs;
    List entries;
    for (const Value& entry : items_at(object, {"metadata", "managedFields"})) {
        if (is_kubectl(entry)) {
            theirs = dict_at(entry, {"fieldsV1"});
            continue;
        }
        const Value copy = value::deep_copy(entry);
        if (is_ours(copy)) {
            ours = dict_at(copy, {"fieldsV1"});
        }
        entries.append(copy);
    }
    if (!ours || !theirs) {
        return std::nullopt;
    }
    merge(*ours, *theirs);
    return entries;
}

bool take_over(const kube::Client& client, const Dict& object) {
    const std::optional<List> fields = fields_taken_over(object);
    if (!fields) {
        return false;
    }
    // The version makes it a conflict when somebody else changes the object meanwhile.
    const List patch{
        Dict{{"op", "replace"}, {"path", "/metadata/managedFields"}, {"value", *fields}},
        Dict{
            {"op", "replace"},
            {"path", "/metadata/resourceVersion"},
            {"value", text_at(object, {"metadata", "resourceVersion"})}}};
    client.patch(kube::name_of(object), kube::PatchType::json, patch);
    return true;
}

}  // namespace tutor::k8s::internal
