// SPDX-License-Identifier: Apache-2.0
//
// A port of a pod on this machine's loopback interface, over WebSocket.
//
//     const PortForward forward(client, {.pod = "lms-1", .remote_port = 8000});
//     forward.local_port();

#pragma once

#include "kube/client.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tutor::kube {

struct PortForwardRequest {
    std::string pod;
    std::uint16_t remote_port = 0;
    std::uint16_t local_port = 0;  ///< 0: any that is free
    /// What goes wrong with a single connection; called from other threads, one at a time.
    std::function<void(std::string_view problem)> on_problem = {};
};

/// Forwards from its construction to its destruction, on threads of its own; each connection has
/// one to the API server. Listens on 127.0.0.1 only.
class PortForward {
public:
    /// @throws Error  the local port is taken
    PortForward(const Client& client, PortForwardRequest request);
    ~PortForward();
    PortForward(PortForward&&) noexcept;

    std::uint16_t local_port() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tutor::kube
