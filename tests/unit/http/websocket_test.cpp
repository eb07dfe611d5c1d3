// SPDX-License-Identifier: Apache-2.0

#include "http/websocket.hpp"

#include "support/tls_server.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>

namespace tutor::http {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using test::Authority;
using test::Peer;
using test::TlsServer;

constexpr int opcode_text = 1;
constexpr int opcode_binary = 2;
constexpr int opcode_close = 8;
constexpr int opcode_ping = 9;
constexpr int opcode_pong = 10;

struct World {
    explicit World(std::function<void(Peer&)> talk)
        : server(
            authority.issue(),
            [talk = std::move(talk)](Peer& peer) {
                const auto request = peer.read_request();
                if (request) {
                    peer.accept_websocket(*request, "v4.channel.k8s.io");
                    talk(peer);
                }
            }),
          client({.tls = {.authorities = authority.certificate()}}) {}

    WebSocket open(const WebSocketOptions& options = {.protocols = {"v5", "v4.channel.k8s.io"}}) {
        return WebSocket(
            client,
            {.server = parse_url(server.url()),
             .target = "/exec?x=y",
             .headers = {{"Authorization", "Bearer t"}}},
            options);
    }

    Authority authority;
    TlsServer server;
    Client client;
};

}  // namespace

TEST_CASE("a WebSocket is opened with our headers and the sub-protocols in order") {
    World world([](Peer& peer) { peer.read_message(); });
    const WebSocket socket = world.open();
    CHECK(socket.protocol() == "v4.channel.k8s.io");
    const auto seen = world.server.requests().at(0);
    CHECK(seen.target == "/exec?x=y");
    CHECK(seen.headers.at("authorization") == "Bearer t");
    CHECK(seen.headers.at("sec-websocket-protocol") == "v5, v4.channel.k8s.io");
}

TEST_CASE("messages go both ways, of any size and with any bytes") {
    World world([](Peer& peer) {
        while (const auto message = peer.read_message()) {
            if (message->opcode == opcode_binary) {
                peer.send_message(message->content);
            } else if (message->opcode == opcode_close) {
                peer.send_message(message->content, opcode_close);
                return;
            }
        }
    });
    WebSocket socket = world.open();
    for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U, 300000U}) {
        CAPTURE(size);
        std::string content(size, '\0');
        for (std::size_t i = 0; i < size; ++i) {
            content[i] = static_cast<char>(i * 7);
        }
        socket.send(content);
        CHECK(socket.receive() == content);
    }
    socket.close();
    CHECK(socket.receive() == std::nullopt);
    CHECK_THROWS_AS(socket.send("x"), TransportError);
}

TEST_CASE("pings are answered, and what we ping with is answered silence") {
    std::optional<std::string> pong;
    World world([&](Peer& peer) {
        peer.send_message("are you there", opcode_ping);
        if (const auto message = peer.read_message(); message && message->opcode == opcode_pong) {
            pong = message->content;
        }
        peer.send_message("done");
        peer.read_message();
    });
    WebSocket socket = world.open();
    CHECK(socket.receive() == "done");
    CHECK(pong == "are you there");
}

TEST_CASE("a server that answers pings may be silent, another one is given up") {
    const WebSocketOptions impatient = {.idle = 200ms};
    SUBCASE("it answers") {
        World world([](Peer& peer) {
            for (int pings = 0; pings < 4;) {
                const auto message = peer.read_message();
                if (!message) {
                    return;
                }
                if (message->opcode == opcode_ping) {
                    peer.send_message(message->content, opcode_pong);
                    ++pings;
                }
            }
            peer.send_message("still here");
            peer.read_message();
        });
        WebSocket socket = world.open(impatient);
        CHECK(socket.receive() == "still here");
    }
    SUBCASE("it does not") {
        World world([](Peer& peer) { peer.pause(5000); });
        WebSocket socket = world.open(impatient);
        CHECK_THROWS_AS(socket.receive(), TransportError);
    }
}

TEST_CASE("what came before a connection broke is given first") {
    World world([](Peer& peer) {
        peer.send_message("one", opcode_text);
        peer.send_message("two");
        peer.cut();
    });
    WebSocket socket = world.open();
    CHECK(socket.receive() == "one");
    CHECK(socket.receive() == "two");
    CHECK_THROWS_AS(socket.receive(), TransportError);
    CHECK_THROWS_AS(socket.receive(), TransportError);
}

TEST_CASE("a message that is too long breaks the connection") {
    World world([](Peer& peer) {
        peer.send_message(std::string(2000, 'x'));
        peer.read_message();
    });
    WebSocket socket = world.open({.max_message_bytes = 1000});
    CHECK_THROWS_AS(socket.receive(), TransportError);
}

TEST_CASE("a slow reader slows the server down, and gets everything") {
    constexpr int count = 300;
    World world([](Peer& peer) {
        for (int i = 0; i < count; ++i) {
            if (!peer.send_message(std::string(65536, static_cast<char>('a' + i % 26)))) {
                return;
            }
        }
        peer.send_message("", opcode_close);
        peer.read_message();
    });
    WebSocket socket = world.open();
    std::this_thread::sleep_for(200ms);
    int received = 0;
    while (const auto message = socket.receive()) {
        CHECK(message->front() == static_cast<char>('a' + received % 26));
        ++received;
    }
    CHECK(received == count);
}

TEST_CASE("a request to stop wakes whoever waits for a message") {
    World world([](Peer& peer) { peer.pause(5000); });
    WebSocket socket = world.open();
    CHECK(socket.receive_within(10ms).kind == WebSocket::Received::Kind::nothing_yet);
    std::stop_source source;
    const std::jthread stopper([&] {
        std::this_thread::sleep_for(50ms);
        source.request_stop();
    });
    CHECK_THROWS_AS(socket.receive(source.get_token()), Cancelled);
}

TEST_CASE("a refused upgrade carries the server's answer") {
    const Authority authority;
    TlsServer server(authority.issue(), test::answering([](Peer& peer, const auto&) {
                         peer.respond(403, "{\"kind\":\"Status\"}");
                     }));
    Client client({.tls = {.authorities = authority.certificate()}});
    try {
        const WebSocket socket(client, {.server = parse_url(server.url()), .target = "/"});
        FAIL("opened");
    } catch (const UpgradeRefused& refusal) {
        CHECK(refusal.response().status == 403);
        CHECK(refusal.response().body == "{\"kind\":\"Status\"}");
    }
}

}  // namespace tutor::http
