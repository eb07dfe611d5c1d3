// SPDX-License-Identifier: Apache-2.0
//
// What the pods of a service print, and commands in them.

#pragma once

#include "k8s/platform.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tutor::k8s {

/// What `k8s logs` is told, in the words of kubectl.
struct LogsRequest {
    std::string service;
    std::string container = {};  ///< empty: the first
    bool follow = false;
    std::int64_t tail = 10;  ///< lines of each pod; negative: all
    std::int64_t max_requests = 5;
};

/// Prints to the platform's output; lines of several pods bear their pod's name. With `follow` it
/// ends when the pods do.
///
/// @throws Error  the service has no pod, or too many to follow at once
void show_logs(Platform& platform, const LogsRequest& request);

/// Runs a command in a pod of the service, one that is ready if there is, with our own standard
/// streams; `terminal` makes one in the container. Returns its exit status.
///
/// @throws Error  the service has no pod
int run_in_pod(
    Platform& platform,
    const std::string& service,
    const std::vector<std::string>& command,
    bool terminal);

}  // namespace tutor::k8s
