// SPDX-License-Identifier: Apache-2.0
//
// A request and its response on an open connection.

#pragma once

#include "http/internal/connection.hpp"
#include "http/message.hpp"

#include <string>

namespace tutor::http::internal {

/// "Proxy-Authorization: …\r\n" for the user and password in an address; empty without a user.
std::string proxy_authorization(const Url& proxy);

/// Sends a CONNECT request and reads the head of the answer.
Response connect_through(
    Connection& connection,
    const std::string& head,
    const Timeouts& timeouts,
    const std::stop_token& stop);

/// The head of a request as it goes over the wire; `proxy` is one that is asked for plain HTTP,
/// with the whole address (RFC 9112 section 3.2.2).
///
/// @throws Error  a header holds a line break
std::string
head_of(const Request& request, const std::string& user_agent, const std::optional<Url>& proxy);

struct Exchange {
    const Request& request;
    std::string head;
    const HeadSink& on_head;
    const ChunkSink& on_chunk;
    const CallOptions& options;
};

struct Exchanged {
    Response response;
    bool reusable = false;  ///< another request may follow on the connection
};

/// @throws TransportError, Cancelled, and what the sinks throw; the connection is useless then
Exchanged exchange(Connection& connection, const Exchange& call);

}  // namespace tutor::http::internal
