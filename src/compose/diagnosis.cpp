// SPDX-License-Identifier: Apache-2.0

#include "compose/diagnosis.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace tutor::compose {
namespace {

template <class Address>
bool connects(int family, const Address& address) {
    const int socket = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        return false;
    }
    const bool connected = ::connect(
                               socket,
                               reinterpret_cast<const sockaddr*>(&address),  // as the API wants it
                               sizeof(address))
        == 0;
    ::close(socket);
    return connected;
}

}  // namespace

bool engine_answers() {
    std::string path = "/var/run/docker.sock";
    if (const char* host = std::getenv("DOCKER_HOST"); host != nullptr && *host != '\0') {
        constexpr std::string_view scheme = "unix://";
        if (!std::string_view(host).starts_with(scheme)) {
            return true;
        }
        path = std::string(host).substr(scheme.size());
    }
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) {
        return true;
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return connects(AF_UNIX, address);
}

bool port_is_taken(std::int64_t port) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return port > 0 && port < 65536 && connects(AF_INET, address);
}

std::vector<std::string> named_services(const std::vector<std::string>& words) {
    static constexpr std::string_view many[] = {"up", "start", "stop", "restart", "logs", "attach"};
    static constexpr std::string_view one[] = {"run", "exec"};
    static constexpr std::string_view with_value[] = {"--tail", "-e", "-u", "-w", "-v", "--user"};
    std::vector<std::string> services;
    const auto is = [&](const auto& names) {
        return !words.empty()
            && std::find(std::begin(names), std::end(names), words.front()) != std::end(names);
    };
    const bool takes_one = is(one);
    if (!takes_one && !is(many)) {
        return services;
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (std::find(std::begin(with_value), std::end(with_value), words[i])
            != std::end(with_value)) {
            ++i;
        } else if (!words[i].starts_with('-')) {
            services.push_back(words[i]);
            if (takes_one) {
                break;
            }
        }
    }
    return services;
}

}  // namespace tutor::compose
