// SPDX-License-Identifier: Apache-2.0
//
// The inside of a Client: how connections are made, and those that wait for their next request.

#pragma once

#include "http/client.hpp"
#include "http/internal/connection.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

namespace tutor::http::internal {

/// Connections without a request. Safe to use from several threads.
class Pool {
public:
    explicit Pool(std::size_t limit) : limit_(limit) {}

    /// One that was kept for `key` and looks alive; nullptr when there is none.
    std::unique_ptr<Connection> take(const std::string& key);
    void keep(const std::string& key, std::unique_ptr<Connection> connection);
    void clear();

private:
    struct Idle {
        std::string key;
        std::unique_ptr<Connection> connection;
        std::chrono::steady_clock::time_point since;
    };
    std::size_t limit_;
    std::mutex mutex_;
    std::deque<Idle> idle_;  // oldest first
};

}  // namespace tutor::http::internal

namespace tutor::http {

struct Client::State {
    explicit State(const ClientSettings& given);

    /// @throws TransportError, Cancelled
    std::unique_ptr<internal::Connection>
    open(const Url& server, const Timeouts& timeouts, const std::stop_token& stop);
    internal::Route route_to(const Url& server) const;

    ClientSettings settings;
    std::unique_ptr<boost::asio::ssl::context> tls;
    internal::Pool pool;
};

}  // namespace tutor::http
