// SPDX-License-Identifier: Apache-2.0
//
// Requests and responses, and everything that can break in between.

#include "http/client.hpp"

#include "support/tls_server.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

namespace tutor::http {
namespace {

using namespace std::chrono_literals;
using test::answering;
using test::Authority;
using test::Peer;
using test::ServedRequest;
using test::TlsServer;

struct World {
    explicit World(TlsServer::Handler handler)
        : server(authority.issue(), std::move(handler)),
          client({.tls = {.authorities = authority.certificate()}, .user_agent = "test/1"}),
          url(parse_url(server.url())) {}

    Request request(std::string target, std::string method = "GET", std::string body = {}) const {
        return {
            .method = std::move(method),
            .server = url,
            .target = std::move(target),
            .body = std::move(body)};
    }

    Authority authority;
    TlsServer server;
    Client client;
    Url url;
};

template <class Call>
std::optional<TransportError> failure_of(const Call& call) {
    try {
        call();
    } catch (const TransportError& error) {
        return error;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("a request arrives as it was meant") {
    World world(answering([](Peer& peer, const ServedRequest&) {
        peer.respond(201, "made", {{"X-Answer", "yes"}});
    }));
    Request request = world.request("/a?b=c", "POST", "body");
    request.headers = {{"X-Question", "why"}};
    const Response response = world.client.send(request);
    CHECK(response.status == 201);
    CHECK(response.reason == "Reason");
    CHECK(response.body == "made");
    REQUIRE(response.header("x-answer") != nullptr);
    CHECK(*response.header("x-answer") == "yes");
    CHECK(response.header("other") == nullptr);
    const ServedRequest seen = world.server.requests().at(0);
    CHECK(seen.method == "POST");
    CHECK(seen.target == "/a?b=c");
    CHECK(seen.body == "body");
    CHECK(seen.headers.at("host") == fmt::format("localhost:{}", world.server.port()));
    CHECK(seen.headers.at("user-agent") == "test/1");
    CHECK(seen.headers.at("x-question") == "why");
}

TEST_CASE("a connection is used again") {
    World world(answering([](Peer& peer, const ServedRequest&) { peer.respond(200, "x"); }));
    for (int i = 0; i < 5; ++i) {
        world.client.send(world.request("/"));
    }
    CHECK(world.server.connections() == 1);
    world.client.close_idle();
    world.client.send(world.request("/"));
    CHECK(world.server.connections() == 2);
}

TEST_CASE("a server that says so is not kept waiting with the connection") {
    World world([](Peer& peer) {
        peer.read_request();
        peer.respond(200, "x", {{"Connection", "close"}});
    });
    world.client.send(world.request("/"));
    world.client.send(world.request("/"));
    CHECK(world.server.connections() == 2);
}

TEST_CASE("a kept connection that the server has closed is made anew") {
    World world([](Peer& peer) {
        peer.read_request();
        peer.respond(200, "x");
    });
    for (int i = 0; i < 3; ++i) {
        CHECK(world.client.send(world.request("/", "POST", "b")).status == 200);
        std::this_thread::sleep_for(20ms);
    }
    CHECK(world.server.connections() == 3);
}

TEST_CASE(
    "a kept connection that breaks at the next request: only what is idempotent is repeated") {
    const auto handler = [](Peer& peer) {
        if (peer.read_request()) {
            peer.respond(200, "x");
        }
        if (peer.number() == 0) {
            peer.read_request();
            peer.cut();
        }
    };
    SUBCASE("reading") {
        World world(handler);
        world.client.send(world.request("/"));
        CHECK(world.client.send(world.request("/again")).status == 200);
        CHECK(world.server.connections() == 2);
    }
    SUBCASE("creating") {
        World world(handler);
        world.client.send(world.request("/"));
        const auto error =
            failure_of([&] { world.client.send(world.request("/again", "POST", "b")); });
        REQUIRE(error);
        CHECK(error->failure() == Failure::cut_off);
        CHECK(error->sent() == Sent::maybe);
        CHECK(world.server.requests().size() == 2);
    }
}

TEST_CASE("a body in chunks comes piece by piece, wherever it is cut") {
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
        CAPTURE(size);
        World world([size](Peer& peer) {
            peer.read_request();
            const std::string text =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                "5\r\nhello\r\n1\r\n \r\n5;x=y\r\nworld\r\n0\r\nTrailer: t\r\n\r\n";
            for (std::size_t i = 0; i < text.size(); i += size) {
                peer.write(std::string_view(text).substr(i, size));
            }
        });
        std::string body;
        int heads = 0;
        const Response response = world.client.stream(
            world.request("/"),
            [&](const Response& head) { heads += head.status == 200 ? 1 : 0; },
            [&](std::string_view bytes) { body += bytes; });
        CHECK(response.body.empty());
        CHECK(body == "hello world");
        CHECK(heads == 1);
    }
}

TEST_CASE("a chunk is handed on before the next one has come") {
    World world([](Peer& peer) {
        peer.read_request();
        peer.begin_chunks();
        peer.chunk("first");
        if (peer.read_request()) {  // never: the client ends the connection
            peer.chunk("second");
        }
    });
    class Enough final : public std::exception {};
    std::string got;
    CHECK_THROWS_AS(
        world.client.stream(
            world.request("/"),
            {},
            [&](std::string_view bytes) {
                got += bytes;
                throw Enough();
            }),
        Enough);
    CHECK(got == "first");
}

TEST_CASE("an interim response is passed over") {
    World world([](Peer& peer) {
        peer.read_request();
        peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n");
        peer.respond(200, "x");
    });
    CHECK(world.client.send(world.request("/")).status == 200);
}

TEST_CASE("redirections are handed to the caller") {
    World world(answering([](Peer& peer, const ServedRequest&) {
        peer.respond(302, "", {{"Location", "https://example.com/"}});
    }));
    CHECK(world.client.send(world.request("/")).status == 302);
    CHECK(world.server.requests().size() == 1);
}

TEST_CASE("responses without a body end at their head") {
    World world(answering([](Peer& peer, const ServedRequest& request) {
        if (request.method == "HEAD") {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        } else {
            peer.write("HTTP/1.1 204 No Content\r\n\r\n");
        }
    }));
    CHECK(world.client.send(world.request("/", "HEAD")).body.empty());
    CHECK(world.client.send(world.request("/", "DELETE")).status == 204);
    CHECK(world.server.connections() == 1);
}

TEST_CASE("a response that is cut off is an error, wherever that happens") {
    const std::string text = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
    for (std::size_t size = 0; size < text.size(); ++size) {
        CAPTURE(size);
        World world([&](Peer& peer) {
            peer.read_request();
            peer.write(std::string_view(text).substr(0, size));
            peer.cut();
        });
        const auto error = failure_of([&] { world.client.send(world.request("/")); });
        REQUIRE(error);
        CHECK(error->failure() == Failure::cut_off);
        CHECK(error->sent() == Sent::maybe);
    }
}

TEST_CASE("a body without a length ends with the connection, if that ends properly") {
    for (const bool cut : {false, true}) {
        World world([cut](Peer& peer) {
            peer.read_request();
            peer.write("HTTP/1.1 200 OK\r\n\r\nall of it");
            if (cut) {
                peer.cut();
            }
        });
        std::string body;
        const auto error = failure_of([&] { body = world.client.send(world.request("/")).body; });
        CHECK(body == (cut ? "" : "all of it"));
        CHECK(error.has_value() == cut);
    }
}

TEST_CASE("what is no HTTP is an error") {
    for (const char* text :
         {"SSH-2.0-OpenSSH\r\n\r\n",
          "HTTP/1.1 abc OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        CAPTURE(text);
        World world([text](Peer& peer) {
            peer.read_request();
            peer.write(text);
            peer.pause(5000);
        });
        const auto error = failure_of([&] { world.client.send(world.request("/")); });
        REQUIRE(error);
        CHECK(error->failure() == Failure::protocol);
    }
}

TEST_CASE("a head without an end is refused") {
    World world([](Peer& peer) {
        peer.read_request();
        peer.write("HTTP/1.1 200 OK\r\n");
        for (int i = 0; i < 2000 && peer.write("X-Filler: 0123456789012345678901234567890\r\n");
             ++i) {
        }
        peer.pause(5000);
    });
    CHECK(
        failure_of([&] { world.client.send(world.request("/")); })->failure() == Failure::protocol);
}

TEST_CASE("a body that is longer than allowed is refused") {
    World world(answering(
        [](Peer& peer, const ServedRequest&) { peer.respond(200, std::string(1000, 'x')); }));
    CHECK(failure_of([&] { world.client.send(world.request("/"), {.max_body_bytes = 999}); }));
    CHECK(world.client.send(world.request("/"), {.max_body_bytes = 1000}).body.size() == 1000);
}

TEST_CASE("steps that take too long end, and the error says which") {
    World world([](Peer& peer) {
        const auto request = peer.read_request();
        if (request && request->target == "/body") {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n012");
        }
        peer.pause(5000);
    });
    const CallOptions options = {.timeouts = {.first_byte = 50ms, .idle = 50ms}};
    for (const auto& [target, words] :
         {std::pair("/head", "waiting for an answer of"),
          std::pair("/body", "reading an answer of")}) {
        CAPTURE(target);
        const auto error = failure_of([&] { world.client.send(world.request(target), options); });
        REQUIRE(error);
        CHECK(error->failure() == Failure::timeout);
        CHECK(
            std::string(error->what())
            == fmt::format("{} {} took longer than 0.05 s", words, world.server.url()));
    }
}

TEST_CASE("a server that accepts but does not greet runs into the time limit") {
    const Authority authority;
    const TlsServer silent(authority.issue(), [](Peer& peer) { peer.pause(5000); }, {.tls = false});
    Client client({.tls = {.authorities = authority.certificate()}});
    const Url url = parse_url("https://localhost:" + std::to_string(silent.port()));
    const auto error = failure_of(
        [&] { client.send({.server = url, .target = "/"}, {.timeouts = {.handshake = 50ms}}); });
    REQUIRE(error);
    CHECK(error->failure() == Failure::timeout);
    CHECK(error->sent() == Sent::nothing);
}

TEST_CASE("a server that is not there") {
    std::uint16_t port = 0;
    {
        const Authority authority;
        const TlsServer gone(authority.issue(), [](Peer&) {});
        port = gone.port();
    }
    Client client({});
    const auto refused = failure_of([&] {
        client.send(
            {.server = parse_url(fmt::format("https://127.0.0.1:{}", port)), .target = "/"});
    });
    REQUIRE(refused);
    CHECK(refused->failure() == Failure::connect);
    CHECK(refused->sent() == Sent::nothing);
    CHECK(
        std::string(refused->what())
        == fmt::format("cannot connect to https://127.0.0.1:{}: Connection refused", port));
    const auto unknown = failure_of(
        [&] { client.send({.server = parse_url("https://no-such-host.invalid"), .target = "/"}); });
    REQUIRE(unknown);
    CHECK(unknown->failure() == Failure::resolve);
}

TEST_CASE("a request to stop wakes a call at once") {
    World world([](Peer& peer) {
        const auto request = peer.read_request();
        if (request && request->target == "/body") {
            peer.begin_chunks();
            peer.chunk("x");
        }
        peer.pause(5000);
    });
    for (const char* target : {"/head", "/body"}) {
        CAPTURE(target);
        std::stop_source source;
        std::chrono::steady_clock::time_point asked;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(100ms);
            asked = std::chrono::steady_clock::now();
            source.request_stop();
        });
        CHECK_THROWS_AS(
            world.client.send(world.request(target), {.stop = source.get_token()}), Cancelled);
        stopper.join();
        CHECK(std::chrono::steady_clock::now() - asked < 500ms);
        CHECK_THROWS_AS(
            world.client.send(world.request(target), {.stop = source.get_token()}), Cancelled);
    }
}

TEST_CASE("several threads use one client") {
    World world(answering(
        [](Peer& peer, const ServedRequest& request) { peer.respond(200, request.target); }));
    std::vector<std::jthread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            for (int j = 0; j < 20; ++j) {
                const std::string target = fmt::format("/{}/{}", i, j);
                right += world.client.send(world.request(target)).body == target ? 1 : 0;
            }
        });
    }
    threads.clear();
    CHECK(right == 80);
    CHECK(world.server.connections() <= 8);
}

