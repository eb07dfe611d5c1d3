// SPDX-License-Identifier: Apache-2.0

#include "k8s/internal/prune.hpp"

#include "k8s/internal/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace tutor::k8s::internal {
namespace {

std::set<std::string> names_in_manifests(Platform& platform, const std::string& kind) {
    std::set<std::string> names;
    for (const kustomize::Resource& resource : platform.manifests()) {
        if (text_at(resource.document, {"kind"}) == kind) {
            names.insert(text_at(resource.document, {"metadata", "name"}));
        }
    }
    return names;
}

void prune_kind(Platform& platform, const std::string& kind, std::string_view selector) {
    const std::set<std::string> kept = names_in_manifests(platform, kind);
    std::string labels = platform.selector("app.kubernetes.io/managed-by=tutor");
    if (!selector.empty()) {
        labels += fmt::format(",{}", selector);
    }
    for (const value::Dict& object :
         platform.client().list({"v1", kind}, {.label_selector = labels}).items) {
        const kube::ObjectName name = kube::name_of(object);
        if (kept.contains(name.name) || !was_applied_by_us(object)) {
            continue;
        }
        platform.client().remove(name);
        platform.output().info(fmt::format("{} pruned", kube::to_text(name)));
    }
}

}  // namespace

bool was_applied_by_us(const value::Value& object) {
    const std::vector<value::Value> managers = items_at(object, {"metadata", "managedFields"});
    const bool ours = std::any_of(managers.begin(), managers.end(), [](const value::Value& entry) {
        return text_at(entry, {"manager"}) == field_manager
            && text_at(entry, {"operation"}) == "Apply";
    });
    // "kubectl apply" leaves its memory of what it applied.
    return ours
        || find(
               object,
               {"metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"})
               .has_value();
}

void prune(Platform& platform, std::string_view selector) {
    prune_kind(platform, "ConfigMap", selector);
    if (platform.has_secrets()) {
        prune_kind(platform, "Secret", selector);
    }
}

}  // namespace tutor::k8s::internal
