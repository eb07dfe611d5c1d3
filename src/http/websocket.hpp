// SPDX-License-Identifier: Apache-2.0
//
// The client's end of a WebSocket (RFC 6455).
//
//     WebSocket socket(client, request, {.protocols = {"v4.channel.k8s.io"}});
//     socket.send("\0ls\n"s);
//     while (const std::optional<std::string> message = socket.receive()) { … }

#pragma once

#include "http/client.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::http {

struct WebSocketOptions {
    /// Sub-protocols, best first; the server chooses one. Empty: none is asked for.
    std::vector<std::string> protocols = {};
    /// A ping is sent after half of this time without a message; silence ends the connection.
    std::chrono::milliseconds idle = std::chrono::seconds(60);
    std::size_t max_message_bytes = std::size_t{16} << 20U;
};

/// The server answered the request to upgrade with an ordinary response.
class UpgradeRefused final : public Error {
public:
    UpgradeRefused(Response response, ErrorInfo info)
        : Error(std::move(info)), response_(std::move(response)) {}

    const Response& response() const noexcept { return response_; }

private:
    Response response_;
};

/// A connection of its own, served by a thread of its own: messages are received also while nobody
/// asks (up to a few megabytes), pings answered. `send`, `receive` and `close` may be called from
/// several threads at once.
class WebSocket {
public:
    /// @throws TransportError, Cancelled  as Client::send
    /// @throws UpgradeRefused
    WebSocket(
        Client& client,
        const Request& request,
        const WebSocketOptions& options = {},
        const CallOptions& call = {});
    /// Closes without waiting for the other side.
    ~WebSocket();
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    /// The sub-protocol that the server chose; empty when none.
    const std::string& protocol() const noexcept;

    /// Sends one binary message; blocks while more than a megabyte waits to be sent.
    ///
    /// @throws TransportError  the connection has ended
    void send(std::string_view message);

    /// The next message, binary or text; none once the other side has closed properly.
    ///
    /// @throws TransportError  the connection broke; messages that came before are given first
    /// @throws Cancelled
    std::optional<std::string> receive(const std::stop_token& stop = {});

    /// As `receive`; an empty message when `wait` is over first.
    struct Received {
        enum class Kind { message, closed, nothing_yet } kind;
        std::string message;
    };
    Received receive_within(std::chrono::milliseconds wait, const std::stop_token& stop = {});

    /// Sends what waits, then says goodbye; waits at most `wait` for the answer.
    void close(std::chrono::milliseconds wait = std::chrono::seconds(2));

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tutor::http
