// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/connection.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "kube/internal/backoff.hpp"
#include "process/system_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::kube {
namespace {

using Clock = std::chrono::steady_clock;

// What waiting may mend. A certificate that is wrong stays wrong.
bool is_transient(http::Failure failure) {
    switch (failure) {
    case http::Failure::resolve:
    case http::Failure::connect:
    case http::Failure::timeout:
    case http::Failure::cut_off: return true;
    case http::Failure::proxy:
    case http::Failure::certificate:
    case http::Failure::tls:
    case http::Failure::protocol: return false;
    }
    return false;
}

// 429 says that nothing was done; the others may have done it.
bool may_repeat_status(const Status& status, Repeat repeat) {
    switch (status.code) {
    case 429: return true;
    case 500: return repeat == Repeat::always && status.retry_after.has_value();
    case 502:
    case 503:
    case 504: return repeat == Repeat::always;
    default: return false;
    }
}

Status status_of(const http::Response& response) {
    Status status = parse_status(response.status, response.body);
    const std::string* retry_after = response.header("Retry-After");
    const std::optional<std::int64_t> seconds =
        retry_after == nullptr ? std::nullopt : parse_int(*retry_after);
    if (seconds && *seconds >= 0 && *seconds < 3600) {
        status.retry_after = std::chrono::seconds(*seconds);
    }
    return status;
}

// Without any, those of the system count: a file that is empty by mistake must not mean that.
std::string authorities_of(const Cluster& cluster) {
    std::string pem = cluster.authorities.read("certificate authority");
    if (pem.empty() && !cluster.authorities.empty()) {
        throw Error(
            {.message =
                 fmt::format("the certificate authority of cluster '{}' is empty", cluster.name),
             .where = cluster.where});
    }
    return pem;
}

ClientOptions complete(ClientOptions options) {
    if (!options.runner) {
        options.runner = std::make_shared<process::SystemRunner>();
    }
    return options;
}

}  // namespace

Connection::Connection(Access access, ClientOptions options)
    : access_(std::move(access)),
      options_(complete(std::move(options))),
      server_(http::parse_url(access_.cluster.server)),
      credentials_(access_, options_.runner, options_.environment) {}

Connection::Session Connection::session() {
    Session session;
    session.proof = credentials_.proof();
    const std::string identity = session.proof.certificate + session.proof.private_key;
    const std::lock_guard lock(mutex_);
    if (!client_ || identity != identity_) {
        http::ClientSettings settings;
        settings.tls.authorities = authorities_of(access_.cluster);
        settings.tls.server_name = access_.cluster.tls_server_name;
        settings.tls.certificate = session.proof.certificate;
        settings.tls.private_key = session.proof.private_key;
        settings.proxies = access_.proxies;
        settings.user_agent = options_.user_agent;
        client_ = std::make_shared<http::Client>(settings);
        identity_ = identity;
    }
    session.client = client_;
    return session;
}

http::Request Connection::request_of(const RawRequest& raw, const Session& session) const {
    http::Request request = {
        .method = raw.method,
        .server = server_,
        .target = server_.path + raw.target,
        .headers = session.proof.headers,
        .body = raw.body};
    request.headers.push_back({.name = "Accept", .value = "application/json, */*"});
    if (!raw.content_type.empty()) {
        request.headers.push_back({.name = "Content-Type", .value = raw.content_type});
    }
    return request;
}

// Credentials that were refused are renewed once.
http::Response Connection::send_once(const ApiCall& call) {
    for (bool renewed = false;; renewed = true) {
        const Session session = this->session();
        http::Response response = session.client->send(
            request_of(call.request, session), {.timeouts = options_.timeouts, .stop = call.stop});
        reached_ = true;
        if (response.status != 401 || renewed || !credentials_.renew(session.proof.generation)) {
            return response;
        }
    }
}

bool Connection::may_repeat(const ApiCall& call, const http::TransportError& error) const {
    // A server that was never reached is more likely not there than away for a moment.
    const bool hopeless = !reached_
        && (error.failure() == http::Failure::connect || error.failure() == http::Failure::resolve);
    return !hopeless && is_transient(error.failure())
        && (call.repeat == Repeat::always
            || (call.repeat == Repeat::unless_sent && error.sent() == http::Sent::nothing));
}