TEST_CASE("a line break in a header is refused before anything is sent") {
    World world(answering([](Peer& peer, const ServedRequest&) { peer.respond(200, ""); }));
    Request request = world.request("/");
    request.headers = {{"Authorization", "Bearer a\r\nX: y"}};
    CHECK_THROWS_AS(world.client.send(request), Error);
    CHECK(world.server.connections() == 0);
}

TEST_CASE("an answer that comes before all of the request was read counts") {
    World world([](Peer& peer) {
        peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
    });
    const Response response =
        world.client.send(world.request("/", "POST", std::string(1 << 16, 'x')));
    CHECK(response.status == 413);
    CHECK(response.body == "big");
}

TEST_CASE("plain HTTP goes to a proxy with the whole address") {
    const Authority authority;
    TlsServer proxy(
        authority.issue(),
        answering([](Peer& peer, const ServedRequest&) { peer.respond(200, "by proxy"); }),
        {.tls = false});
    const std::string address = fmt::format("http://user:pass@127.0.0.1:{}", proxy.port());
    Client client({.proxies = ProxyRules::always(parse_proxy(address, "test"))});
    const Response response =
        client.send({.server = parse_url("http://example.invalid"), .target = "/x"});
    CHECK(response.body == "by proxy");
    const ServedRequest seen = proxy.requests().at(0);
    CHECK(seen.target == "http://example.invalid:80/x");
    CHECK(seen.headers.at("proxy-authorization") == "Basic dXNlcjpwYXNz");
}

