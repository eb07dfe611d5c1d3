// SPDX-License-Identifier: Apache-2.0

#include "compose/diagnosis.hpp"

#include <doctest/doctest.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tutor::compose {

using Words = std::vector<std::string>;

TEST_CASE("services are told from options and their values") {
    CHECK(named_services({"up", "--remove-orphans", "-d", "lms", "cms"}) == Words{"lms", "cms"});
    CHECK(named_services({"logs", "--follow", "--tail", "5", "lms"}) == Words{"lms"});
    CHECK(named_services({"run", "--rm", "-T", "-e", "A=1", "lms", "ls", "x"}) == Words{"lms"});
    CHECK(named_services({"config", "--services"}).empty());
    CHECK(named_services({}).empty());
}

TEST_CASE("a port is taken while something listens on it") {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    REQUIRE(::listen(socket, 1) == 0);
    socklen_t size = sizeof(address);
    REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    const int port = ntohs(address.sin_port);
    CHECK(port_is_taken(port));
    ::close(socket);
    CHECK_FALSE(port_is_taken(port));
    CHECK_FALSE(port_is_taken(0));
    CHECK_FALSE(port_is_taken(70000));
}

}  // namespace tutor::compose
