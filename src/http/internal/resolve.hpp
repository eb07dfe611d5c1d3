// SPDX-License-Identifier: Apache-2.0
//
// Names of hosts to addresses, in a way that can be stopped.

#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace tutor::http::internal {

/// The addresses of a host, best first; never empty. The system's resolver cannot be interrupted:
/// when time is over or `stop` requested, it is left behind on a thread of its own.
///
/// @throws TransportError  Failure::resolve, Failure::timeout
/// @throws Cancelled
std::vector<boost::asio::ip::tcp::endpoint> resolve(
    const std::string& host,
    std::uint16_t port,
    const std::optional<std::chrono::milliseconds>& limit,
    const std::stop_token& stop);

}  // namespace tutor::http::internal
