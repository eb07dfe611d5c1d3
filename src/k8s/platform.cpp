// SPDX-License-Identifier: Apache-2.0

#include "k8s/platform.hpp"

#include "base/error.hpp"
#include "k8s/internal/document.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

namespace tutor::k8s {

Platform::Platform(Parts parts) : parts_(std::move(parts)) {}

const kube::Client& Platform::client() {
    if (!client_) {
        kube::ClientOptions options;
        options.field_manager = field_manager;
        const kube::Client client(
            kube::choose_access({.context = parts_.context}, options.environment), options);
        client_ = std::make_unique<kube::Client>(client.in_namespace(name_space()));
    }
    return *client_;
}

std::string Platform::name_space() const {
    return parts_.config().text("K8S_NAMESPACE");
}

bool Platform::has_secrets() const {
    return parts_.config().boolean("K8S_SECRETS", false);
}

const std::vector<kustomize::Resource>& Platform::manifests() {
    if (!manifests_) {
        const std::filesystem::path environment = parts_.project.environment();
        std::error_code error;
        if (!std::filesystem::exists(environment / "kustomization.yml", error)) {
            throw Error(
                {.message = fmt::format(
                     "there are no manifests: '{}' is missing",
                     (environment / "kustomization.yml").string()),
                 .hint = "make them with: tutor config save"});
        }
        manifests_ = kustomize::build(environment);
    }
    return *manifests_;
}

std::string Platform::selector(std::string_view more) const {
    return fmt::format(
        "app.kubernetes.io/instance=openedx-{}{}{}",
        parts_.config().text("ID"),
        more.empty() ? "" : ",",
        more);
}

std::vector<std::string> Platform::services() {
    std::set<std::string> names;
    for (const kustomize::Resource& resource : manifests()) {
        const std::string kind = internal::text_at(resource.document, {"kind"});
        const std::string name =
            internal::text_at(resource.document, {"metadata", "labels", name_label});
        if (!name.empty()
            && (kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet")) {
            names.insert(name);
        }
    }
    return {names.begin(), names.end()};
}

}  // namespace tutor::k8s
