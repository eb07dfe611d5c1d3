// SPDX-License-Identifier: Apache-2.0

#include "unit/kube/world.hpp"

#include <fmt/format.h>

namespace tutor::kube {

using namespace std::chrono_literals;

World::World(test::TlsServer::Handler handler)
    : server(authority.issue(), std::move(handler)), client(access(), options()) {}

Access World::access() const {
    Access access;
    access.context = "test";
    access.cluster.name = "test";
    access.cluster.server = server.url();
    access.cluster.authorities.data = authority.certificate();
    access.user.token = "secret-token";
    access.name_space = "openedx";
    return access;
}

ClientOptions World::options() {
    ClientOptions options;
    options.retry = {.first = 5ms, .longest = 20ms, .give_up = 2000ms};
    options.environment = [](std::string_view) {
        return std::nullopt;
    };
    return options;
}

std::string status_text(int code, const std::string& reason, const std::string& message) {
    return fmt::format(
        R"({{"kind":"Status","apiVersion":"v1","status":"Failure","message":"{}","reason":"{}","code":{}}})",
        message,
        reason,
        code);
}

std::string config_map(const std::string& name, int version, const std::string& uid) {
    return fmt::format(
        R"({{"kind":"ConfigMap","apiVersion":"v1","metadata":{{"name":"{}","namespace":"openedx",)"
        R"("uid":"{}","resourceVersion":"{}"}}}})",
        name,
        uid,
        version);
}

std::string frame(const std::string& type, const std::string& object) {
    return fmt::format("{{\"type\":\"{}\",\"object\":{}}}\n", type, object);
}

}  // namespace tutor::kube
