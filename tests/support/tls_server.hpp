// SPDX-License-Identifier: Apache-2.0
//
// A server on the loopback interface that says exactly what a test tells it to, byte for byte, and
// breaks off where the test wants.
//
//     TlsServer server(identity, [](Peer& peer) {
//         while (const auto request = peer.read_request()) {
//             peer.respond(200, "hello");
//         }
//     });

#pragma once

#include "support/certificates.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::test {

struct ServedRequest {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// One connection, on a thread of its own. Nothing waits for more than ten seconds.
class Peer {
public:
    struct State;
    explicit Peer(State& state) : state_(state) {}

    /// None at the end of the connection.
    std::optional<ServedRequest> read_request();
    /// False when the other side is gone.
    bool write(std::string_view bytes);
    bool respond(
        int status,
        std::string_view body,
        const std::vector<std::pair<std::string, std::string>>& headers = {});
    /// The head of a response whose body follows in chunks.
    bool begin_chunks(int status = 200);
    bool chunk(std::string_view bytes);
    bool end_chunks() { return write("0\r\n\r\n"); }

    /// For a server with `late_tls`: what follows is TLS. False when the handshake fails.
    bool start_tls();

    /// Breaks off, without the goodbye of TLS.
    void cut();

    /// Answers the request to upgrade.
    void accept_websocket(const ServedRequest& request, std::string_view protocol);
    struct Message {
        int opcode = 0;
        std::string content;
    };
    std::optional<Message> read_message();
    bool send_message(std::string_view content, int opcode = 2);

    /// Waits; false when the server ends first.
    bool pause(int milliseconds);
    /// Which connection of the server this is, counted from 0.
    int number() const;

private:
    std::optional<std::string> read_bytes(std::size_t count);
    std::optional<std::string> read_line();

    State& state_;
};

struct ServerOptions {
    bool tls = true;
    bool late_tls = false;              ///< connections begin without it: see Peer::start_tls
    std::string client_authority = {};  ///< PEM; set: clients must show a certificate of it
    std::uint16_t port = 0;
};

class TlsServer {
public:
    using Handler = std::function<void(Peer&)>;

    TlsServer(const Identity& identity, Handler handler, const ServerOptions& options = {});
    /// Breaks all connections off.
    ~TlsServer();
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::uint16_t port() const;
    /// "https://localhost:4711".
    std::string url(std::string_view host = "localhost") const;
    int connections() const;
    /// All requests so far, over all connections.
    std::vector<ServedRequest> requests() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Answers each request by a function.
TlsServer::Handler answering(std::function<void(Peer&, const ServedRequest&)> answer);

}  // namespace tutor::test
