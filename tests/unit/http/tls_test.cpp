// SPDX-License-Identifier: Apache-2.0
//
// Whom the client trusts, and who it is.

#include "http/client.hpp"
#include "support/tls_server.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace tutor::http {
namespace {

using test::answering;
using test::Authority;
using test::Peer;
using test::ServedRequest;
using test::TlsServer;

TlsServer::Handler hello() {
    return answering([](Peer& peer, const ServedRequest&) { peer.respond(200, "hello"); });
}

Response get(const TlsServer& server, const TlsSettings& tls, std::string_view host = "localhost") {
    Client client({.tls = tls});
    return client.send({.server = parse_url(server.url(host)), .target = "/"});
}

std::optional<TransportError> failure_of(const TlsServer& server, const TlsSettings& tls) {
    try {
        get(server, tls);
    } catch (const TransportError& error) {
        return error;
    }
    return std::nullopt;
}

}  // namespace

TEST_CASE("a server of a trusted authority is talked to, by name and by address") {
    const Authority authority;
    const TlsServer server(authority.issue(), hello());
    CHECK(get(server, {.authorities = authority.certificate()}).body == "hello");
    CHECK(get(server, {.authorities = authority.certificate()}, "127.0.0.1").body == "hello");
}

TEST_CASE("the certificate of another authority is refused") {
    const Authority authority;
    const Authority other;
    const TlsServer server(authority.issue(), hello());
    for (const std::string& trusted : {other.certificate(), std::string()}) {
        const auto error = failure_of(server, {.authorities = trusted});
        REQUIRE(error);
        CHECK(error->failure() == Failure::certificate);
        CHECK(error->tls_problem() == TlsProblem::unknown_authority);
        CHECK(std::string(error->what()).find(server.url()) != std::string::npos);
        CHECK(error->info().hint.find("authority") != std::string::npos);
    }
    CHECK(server.requests().empty());
}

TEST_CASE("a certificate for other names is refused, and the error names them") {
    const Authority authority;
    const TlsServer server(authority.issue({.names = "DNS:example.com,IP:192.0.2.1"}), hello());
    const auto error = failure_of(server, {.authorities = authority.certificate()});
    REQUIRE(error);
    CHECK(error->tls_problem() == TlsProblem::wrong_host);
    CHECK(
        std::string(error->what())
        == "the certificate of " + server.url()
            + " is not for 'localhost' but for 'example.com', '192.0.2.1'");
}

TEST_CASE("the name that a certificate must bear can be given") {
    const Authority authority;
    const TlsServer server(authority.issue({.names = "DNS:api.internal"}), hello());
    CHECK(
        get(server, {.authorities = authority.certificate(), .server_name = "api.internal"}).status
        == 200);
}

TEST_CASE("a certificate is refused after its time and before it") {
    const Authority authority;
    for (const auto& [from, until] : {std::pair(-7200L, -3600L), std::pair(3600L, 7200L)}) {
        const TlsServer server(
            authority.issue({.valid_from = from, .valid_until = until}), hello());
        const auto error = failure_of(server, {.authorities = authority.certificate()});
        REQUIRE(error);
        CHECK(error->tls_problem() == TlsProblem::expired);
        CHECK(std::string(error->what()).find("it is valid from") != std::string::npos);
    }
}

TEST_CASE("our certificate is shown") {
    const Authority authority;
    const TlsServer server(
        authority.issue(), hello(), {.client_authority = authority.certificate()});
    const test::Identity us = authority.issue({.common_name = "admin"});
    CHECK(
        get(server,
            {.authorities = authority.certificate(),
             .certificate = us.certificate,
             .private_key = us.private_key})
            .status
        == 200);
}

TEST_CASE("a server that wants another certificate of us is named as the reason") {
    const Authority authority;
    const Authority other;
    const TlsServer server(
        authority.issue(), hello(), {.client_authority = authority.certificate()});
    const test::Identity us = other.issue();
    const auto error = failure_of(
        server,
        {.authorities = authority.certificate(),
         .certificate = us.certificate,
         .private_key = us.private_key});
    REQUIRE(error);
    CHECK(error->failure() == Failure::tls);
    CAPTURE(error->what());
    CHECK(std::string(error->what()).find("does not accept our certificate") != std::string::npos);
}

TEST_CASE("a refusal of our certificate is the reason also when it cuts a request off") {
    const Authority authority;
    const Authority other;
    const TlsServer server(
        authority.issue(), hello(), {.client_authority = authority.certificate()});
    const test::Identity us = other.issue();
    Client client(
        {.tls = {
             .authorities = authority.certificate(),
             .certificate = us.certificate,
             .private_key = us.private_key}});
    const std::string body(std::size_t{8} << 20U, 'x');
    try {
        client.send(
            {.method = "POST", .server = parse_url(server.url()), .target = "/", .body = body});
        FAIL("no error");
    } catch (const TransportError& error) {
        CHECK(error.failure() == Failure::tls);
        CHECK(
            std::string(error.what()).find("does not accept our certificate") != std::string::npos);
    }
}

TEST_CASE("a port without TLS is told apart") {
    const Authority authority;
    const TlsServer server(
        authority.issue(),
        [](Peer& peer) { peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"); },
        {.tls = false});
    Client client({.tls = {.authorities = authority.certificate()}});
    const Url url = parse_url("https://localhost:" + std::to_string(server.port()));
    CHECK_THROWS_WITH_AS(
        client.send({.server = url, .target = "/"}),
        (url.origin() + " does not speak TLS").c_str(),
        TransportError);
}

TEST_CASE("certificates that cannot be used are refused before anything is sent") {
    const Authority authority;
    const test::Identity one = authority.issue();
    const test::Identity other = authority.issue();
    CHECK_THROWS_AS(Client({.tls = {.authorities = "no PEM"}}), Error);
    CHECK_THROWS_AS(
        Client({.tls = {.certificate = "no PEM", .private_key = one.private_key}}), Error);
    CHECK_THROWS_AS(
        Client({.tls = {.certificate = one.certificate, .private_key = "no PEM"}}), Error);
    CHECK_THROWS_AS(
        Client({.tls = {.certificate = one.certificate, .private_key = other.private_key}}), Error);
}

}  // namespace tutor::http
