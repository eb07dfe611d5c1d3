// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/item.hpp"

#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tutor::kustomize::internal {

Identity identity_of(const value::Dict& document) {
    Identity identity;
    const std::string api_version = text_at(document, "apiVersion");
    const std::size_t slash = api_version.find('/');
    identity.group = slash == std::string::npos ? "" : api_version.substr(0, slash);
    identity.version = slash == std::string::npos ? api_version : api_version.substr(slash + 1);
    identity.kind = text_at(document, "kind");
    if (const value::Value* metadata = document.find("metadata");
        metadata != nullptr && metadata->is_dict()) {
        identity.name = text_at(metadata->as_dict(), "name");
        identity.space = text_at(metadata->as_dict(), "namespace");
    }
    for (const auto& [text, field] :
         {std::pair{&api_version, "apiVersion"},
          std::pair{static_cast<const std::string*>(&identity.kind), "kind"},
          std::pair{static_cast<const std::string*>(&identity.name), "metadata.name"}}) {
        if (text->empty()) {
            throw Error({.message = fmt::format("a Kubernetes object has no {}", field)});
        }
    }
    return identity;
}

Identity Item::identity() const {
    return identity_of(document);
}

void Item::remember() {
    const Identity now = identity();
    if (previous.empty() || previous.back() != now) {
        previous.push_back(now);
    }
}

std::vector<Identity> Item::identities() const {
    std::vector<Identity> all = previous;
    all.push_back(identity());
    return all;
}

bool same_namespace(std::string_view a, std::string_view b) {
    constexpr std::string_view implied = "default";
    return (a.empty() ? implied : a) == (b.empty() ? implied : b);
}

std::string describe(const Identity& identity) {
    const std::string name = fmt::format("{} '{}'", identity.kind, identity.name);
    return identity.space.empty() ? name
                                  : fmt::format("{} of namespace '{}'", name, identity.space);
}

value::Dict child(value::Dict& parent, std::string_view key) {
    const value::Value* found = parent.find(key);
    if (found == nullptr || found->is_none()) {
        value::Dict made;
        parent.set(key, made);
        return made;
    }
    if (!found->is_dict()) {
        throw Error(
            {.message =
                 fmt::format("'{}' must be a mapping, not '{}'", key, value::type_name(*found))});
    }
    return found->as_dict();
}

std::string text_at(const value::Dict& dict, std::string_view key) {
    const value::Value* found = dict.find(key);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
}

bool is_cluster_scoped(std::string_view kind) {
    static constexpr std::array<std::string_view, 24> kinds{
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "ComponentStatus",
        "CustomResourceDefinition",
        "FlowSchema",
        "IngressClass",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PodSecurityPolicy",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
    };
    return std::binary_search(kinds.begin(), kinds.end(), kind);
}

}  // namespace tutor::kustomize::internal