http::Response Connection::send(const ApiCall& call) {
    internal::Backoff backoff(options_.retry.first, options_.retry.longest);
    const auto give_up = Clock::now() + options_.retry.give_up;
    while (true) {
        std::chrono::milliseconds wait = backoff.next();
        try {
            http::Response response = send_once(call);
            if (response.status < 400) {
                return response;
            }
            const Status status = status_of(response);
            wait = std::max<std::chrono::milliseconds>(
                wait, status.retry_after.value_or(std::chrono::seconds(0)));
            if (!may_repeat_status(status, call.repeat) || Clock::now() + wait > give_up) {
                throw ApiError(status, call.doing);
            }
        } catch (http::TransportError& error) {
            if (!may_repeat(call, error) || Clock::now() + wait > give_up) {
                error.add_frame(call.doing);
                throw;
            }
        }
        if (!internal::sleep_for(wait, call.stop)) {
            throw http::Cancelled();
        }
    }
}

void Connection::stream(
    const ApiCall& call,
    const http::Timeouts& timeouts,
    const std::function<void()>& on_begin,
    const http::ChunkSink& on_chunk) {
    constexpr std::size_t max_error_bytes = 65536;
    for (bool renewed = false;; renewed = true) {
        const Session session = this->session();
        http::Response refused;
        const http::Response head = session.client->stream(
            request_of(call.request, session),
            [&](const http::Response& response) {
                reached_ = true;
                refused = response;
                if (response.status < 400 && on_begin) {
                    on_begin();
                }
            },
            [&](std::string_view bytes) {
                if (refused.status < 400) {
                    on_chunk(bytes);
                } else if (refused.body.size() + bytes.size() <= max_error_bytes) {
                    refused.body += bytes;
                }
            },
            {.timeouts = timeouts, .stop = call.stop});
        if (head.status < 400) {
            return;
        }
        if (head.status != 401 || renewed || !credentials_.renew(session.proof.generation)) {
            throw ApiError(status_of(refused), call.doing);
        }
    }
}

std::unique_ptr<http::WebSocket>
Connection::open_websocket(const ApiCall& call, const http::WebSocketOptions& options) {
    for (bool renewed = false;; renewed = true) {
        const Session session = this->session();
        try {
            return std::make_unique<http::WebSocket>(
                *session.client,
                request_of(call.request, session),
                options,
                http::CallOptions{.timeouts = options_.timeouts, .stop = call.stop});
        } catch (const http::UpgradeRefused& refusal) {
            const int status = refusal.response().status;
            if (status != 401 || renewed || !credentials_.renew(session.proof.generation)) {
                throw ApiError(status_of(refusal.response()), call.doing);
            }
        }
    }
}

Resource Connection::discover(const Kind& kind, const std::stop_token& stop) {
    const std::string key = kind.api_version + " " + kind.kind;
    {
        const std::lock_guard lock(mutex_);
        const auto known = discovered_.find(key);
        if (known != discovered_.end()) {
            return known->second;
        }
    }
    const bool core = kind.api_version.find('/') == std::string::npos;
    const ApiCall call = {
        .request = {.target = fmt::format("/{}/{}", core ? "api" : "apis", kind.api_version)},
        .doing = fmt::format("looking for kind '{}' of '{}'", kind.kind, kind.api_version),
        .stop = stop};
    const auto unknown = [&] {
        return Error(
            {.message =
                 fmt::format("the cluster has no kind '{}' of '{}'", kind.kind, kind.api_version),
             .hint = "check apiVersion and kind; what defines it may have to be installed first"});
    };
    value::Value document;
    try {
        document = json::parse(send(call).body, access_.cluster.server);
    } catch (const ApiError& error) {
        if (error.is_not_found()) {
            throw unknown();
        }
        throw;
    }
    const value::Value* resources = find_field(document, {"resources"});
    if (resources == nullptr || !resources->is_list()) {
        throw unknown();
    }
    for (const value::Value& entry : resources->items()) {
        const std::string plural = string_field(entry, {"name"});
        // "deployments/scale" is a part of another.
        if (string_field(entry, {"kind"}) != kind.kind || plural.find('/') != std::string::npos) {
            continue;
        }
        const value::Value* namespaced = find_field(entry, {"namespaced"});
        Resource found = {
            .kind = kind,
            .plural = plural,
            .namespaced =
                namespaced != nullptr && namespaced->is_boolean() && namespaced->as_boolean()};
        const std::lock_guard lock(mutex_);
        discovered_[key] = found;
        return found;
    }
    throw unknown();
}

}  // namespace tutor::kube
