// SPDX-License-Identifier: Apache-2.0
//
// A blocking HTTP/1.1 client (RFC 9112) with TLS.
//
//     http::Client client({.tls = {.authorities = pem}});
//     const http::Response response =
//         client.send({.server = http::parse_url("https://127.0.0.1:6443"), .target = "/version"});
//
// Redirections are handed to the caller as they are: no request of ours expects one.

#pragma once

#include "http/error.hpp"
#include "http/message.hpp"
#include "http/proxy.hpp"

#include <memory>
#include <string>

namespace tutor::http {

/// Whom we trust and who we are. Certificates are always verified.
struct TlsSettings {
    /// Certificates of authorities in PEM; empty: those of the system.
    std::string authorities = {};
    /// The name that the server's certificate must bear; empty: the host of the request.
    std::string server_name = {};
    /// Our own certificate (chain) and its key in PEM; both or neither.
    std::string certificate = {};
    std::string private_key = {};
};

struct ClientSettings {
    TlsSettings tls = {};
    ProxyRules proxies = {};
    std::string user_agent = "tutor";
    std::size_t max_idle_connections = 8;
};

/// Keeps connections alive and uses them again. Calls may come from several threads at once; each
/// runs on the caller's thread.
class Client {
public:
    /// @throws Error  a certificate or key cannot be read, or they do not belong together
    explicit Client(const ClientSettings& settings);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// The whole response. A request that met a kept connection which the server had closed in the
    /// meantime is sent once more on a new one when nothing was answered and its method is
    /// idempotent (RFC 9112 section 9.3.1); nothing else is repeated.
    ///
    /// @throws TransportError  there is no complete response
    /// @throws Cancelled
    Response send(const Request& request, const CallOptions& options = {});

    /// As `send`, with the body handed to `on_chunk` as it arrives. The response that is returned
    /// has no body.
    ///
    /// @throws TransportError  also (Failure::cut_off) when the body ends before its end
    /// @throws Cancelled
    Response stream(
        const Request& request,
        const HeadSink& on_head,
        const ChunkSink& on_chunk,
        const CallOptions& options = {});

    /// Closes the connections that are not in use.
    void close_idle();

private:
    friend class WebSocket;
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tutor::http
