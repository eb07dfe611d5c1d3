// SPDX-License-Identifier: Apache-2.0
//
// The way to one API server in one role: shared by all copies of a Client, and by the watchers,
// logs and sessions that they open.

#pragma once

#include "http/client.hpp"
#include "http/websocket.hpp"
#include "kube/client.hpp"
#include "kube/internal/credentials.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>

namespace tutor::kube {

/// What may be sent a second time: nothing, what cannot have arrived, or anything.
enum class Repeat : std::uint8_t { never, unless_sent, always };

/// A request to the API, `doing` says what it is for: "creating job/lms-1".
struct ApiCall {
    RawRequest request;
    Repeat repeat = Repeat::always;
    std::string doing;
    std::stop_token stop = {};
};

/// Safe to use from several threads.
class Connection {
public:
    Connection(Access access, ClientOptions options);

    /// The answer, errors of the server excluded. Repeats what may be repeated.
    ///
    /// @throws ApiError, http::TransportError, Error, http::Cancelled
    http::Response send(const ApiCall& call);

    /// As `send` with its body in pieces (`on_begin` is called before the first), and without
    /// repeating anything but after a 401.
    ///
    /// @throws  as `send`, and what `on_chunk` throws
    void stream(
        const ApiCall& call,
        const http::Timeouts& timeouts,
        const std::function<void()>& on_begin,
        const http::ChunkSink& on_chunk);

    /// @throws  as `send`; ApiError where the server refuses to upgrade
    std::unique_ptr<http::WebSocket>
    open_websocket(const ApiCall& call, const http::WebSocketOptions& options);

    const Access& access() const { return access_; }
    const ClientOptions& options() const { return options_; }
    /// Kinds that were asked for. @throws  as `send`; Error when the cluster has no such kind
    Resource discover(const Kind& kind, const std::stop_token& stop);

private:
    struct Session {
        std::shared_ptr<http::Client> client;
        internal::Proof proof;
    };
    Session session();
    http::Request request_of(const RawRequest& raw, const Session& session) const;
    http::Response send_once(const ApiCall& call);
    bool may_repeat(const ApiCall& call, const http::TransportError& error) const;

    const Access access_;
    const ClientOptions options_;
    const http::Url server_;
    internal::Credentials credentials_;
    std::atomic<bool> reached_ = false;  // the server has answered once

    std::mutex mutex_;
    std::shared_ptr<http::Client> client_;
    std::string identity_;  // the certificate that client_ has
    std::map<std::string, Resource> discovered_;
};

}  // namespace tutor::kube
