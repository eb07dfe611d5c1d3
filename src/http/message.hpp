// SPDX-License-Identifier: Apache-2.0
//
// Requests and responses (RFC 9110).

#pragma once

#include "http/url.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::http {

struct Header {
    std::string name;
    std::string value;
};

/// Names compare without regard to case; the first header of a name wins. nullptr: there is none.
const std::string* find_header(const std::vector<Header>& headers, std::string_view name);

struct Request {
    std::string method = "GET";
    Url server;          ///< scheme, host and port; its path is not used
    std::string target;  ///< path and query, encoded: "/api/v1/pods?limit=500"
    /// Beside Host, Content-Length and Connection, which are made. No value may hold a line break.
    std::vector<Header> headers = {};
    std::string body = {};
};

struct Response {
    int status = 0;
    std::string reason;  ///< what the server calls the status; may be empty
    std::vector<Header> headers;
    std::string body;  ///< empty where it was streamed

    const std::string* header(std::string_view name) const { return find_header(headers, name); }
};

/// How long each step may take; none: for ever.
struct Timeouts {
    using Limit = std::optional<std::chrono::milliseconds>;

    Limit connect = std::chrono::seconds(10);  ///< name, TCP and proxy; for each address
    Limit handshake = std::chrono::seconds(10);
    Limit send = std::chrono::seconds(30);
    Limit first_byte = std::chrono::seconds(60);  ///< until the head of the response is complete
    Limit idle = std::chrono::seconds(60);        ///< between two pieces of the body
};

/// What a call may be given beside its request.
struct CallOptions {
    Timeouts timeouts = {};
    std::stop_token stop = {};  ///< a request to stop wakes the call at once; it throws Cancelled
    std::size_t max_body_bytes = std::size_t{256} << 20U;  ///< for bodies that are not streamed
};

/// A piece of a body, as it arrives: any size, cut anywhere, never empty. What it throws ends the
/// call and the connection, and goes on to the caller.
using ChunkSink = std::function<void(std::string_view bytes)>;

/// Called once the head is there; `body` of the response is empty then.
using HeadSink = std::function<void(const Response& head)>;

}  // namespace tutor::http
