// SPDX-License-Identifier: Apache-2.0

#include "kube/exec.hpp"

#include "unit/kube/world.hpp"

#include <doctest/doctest.h>

#include <string>

namespace tutor::kube {
namespace {

using namespace std::string_literals;
using test::Peer;

// A server that upgrades to `protocol` and then talks.
test::TlsServer::Handler talking(std::string protocol, std::function<void(Peer&)> talk) {
    return [protocol = std::move(protocol), talk = std::move(talk)](Peer& peer) {
        if (const auto request = peer.read_request()) {
            peer.accept_websocket(*request, protocol);
            talk(peer);
        }
    };
}

const std::string success = R"({"kind":"Status","status":"Success"})";

struct Outcome {
    int status = -1;
    std::string output;
    std::string error;
};

Outcome run(World& world, const ExecRequest& request) {
    Outcome outcome;
    ExecSession session(world.client, request);
    outcome.status = session.wait(
        [&](std::string_view bytes) { outcome.output += bytes; },
        [&](std::string_view bytes) { outcome.error += bytes; });
    return outcome;
}

}  // namespace

TEST_CASE("output and errors come apart, and the exit status at the end") {
    World world(talking("v4.channel.k8s.io", [](Peer& peer) {
        peer.send_message("\1"s);
        peer.send_message("\2"s);
        peer.send_message("\1one "s);
        peer.send_message("\2oops"s);
        peer.send_message("\1two\0"s);
        peer.send_message(
            "\3"s
            + R"({"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[)"
              R"({"reason":"ExitCode","message":"42"}]}})");
        peer.pause(2000);
    }));
    const Outcome outcome =
        run(world, {.pod = "p", .container = "c", .command = {"echo", "a b", ";"}});
    CHECK(outcome.status == 42);
    CHECK(outcome.output == "one two\0"s);
    CHECK(outcome.error == "oops");
    CHECK(
        world.server.requests().at(0).target
        == "/api/v1/namespaces/openedx/pods/p/exec?command=echo&command=a%20b&command=%3B"
           "&container=c&stdin=false&stdout=true&stderr=true&tty=false");
    CHECK(
        world.server.requests().at(0).headers.at("sec-websocket-protocol")
        == "v5.channel.k8s.io, v4.channel.k8s.io");
}

TEST_CASE("input, its end and the size of the terminal are passed on") {
    for (const std::string protocol : {"v5.channel.k8s.io", "v4.channel.k8s.io"}) {
        CAPTURE(protocol);
        std::vector<std::string> got;
        World world(talking(protocol, [&](Peer& peer) {
            for (int i = 0; i < 3; ++i) {
                got.push_back(peer.read_message()->content);
            }
            peer.send_message("\3" + success);
            peer.pause(2000);
        }));
        ExecSession session(
            world.client,
            {.pod = "p", .command = {"sh"}, .input = Input::yes, .terminal = Terminal::yes});
        session.resize({.columns = 120, .rows = 40});
        session.write("ls\n");
        const bool v5 = protocol.starts_with("v5");
        CHECK(session.close_input() == v5);
        CHECK(session.wait([](std::string_view) {}, [](std::string_view) {}) == 0);
        CHECK(
            got
            == std::vector<std::string>{
                "\4"s + R"({"Width":120,"Height":40})", "\0ls\n"s, v5 ? "\xFF\0"s : "\0\4"s});
    }
}

TEST_CASE("a command that cannot be run is one error, in the runtime's words") {
    World world(talking("v4.channel.k8s.io", [](Peer& peer) {
        peer.send_message(
            "\3"s
            + R"({"status":"Failure","reason":"InternalError","message":"container not found"})");
        peer.pause(2000);
    }));
    CHECK_THROWS_WITH_AS(
        run(world, {.pod = "p", .command = {"x"}}),
        "the command cannot be run in pod 'p': container not found",
        Error);
}

TEST_CASE("a connection that ends before the command is an error") {
    for (const bool proper : {false, true}) {
        World world(talking("v4.channel.k8s.io", [proper](Peer& peer) {
            peer.send_message("\1half"s);
            if (proper) {
                peer.send_message("\x03\xE8"s, 8);
                peer.read_message();
            } else {
                peer.cut();
            }
        }));
        CHECK_THROWS_AS(run(world, {.pod = "p", .command = {"x"}}), Error);
    }
}

TEST_CASE("a pod that does not exist is the server's error") {
    World world(test::answering([](Peer& peer, const auto&) {
        peer.respond(404, status_text(404, "NotFound", "pods p not found"));
    }));
    CHECK_THROWS_AS(run(world, {.pod = "p", .command = {"x"}}), ApiError);
}

}  // namespace tutor::kube
