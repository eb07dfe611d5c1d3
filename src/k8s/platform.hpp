// SPDX-License-Identifier: Apache-2.0
//
// The platform on Kubernetes: its cluster, its namespace, its manifests.
//
//     k8s::Platform platform({…});
//     k8s::start(platform, {"lms"}, {});

#pragma once

#include "config/config.hpp"
#include "config/project.hpp"
#include "kube/client.hpp"
#include "kustomize/build.hpp"
#include "term/output.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::k8s {

/// Everything a Platform works with; all must outlive it.
struct Parts {
    /// The configuration as it is now: it may be saved while the platform is in use.
    std::function<const config::Config&()> config;
    term::Output& output;
    config::Project project;
    std::optional<std::string> context = {};  ///< of the kubeconfig; none: its current one
};

/// Not to be shared between threads; its client may be.
class Platform {
public:
    explicit Platform(Parts parts);

    /// Connects to nothing before the first request.
    ///
    /// @throws Error  there is no cluster to talk to
    const kube::Client& client();

    /// K8S_NAMESPACE.
    std::string name_space() const;
    /// Whether files with secrets are Secret objects: K8S_SECRETS.
    bool has_secrets() const;

    /// The built kustomization, built once.
    ///
    /// @throws Error  the environment is missing or wrong
    const std::vector<kustomize::Resource>& manifests();
    /// After the environment was rendered again.
    void forget_manifests() { manifests_.reset(); }

    /// Of every object of this platform, and what `more` asks for.
    std::string selector(std::string_view more = {}) const;

    /// Names that services have as labels, sorted, for completion and suggestions.
    std::vector<std::string> services();

    term::Output& output() const { return parts_.output; }
    const config::Project& project() const { return parts_.project; }

private:
    Parts parts_;
    std::unique_ptr<kube::Client> client_;
    std::optional<std::vector<kustomize::Resource>> manifests_;
};

/// "app.kubernetes.io/name"
inline constexpr std::string_view name_label = "app.kubernetes.io/name";

/// Who we are in the fields of objects.
inline constexpr const char* field_manager = "tutor";

}  // namespace tutor::k8s
