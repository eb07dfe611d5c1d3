// SPDX-License-Identifier: Apache-2.0
//
// One connection to one server, used in blocking steps: each has a time limit and ends at once when
// a stop is requested.

#pragma once

#include "http/error.hpp"
#include "http/internal/stream.hpp"
#include "http/message.hpp"

#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace tutor::http::internal {

/// How a server is reached.
struct Route {
    Url server;
    std::optional<Url> proxy = {};
    std::string server_name = {};  ///< whom TLS expects; empty: the host

    /// Connections with the same key may stand in for each other.
    std::string key() const;
};

enum class Step : std::uint8_t { connect, proxy, handshake, send, head, body };

/// How an operation ended.
struct Outcome {
    error_code failure;
    bool timed_out = false;
    std::chrono::milliseconds limit = {};

    bool ok() const { return !failure && !timed_out; }
};

/// Not to be shared between threads; one after the other may have it.
class Connection {
public:
    /// Tells that an operation has ended.
    struct Done {
        Connection* connection;
        void operator()(error_code failure, std::size_t /*bytes*/ = 0) const {
            connection->result_ = failure;
            connection->done_ = true;
        }
    };

    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Connects, through the proxy if there is one, and makes the TLS handshake.
    ///
    /// @throws TransportError, Cancelled
    void open(
        const Route& route,
        asio::ssl::context& tls,
        const Timeouts& timeouts,
        const std::stop_token& stop);

    /// Runs the operation that `start` begins until it ends.
    ///
    /// @throws Cancelled
    Outcome
    run(const Timeouts::Limit& limit,
        const std::stop_token& stop,
        const std::function<void(Done)>& start);

    /// The error of a step that did not end well.
    TransportError failed(Step step, const Outcome& outcome, Sent sent);

    /// Whether a kept connection looks usable: nothing to read, no end.
    bool is_quiet();

    Stream& stream() { return stream_; }
    asio::io_context& context() { return context_; }
    /// What was read and not yet used.
    boost::beast::flat_buffer& buffer() { return buffer_; }
    const std::string& origin() const { return origin_; }

private:
    void connect(const Url& to, const Timeouts& timeouts, const std::stop_token& stop);
    void pass_proxy(const Route& route, const Timeouts& timeouts, const std::stop_token& stop);
    void make_handshake(
        const Route& route,
        asio::ssl::context& tls,
        const Timeouts& timeouts,
        const std::stop_token& stop);

    asio::io_context context_ = asio::io_context(1);
    Stream stream_ = Stream(context_);
    boost::beast::flat_buffer buffer_;
    std::string origin_;
    error_code result_;
    bool done_ = false;
};

}  // namespace tutor::http::internal
