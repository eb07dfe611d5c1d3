// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/transformers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tutor::kustomize::internal {
namespace {

const std::vector<std::string>& usual_first() {
    static const std::vector<std::string> kinds{
        "Namespace",
        "ResourceQuota",
        "StorageClass",
        "CustomResourceDefinition",
        "ServiceAccount",
        "PodSecurityPolicy",
        "Role",
        "ClusterRole",
        "RoleBinding",
        "ClusterRoleBinding",
        "ConfigMap",
        "Secret",
        "Endpoints",
        "Service",
        "LimitRange",
        "PriorityClass",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Deployment",
        "StatefulSet",
        "CronJob",
        "PodDisruptionBudget",
    };
    return kinds;
}

const std::vector<std::string>& usual_last() {
    static const std::vector<std::string> kinds{
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"};
    return kinds;
}

/// Negative for the first kinds, positive for the last, 0 for all others.
std::ptrdiff_t rank(
    const std::string& kind,
    const std::vector<std::string>& first,
    const std::vector<std::string>& last) {
    if (const auto found = std::find(first.begin(), first.end(), kind); found != first.end()) {
        return found - first.end();
    }
    const auto found = std::find(last.begin(), last.end(), kind);
    return found == last.end() ? 0 : found - last.begin() + 1;
}

std::string or_missing(const std::string& text, const char* missing) {
    return text.empty() ? std::string(missing) : text;
}

/// Within one rank: by type, then by namespace and name. What is missing sorts behind letters.
std::pair<std::string, std::string> sort_key(const Identity& identity) {
    return {
        or_missing(identity.group, "~G") + "_" + identity.version + "_" + identity.kind,
        or_missing(identity.space, "~X") + "|" + identity.name};
}

}  // namespace

void sort(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    std::vector<std::string> first = usual_first();
    std::vector<std::string> last = usual_last();
    if (const yaml::Node* options = whole.find("sortOptions")) {
        const Section section(
            whole.document(), *options, "the sort options", {"order", "legacySortOptions"});
        const std::string order = section.text("order");
        if (order == "fifo") {
            return;
        }
        if (order != "legacy") {
            section.fail("order", "'order' is one of fifo, legacy");
        }
        if (const yaml::Node* legacy = section.find("legacySortOptions")) {
            const Section kinds(
                whole.document(), *legacy, "the legacy sort options", {"orderFirst", "orderLast"});
            first = kinds.texts("orderFirst");
            last = kinds.texts("orderLast");
        }
    }
    struct Keyed {
        std::ptrdiff_t rank;
        std::pair<std::string, std::string> key;
        Item item;
    };
    std::vector<Keyed> keyed;
    for (Item& item : items) {
        const Identity identity = item.identity();
        keyed.push_back({rank(identity.kind, first, last), sort_key(identity), std::move(item)});
    }
    std::stable_sort(keyed.begin(), keyed.end(), [](const Keyed& a, const Keyed& b) {
        return a.rank != b.rank ? a.rank < b.rank : a.key < b.key;
    });
    items.clear();
    for (Keyed& one : keyed) {
        items.push_back(std::move(one.item));
    }
}

}  // namespace tutor::kustomize::internal