TEST_CASE("a proxy that refuses is the reason") {
    const Authority authority;
    TlsServer proxy(
        authority.issue(),
        answering([](Peer& peer, const ServedRequest&) {
            peer.respond(407, "who?", {{"Proxy-Authenticate", "Basic"}});
        }),
        {.tls = false});
    const std::string address = fmt::format("127.0.0.1:{}", proxy.port());
    Client client({.proxies = ProxyRules::always(parse_proxy(address, "test"))});
    const auto error = failure_of(
        [&] { client.send({.server = parse_url("https://api.invalid:6443"), .target = "/"}); });
    REQUIRE(error);
    CHECK(error->failure() == Failure::proxy);
    CHECK(error->sent() == Sent::nothing);
    CHECK(
        std::string(error->what())
        == fmt::format(
            "the proxy http://127.0.0.1:{} does not connect us to api.invalid:6443: 407 Reason",
            proxy.port()));
    CHECK(proxy.requests().at(0).method == "CONNECT");
    CHECK(proxy.requests().at(0).target == "api.invalid:6443");
}

TEST_CASE("TLS goes through a proxy unopened") {
    const Authority authority;
    // Proxy and server in one: the name on the certificate is the server's.
    TlsServer proxy(
        authority.issue({.names = "DNS:api.invalid"}),
        [](Peer& peer) {
            peer.read_request();
            peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
            if (peer.start_tls()) {
                peer.read_request();
                peer.respond(200, "through");
            }
        },
        {.late_tls = true});
    const std::string address = fmt::format("127.0.0.1:{}", proxy.port());
    Client client(
        {.tls = {.authorities = authority.certificate()},
         .proxies = ProxyRules::always(parse_proxy(address, "test"))});
    const Response response =
        client.send({.server = parse_url("https://api.invalid:6443"), .target = "/x"});
    CHECK(response.body == "through");
    CHECK(proxy.requests().at(0).target == "api.invalid:6443");
    CHECK(proxy.requests().at(1).headers.at("host") == "api.invalid:6443");
}

}  // namespace tutor::http
