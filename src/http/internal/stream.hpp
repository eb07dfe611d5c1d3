// SPDX-License-Identifier: Apache-2.0
//
// A TCP connection that may carry TLS, as Asio and Beast want a stream to be. Its operations are
// asynchronous; internal/connection.hpp makes blocking steps of them.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

#include <optional>
#include <utility>

namespace tutor::http::internal {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Belongs to one thread at a time, the one that runs its io_context.
class Stream {
public:
    using executor_type = tcp::socket::executor_type;
    using Tls = asio::ssl::stream<tcp::socket&>;

    explicit Stream(asio::io_context& context) : socket_(context) {}

    executor_type get_executor() { return socket_.get_executor(); }
    tcp::socket& socket() { return socket_; }
    bool is_tls() const { return tls_.has_value(); }
    /// Whether the other side spoke TLS; only after `start_tls`.
    Tls& tls() { return *tls_; }

    /// Prepares TLS on top of what is connected; the handshake is the caller's.
    Tls& start_tls(asio::ssl::context& context) { return tls_.emplace(socket_, context); }

    /// At once, without goodbye. Operations that wait end with an error.
    void close() noexcept {
        error_code ignored;
        socket_.close(ignored);
    }

    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        return tls_ ? tls_->async_read_some(buffers, std::forward<Handler>(handler))
                    : socket_.async_read_some(buffers, std::forward<Handler>(handler));
    }

    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        return tls_ ? tls_->async_write_some(buffers, std::forward<Handler>(handler))
                    : socket_.async_write_some(buffers, std::forward<Handler>(handler));
    }

private:
    tcp::socket socket_;
    std::optional<Tls> tls_;
};

/// What a WebSocket does last: the TCP connection goes, without waiting for the goodbye of TLS.
template <class Handler>
void async_teardown(boost::beast::role_type /*role*/, Stream& stream, Handler&& handler) {
    stream.close();
    asio::post(stream.get_executor(), [handler = std::forward<Handler>(handler)]() mutable {
        handler(error_code());
    });
}

/// How Beast closes a stream whose time is over.
inline void beast_close_socket(Stream& stream) {
    stream.close();
}

}  // namespace tutor::http::internal
