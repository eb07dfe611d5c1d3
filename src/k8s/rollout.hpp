// SPDX-License-Identifier: Apache-2.0
//
// Waiting for deployments.

#pragma once

#include "k8s/platform.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tutor::k8s {

/// What kubectl is told in the contract.
inline constexpr std::chrono::seconds usual_wait{600};

/// Until the deployments of these names are available, all of their pods being of the last start.
/// What is on the way is shown.
///
/// @throws Error  there is none of them; one will not become available, with its cause; the time
///     is over
void wait_for_rollout(
    Platform& platform, const std::vector<std::string>& names, std::chrono::seconds limit);

}  // namespace tutor::k8s
