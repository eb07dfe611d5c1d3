// SPDX-License-Identifier: Apache-2.0
//
// Objects of the platform in the cluster: made, changed, removed.

#pragma once

#include "k8s/platform.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::k8s {

enum class Prune : std::uint8_t { no, yes };

/// Manifests whose labels fit.
std::vector<value::Dict> select(Platform& platform, std::string_view selector);

/// Applies the namespace when it is missing, then everything but jobs, or only what bears one of
/// `names`; "all" among them means everything. One request for each object, several at a time.
/// With `prune`, config maps of earlier starts that no manifest names any more are removed.
///
/// @throws Error  a name that nothing bears; what could not be applied, all of it
void start(Platform& platform, const std::vector<std::string>& names, Prune prune);

/// Deletes deployments, services, config maps and jobs of this platform, or of `names`, and waits
/// until they and their pods are gone. The service of the load balancer stays.
void stop(Platform& platform, const std::vector<std::string>& names);

/// As `stop`, but config maps and jobs stay, and no service does.
void remove_deployments_and_services(Platform& platform);

/// What `start` applies with these names.
///
/// @throws Error  a name that nothing bears
std::vector<value::Dict>
documents_to_start(Platform& platform, const std::vector<std::string>& names);

enum class Namespaces : std::uint8_t { keep, remove };

/// Deletes every object of the manifests and waits until all are gone.
void remove(Platform& platform, Namespaces namespaces);

/// What `k8s apply` is told, in the words of kubectl.
struct ApplyOptions {
    std::string selector = {};
    bool dry_run_here = false;  ///< print what would be sent
    bool dry_run_server = false;
    bool prune = false;  ///< config maps and secrets only
    bool force_conflicts = true;
};

/// Every object of the manifests, or those that the selector chooses.
void apply(Platform& platform, const ApplyOptions& options);

}  // namespace tutor::k8s
