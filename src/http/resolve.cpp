// SPDX-License-Identifier: Apache-2.0

#include "http/internal/resolve.hpp"

#include "http/error.hpp"

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>
#include <netdb.h>

#include <sys/socket.h>

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>

namespace tutor::http::internal {
namespace {

using boost::asio::ip::tcp;

// Shared with the thread that looks a name up, which may outlive the call.
struct Lookup {
    std::mutex mutex;
    std::condition_variable_any changed;
    bool done = false;
    int status = 0;
    std::vector<tcp::endpoint> found;
};

std::vector<tcp::endpoint> endpoints_of(const addrinfo* first) {
    std::vector<tcp::endpoint> endpoints;
    for (const addrinfo* entry = first; entry != nullptr; entry = entry->ai_next) {
        tcp::endpoint endpoint;
        if (entry->ai_addrlen <= endpoint.capacity()) {
            std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
            endpoint.resize(entry->ai_addrlen);
            endpoints.push_back(endpoint);
        }
    }
    return endpoints;
}

void look_up(Lookup& lookup, const std::string& host, std::uint16_t port) {
    addrinfo wanted = {};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* first = nullptr;
    const int status = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &first);
    std::vector<tcp::endpoint> found =
        status == 0 ? endpoints_of(first) : std::vector<tcp::endpoint>();
    if (first != nullptr) {
        ::freeaddrinfo(first);
    }
    const std::lock_guard lock(lookup.mutex);
    lookup.done = true;
    lookup.status = status;
    lookup.found = std::move(found);
    lookup.changed.notify_all();
}

TransportError not_found(const std::string& host, int status) {
    return TransportError(
        {.failure = Failure::resolve},
        {.message = fmt::format(
             "the host '{}' has no address: {}",
             host,
             status == 0 ? "nothing was found" : ::gai_strerror(status)),
         .hint = "check the spelling of the server's address, the network, and DNS"});
}

}  // namespace

std::vector<tcp::endpoint> resolve(
    const std::string& host,
    std::uint16_t port,
    const std::optional<std::chrono::milliseconds>& limit,
    const std::stop_token& stop) {
    boost::system::error_code no_address;
    const auto literal = boost::asio::ip::make_address(host, no_address);
    if (!no_address) {
        return {tcp::endpoint(literal, port)};
    }
    const auto lookup = std::make_shared<Lookup>();
    std::thread([lookup, host, port] { look_up(*lookup, host, port); }).detach();
    std::unique_lock lock(lookup->mutex);
    const auto is_done = [&] {
        return lookup->done;
    };
    if (limit) {
        lookup->changed.wait_for(lock, stop, *limit, is_done);
    } else {
        lookup->changed.wait(lock, stop, is_done);
    }
    if (stop.stop_requested()) {
        throw Cancelled();
    }
    if (!lookup->done) {
        throw TransportError(
            {.failure = Failure::timeout},
            {.message = fmt::format("the address of '{}' was not found in time", host),
             .hint = "check the network, and that DNS answers"});
    }
    if (lookup->found.empty()) {
        throw not_found(host, lookup->status);
    }
    return lookup->found;
}

}  // namespace tutor::http::internal
