// SPDX-License-Identifier: Apache-2.0

#include "http/client.hpp"

#include "http/internal/exchange.hpp"
#include "http/internal/pool.hpp"
#include "http/internal/tls.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::http {
namespace internal {
namespace {

constexpr std::chrono::seconds longest_idle(60);

}  // namespace

std::unique_ptr<Connection> Pool::take(const std::string& key) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    while (!idle_.empty() && now - idle_.front().since > longest_idle) {
        idle_.pop_front();
    }
    // The youngest first: the least likely to have been closed by the server.
    for (std::size_t i = idle_.size(); i-- > 0;) {
        if (idle_[i].key != key) {
            continue;
        }
        std::unique_ptr<Connection> found = std::move(idle_[i].connection);
        idle_.erase(idle_.begin() + static_cast<std::ptrdiff_t>(i));
        if (found->is_quiet()) {
            return found;
        }
    }
    return nullptr;
}

void Pool::keep(const std::string& key, std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(
        {.key = key,
         .connection = std::move(connection),
         .since = std::chrono::steady_clock::now()});
    while (idle_.size() > limit_) {
        idle_.pop_front();
    }
}

void Pool::clear() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
}

namespace {

bool is_idempotent(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE"
        || method == "OPTIONS";
}

// A kept connection that the server closed just when we sent: nothing was answered.
bool may_repeat(const TransportError& error, const std::string& method) {
    return error.failure() == Failure::cut_off
        && (error.sent() == Sent::nothing || is_idempotent(method));
}

}  // namespace
}  // namespace internal

Client::State::State(const ClientSettings& given)
    : settings(given),
      tls(internal::make_tls_context(given.tls)),
      pool(given.max_idle_connections) {}

internal::Route Client::State::route_to(const Url& server) const {
    return {
        .server = server,
        .proxy = settings.proxies.proxy_for(server),
        .server_name = settings.tls.server_name};
}

std::unique_ptr<internal::Connection>
Client::State::open(const Url& server, const Timeouts& timeouts, const std::stop_token& stop) {
    auto connection = std::make_unique<internal::Connection>();
    connection->open(route_to(server), *tls, timeouts, stop);
    return connection;
}

Client::Client(const ClientSettings& settings) : state_(std::make_unique<State>(settings)) {}
Client::~Client() = default;

Response Client::send(const Request& request, const CallOptions& options) {
    std::string body;
    const ChunkSink collect = [&](std::string_view bytes) {
        if (body.size() + bytes.size() > options.max_body_bytes) {
            throw TransportError(
                {.failure = Failure::protocol, .sent = Sent::maybe},
                {.message = fmt::format(
                     "an answer of {} is longer than {} bytes",
                     request.server.origin(),
                     options.max_body_bytes),
                 .hint = "ask for less at a time"});
        }
        body += bytes;
    };
    Response response = stream(request, {}, collect, options);
    response.body = std::move(body);
    return response;
}

Response Client::stream(
    const Request& request,
    const HeadSink& on_head,
    const ChunkSink& on_chunk,
    const CallOptions& options) {
    const internal::Route route = state_->route_to(request.server);
    const std::string key = route.key();
    bool answered = false;
    const HeadSink watch_head = [&](const Response& head) {
        answered = true;
        if (on_head) {
            on_head(head);
        }
    };
    const internal::Exchange call = {
        .request = request,
        .head = internal::head_of(
            request,
            state_->settings.user_agent,
            request.server.scheme == "http" ? route.proxy : std::nullopt),
        .on_head = watch_head,
        .on_chunk = on_chunk,
        .options = options};
    std::unique_ptr<internal::Connection> connection = state_->pool.take(key);
    bool kept = connection != nullptr;
    while (true) {
        if (!connection) {
            connection = state_->open(request.server, options.timeouts, options.stop);
        }
        try {
            internal::Exchanged result = internal::exchange(*connection, call);
            if (result.reusable) {
                state_->pool.keep(key, std::move(connection));
            }
            return std::move(result.response);
        } catch (const TransportError& error) {
            if (!kept || answered || !internal::may_repeat(error, request.method)) {
                throw;
            }
            kept = false;
            connection.reset();
        }
    }
}

void Client::close_idle() {
    state_->pool.clear();
}

}  // namespace tutor::http
