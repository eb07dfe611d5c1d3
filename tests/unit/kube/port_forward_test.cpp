// SPDX-License-Identifier: Apache-2.0

#include "kube/port_forward.hpp"

#include "unit/kube/world.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>

namespace tutor::kube {
namespace {

using namespace std::string_literals;
using test::Peer;

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval limit = {.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return socket;
}

std::string ask(std::uint16_t port, const std::string& question) {
    const int socket = connect_to(port);
    ::send(socket, question.data(), question.size(), MSG_NOSIGNAL);
    std::string answer;
    char piece[4096];
    ssize_t count = 0;
    while ((count = ::recv(socket, piece, sizeof piece, 0)) > 0) {
        answer.append(piece, static_cast<std::size_t>(count));
    }
    ::close(socket);
    return answer;
}

test::TlsServer::Handler forwarding(std::function<void(Peer&)> talk) {
    return [talk = std::move(talk)](Peer& peer) {
        if (const auto request = peer.read_request()) {
            peer.accept_websocket(*request, "v4.channel.k8s.io");
            peer.send_message("\0\x40\x1F"s);
            peer.send_message("\1\x40\x1F"s);
            talk(peer);
        }
    };
}

}  // namespace

TEST_CASE("connections go to the pod and back, each on its own") {
    World world(forwarding([](Peer& peer) {
        const auto message = peer.read_message();
        if (message) {
            peer.send_message("\0you said "s + message->content.substr(1));
            peer.send_message("\x03\xE8"s, 8);
        }
    }));
    const PortForward forward(world.client, {.pod = "p", .remote_port = 8000});
    CHECK(ask(forward.local_port(), "one") == "you said one");
    CHECK(ask(forward.local_port(), "two") == "you said two");
    CHECK(
        world.server.requests().at(0).target
        == "/api/v1/namespaces/openedx/pods/p/portforward?ports=8000");
}

TEST_CASE("what goes wrong with a connection is told, and ends that connection alone") {
    std::atomic<int> problems = 0;
    std::string last;
    World world(forwarding([](Peer& peer) {
        peer.send_message("\1connection refused"s);
        peer.read_message();
    }));
    {
        const PortForward forward(
            world.client,
            {.pod = "p", .remote_port = 1, .on_problem = [&](std::string_view problem) {
                 last = problem;
                 ++problems;
             }});
        CHECK(ask(forward.local_port(), "x").empty());
        CHECK(ask(forward.local_port(), "x").empty());
    }
    CHECK(problems == 2);
    CHECK(last == "connection refused");
}

TEST_CASE("forwarding ends at once with open connections, and a taken port is an error") {
    World world(forwarding([](Peer& peer) { peer.pause(5000); }));
    int socket = -1;
    {
        const PortForward forward(world.client, {.pod = "p", .remote_port = 1});
        socket = connect_to(forward.local_port());
        CHECK_THROWS_AS(
            PortForward(
                world.client, {.pod = "p", .remote_port = 1, .local_port = forward.local_port()}),
            Error);
    }
    char byte = 0;
    CHECK(::recv(socket, &byte, 1, 0) <= 0);
    ::close(socket);
}

}  // namespace tutor::kube
