// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/transformers.hpp"

#include "base/text.hpp"
#include "kustomize/internal/fields.hpp"
#include "kustomize/internal/generators.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace tutor::kustomize::internal {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

void set_pairs(Item& item, std::span<const FieldSpec> fields, const Pairs& pairs) {
    if (pairs.empty()) {
        return;
    }
    const Identity identity = item.identity();
    for (const FieldSpec& field : fields) {
        if (!field.fits(identity)) {
            continue;
        }
        visit_fields(
            item.document,
            field.path,
            field.missing,
            [&](value::Dict& parent, std::string_view key) {
                value::Dict into = child(parent, key);
                for (const auto& [name, text] : pairs) {
                    into.set(name, text);
                }
            });
    }
}

bool is_kind(const Identity& identity, std::string_view group, std::string_view kind) {
    return identity.group == group && identity.kind == kind;
}

/// Role bindings name the accounts of their own namespace.
void set_subject_namespaces(Item& item, const std::string& space) {
    visit_fields(
        item.document,
        "subjects/name",
        Missing::skip,
        [&](value::Dict& subject, std::string_view /*key*/) {
            if (text_at(subject, "kind") == "ServiceAccount"
                && text_at(subject, "name") == "default") {
                subject.set("namespace", space);
            }
        });
}

}  // namespace

void set_namespace(const Kustomization& kustomization, std::vector<Item>& items) {
    const std::string space = kustomization.section().text("namespace");
    if (space.empty()) {
        return;
    }
    for (Item& item : items) {
        const Identity identity = item.identity();
        item.remember();
        value::Dict metadata = child(item.document, "metadata");
        if (is_kind(identity, "", "Namespace")) {
            metadata.set("name", space);
        } else if (!is_cluster_scoped(identity.kind)) {
            metadata.set("namespace", space);
        }
        if (identity.kind == "RoleBinding" || identity.kind == "ClusterRoleBinding") {
            set_subject_namespaces(item, space);
        }
    }
}

void add_affixes(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section section = kustomization.section();
    const std::string prefix = section.text("namePrefix");
    const std::string suffix = section.text("nameSuffix");
    if (prefix.empty() && suffix.empty()) {
        return;
    }
    for (Item& item : items) {
        const Identity identity = item.identity();
        if (identity.kind == "CustomResourceDefinition" || identity.kind == "Namespace"
            || is_kind(identity, "apiregistration.k8s.io", "APIService")) {
            continue;
        }
        item.remember();
        item.affixes.push_back(prefix + "*" + suffix);
        child(item.document, "metadata").set("name", prefix + identity.name + suffix);
    }
}

void add_labels(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    whole.each("labels", [&](const yaml::Node& node) {
        const Section section(
            whole.document(),
            node,
            "a label entry",
            {"pairs", "includeSelectors", "includeTemplates"});
        const Pairs pairs = section.pairs("pairs");
        const std::span<const FieldSpec> fields = section.flag("includeSelectors") ? label_fields()
            : section.flag("includeTemplates") ? template_label_fields()
                                               : template_label_fields().first(1);
        for (Item& item : items) {
            set_pairs(item, fields, pairs);
        }
    });
    const Pairs common = whole.pairs("commonLabels");
    for (Item& item : items) {
        set_pairs(item, label_fields(), common);
    }
}

void add_annotations(const Kustomization& kustomization, std::vector<Item>& items) {
    const Pairs pairs = kustomization.section().pairs("commonAnnotations");
    for (Item& item : items) {
        set_pairs(item, annotation_fields(), pairs);
    }
}

void set_replicas(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    whole.each("replicas", [&](const yaml::Node& node) {
        const Section section(whole.document(), node, "a replica entry", {"name", "count"});
        const yaml::Node* count = section.find("count");
        if (count == nullptr || !count->value.is_integer()) {
            section.fail("count", "'count' must be a whole number");
        }
        const std::string name = section.text("name");
        bool found = false;
        for (Item& item : items) {
            const std::vector<Identity> identities = item.identities();
            if (std::none_of(identities.begin(), identities.end(), [&](const Identity& one) {
                    return one.name == name;
                })) {
                continue;
            }
            for (const FieldSpec& field : replica_fields()) {
                if (field.fits(item.identity())) {
                    found = true;
                    visit_fields(
                        item.document,
                        field.path,
                        field.missing,
                        [&](value::Dict& parent, std::string_view key) {
                            parent.set(key, count->value);
                        });
                }
            }
        }
        if (!found) {
            section.fail("name", fmt::format("nothing that has replicas is named '{}'", name));
        }
    });
}

void add_hashes(std::vector<Item>& items) {
    for (Item& item : items) {
        if (item.needs_hash) {
            item.remember();
            const std::string name = item.identity().name;
            child(item.document, "metadata").set("name", name + "-" + content_hash(item.document));
        }
    }
}

}  // namespace tutor::kustomize::internal
