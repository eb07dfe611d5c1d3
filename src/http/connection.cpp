// SPDX-License-Identifier: Apache-2.0

#include "http/internal/connection.hpp"

#include "http/internal/exchange.hpp"
#include "http/internal/failures.hpp"
#include "http/internal/resolve.hpp"
#include "http/internal/tls.hpp"

#include <fmt/format.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <vector>

namespace tutor::http::internal {
namespace {

void set_option(tcp::socket& socket, int level, int name, int value) {
    // Without the option the connection works too.
    ::setsockopt(socket.native_handle(), level, name, &value, sizeof value);
}

// Small messages go out at once, and a peer that is gone is noticed after about half a minute even
// where nothing is sent: a watch only listens.
void tune(tcp::socket& socket) {
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, 15);
    set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, 5);
    set_option(socket, IPPROTO_TCP, TCP_KEEPCNT, 3);
    set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, 30'000);
}

}  // namespace

std::string Route::key() const {
    return fmt::format(
        "{} {} {}", server.origin(), server_name, proxy ? proxy->origin() : std::string());
}

void Connection::open(
    const Route& route,
    asio::ssl::context& tls,
    const Timeouts& timeouts,
    const std::stop_token& stop) {
    origin_ = route.server.origin();
    const bool secure = route.server.scheme == "https";
    connect(route.proxy ? *route.proxy : route.server, timeouts, stop);
    if (route.proxy && secure) {
        pass_proxy(route, timeouts, stop);
    }
    if (secure) {
        make_handshake(route, tls, timeouts, stop);
    }
}

Outcome Connection::run(
    const Timeouts::Limit& limit,
    const std::stop_token& stop,
    const std::function<void(Done)>& start) {
    if (stop.stop_requested()) {
        throw Cancelled();
    }
    done_ = false;
    context_.restart();
    Outcome outcome;
    {
        const std::stop_callback on_stop(
            stop, [this] { asio::post(context_, [this] { stream_.close(); }); });
        start(Done{this});
        if (limit) {
            context_.run_for(*limit);
        } else {
            context_.run();
        }
        if (!done_) {
            outcome.timed_out = true;
            outcome.limit = *limit;
            stream_.close();
            context_.restart();
            context_.run();
        }
    }
    if (stop.stop_requested()) {
        throw Cancelled();
    }
    outcome.failure = result_;
    return outcome;
}

TransportError Connection::failed(Step step, const Outcome& outcome, Sent sent) {
    return step_failed(step, outcome, origin_, sent);
}

void Connection::connect(const Url& to, const Timeouts& timeouts, const std::stop_token& stop) {
    Outcome outcome;
    for (const tcp::endpoint& endpoint : resolve(to.host, to.port, timeouts.connect, stop)) {
        stream_.close();
        outcome = run(timeouts.connect, stop, [&](Done done) {
            stream_.socket().async_connect(endpoint, done);
        });
        if (outcome.ok()) {
            tune(stream_.socket());
            return;
        }
    }
    throw step_failed(Step::connect, outcome, to.origin(), Sent::nothing);
}

void Connection::pass_proxy(
    const Route& route, const Timeouts& timeouts, const std::stop_token& stop) {
    const std::string target = route.server.authority();
    std::string head = fmt::format("CONNECT {0} HTTP/1.1\r\nHost: {0}\r\n", target);
    head += proxy_authorization(*route.proxy);
    head += "\r\n";
    const Response answer = connect_through(*this, head, timeouts, stop);
    if (answer.status / 100 != 2) {
        throw TransportError(
            {.failure = Failure::proxy},
            {.message = fmt::format(
                 "the proxy {} does not connect us to {}: {} {}",
                 route.proxy->origin(),
                 target,
                 answer.status,
                 answer.reason),
             .hint = answer.status == 407
                 ? "put a name and password for it into the proxy's address: http://name:password@…"
                 : "ask whoever runs the proxy to allow it, or except the server through "
                   "NO_PROXY"});
    }
}

void Connection::make_handshake(
    const Route& route,
    asio::ssl::context& tls,
    const Timeouts& timeouts,
    const std::stop_token& stop) {
    const std::string& name = route.server_name.empty() ? route.server.host : route.server_name;
    Stream::Tls& secured = stream_.start_tls(tls);
    expect_server(secured.native_handle(), name);
    Rejection rejection;
    secured.set_verify_callback([&](bool accepted, asio::ssl::verify_context& chain) {
        return note_rejection(accepted, chain.native_handle(), rejection);
    });
    const Outcome outcome = run(timeouts.handshake, stop, [&](Done done) {
        secured.async_handshake(asio::ssl::stream_base::client, done);
    });
    // The server shows no other certificate later on.
    secured.set_verify_callback([](bool accepted, asio::ssl::verify_context&) { return accepted; });
    if (outcome.ok()) {
        return;
    }
    if (rejection.result != X509_V_OK) {
        throw rejected(rejection, origin_, name);
    }
    throw step_failed(Step::handshake, outcome, origin_, Sent::nothing);
}

bool Connection::is_quiet() {
    if (!stream_.socket().is_open() || buffer_.size() > 0) {
        return false;
    }
    char byte = 0;
    const ssize_t count =
        ::recv(stream_.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && errno == EAGAIN;
}

}  // namespace tutor::http::internal
