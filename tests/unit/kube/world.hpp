// SPDX-License-Identifier: Apache-2.0
//
// A client and the API server that it talks to.

#pragma once

#include "kube/client.hpp"
#include "support/tls_server.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace tutor::kube {

/// Answers as the handler says; the client retries quickly.
struct World {
    explicit World(test::TlsServer::Handler handler);

    Access access() const;
    static ClientOptions options();

    test::Authority authority;
    test::TlsServer server;
    Client client;
};

/// `{"kind": "Status", …}`
std::string status_text(int code, const std::string& reason, const std::string& message);

/// A ConfigMap as the server has it.
std::string config_map(const std::string& name, int version, const std::string& uid = "u");

/// A line of a watch.
std::string frame(const std::string& type, const std::string& object);

}  // namespace tutor::kube
