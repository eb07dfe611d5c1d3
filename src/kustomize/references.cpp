// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/fields.hpp"
#include "kustomize/internal/transformers.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tutor::kustomize::internal {
namespace {

/// Whether the object had that name in a namespace that the other object had, too.
bool was_called(const Item& item, std::string_view name, const Item& referrer) {
    const bool has_namespace = !is_cluster_scoped(item.identity().kind);
    const std::vector<Identity> of_referrer = referrer.identities();
    const std::vector<Identity> own = item.identities();
    return std::any_of(own.begin(), own.end(), [&](const Identity& one) {
        return one.name == name
            && (!has_namespace || is_cluster_scoped(referrer.identity().kind)
                || std::any_of(of_referrer.begin(), of_referrer.end(), [&](const Identity& other) {
                       return same_namespace(one.space, other.space);
                   }));
    });
}

/// The object that `referrer` means by `name`, or nullptr.
///
/// @throws Error  it could be several
const Item* find_target(
    const std::vector<Item>& items,
    const Reference& reference,
    std::string_view name,
    const Item& referrer) {
    std::vector<const Item*> candidates;
    for (const Item& item : items) {
        const Identity identity = item.identity();
        if (identity.kind == reference.kind
            && (reference.group.empty() || identity.group == reference.group)
            && was_called(item, name, referrer)) {
            candidates.push_back(&item);
        }
    }
    if (candidates.size() > 1) {
        // of several bases that use the same name: the one with the same prefixes and suffixes
        std::vector<const Item*> near;
        std::copy_if(
            candidates.begin(), candidates.end(), std::back_inserter(near), [&](const Item* item) {
                return item->affixes == referrer.affixes;
            });
        if (!near.empty()) {
            candidates = near;
        }
    }
    std::set<std::string> names;
    for (const Item* item : candidates) {
        names.insert(item->identity().name);
    }
    if (names.size() > 1) {
        throw Error({
            .message = fmt::format(
                "{} names {} '{}', which {} objects were called",
                describe(referrer.identity()),
                reference.kind,
                name,
                names.size()),
            .where = referrer.where,
        });
    }
    return candidates.empty() ? nullptr : candidates.front();
}

void fix_field(
    const std::vector<Item>& items,
    const Reference& reference,
    const Item& referrer,
    value::Dict& parent,
    std::string_view key) {
    const auto now = [&](const value::Value& old) -> value::Value {
        if (!old.is_string()) {
            return old;
        }
        const Item* target = find_target(items, reference, old.as_string(), referrer);
        return target == nullptr ? old : value::Value(target->identity().name);
    };
    const value::Value old = *parent.find(key);
    if (!old.is_list()) {
        parent.set(key, now(old));
        return;
    }
    value::List list;
    for (const value::Value& name : old.items()) {
        list.append(now(name));
    }
    parent.set(key, list);
}

/// Accounts in role bindings are named with their namespace.
void fix_subjects(const std::vector<Item>& items, const Item& binding) {
    visit_fields(
        binding.document,
        "subjects/name",
        Missing::skip,
        [&](value::Dict& subject, std::string_view key) {
            if (text_at(subject, "kind") != "ServiceAccount") {
                return;
            }
            const std::string name = text_at(subject, key);
            const std::string space = text_at(subject, "namespace");
            for (const Item& item : items) {
                const std::vector<Identity> identities = item.identities();
                const bool is_meant =
                    item.identity().kind == "ServiceAccount"
                    && std::any_of(identities.begin(), identities.end(), [&](const Identity& one) {
                           return one.name == name && same_namespace(one.space, space);
                       });
                if (is_meant) {
                    const Identity now = item.identity();
                    subject.set(key, now.name);
                    if (!now.space.empty()) {
                        subject.set("namespace", now.space);
                    }
                    return;
                }
            }
        });
}

}  // namespace

void fix_references(std::vector<Item>& items) {
    for (const Item& referrer : items) {
        const Identity identity = referrer.identity();
        for (const Reference& reference : references()) {
            for (const FieldSpec& field : reference.fields) {
                if (!field.fits(identity)) {
                    continue;
                }
                visit_fields(
                    referrer.document,
                    field.path,
                    Missing::skip,
                    [&](value::Dict& parent, std::string_view key) {
                        const std::string kind = text_at(parent, "kind");
                        if (kind.empty() || kind == reference.kind) {
                            fix_field(items, reference, referrer, parent, key);
                        }
                    });
            }
        }
        if (identity.kind == "RoleBinding" || identity.kind == "ClusterRoleBinding") {
            fix_subjects(items, referrer);
        }
    }
}

}  // namespace tutor::kustomize::internal
