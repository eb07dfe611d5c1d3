// SPDX-License-Identifier: Apache-2.0
//
// What can go wrong between us and a server before there is an answer. An answer with an error
// status is no error here: see Response::status.

#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <exception>
#include <string>

namespace tutor::http {

enum class Failure : std::uint8_t {
    resolve,      ///< the host has no address
    connect,      ///< refused, unreachable, no route
    proxy,        ///< the proxy refused to connect us
    certificate,  ///< the server's certificate was not accepted: see TlsProblem
    tls,          ///< any other failure of the TLS handshake, our own certificate refused included
    timeout,      ///< a step took longer than its time
    cut_off,      ///< the connection ended in the middle of a message
    protocol,     ///< what came is no HTTP or no WebSocket
};

enum class TlsProblem : std::uint8_t { none, unknown_authority, wrong_host, expired, other };

/// How much of a request may have reached the server: what decides about repeating it.
enum class Sent : std::uint8_t { nothing, maybe };

struct TransportInfo {
    Failure failure = Failure::protocol;
    TlsProblem tls_problem = TlsProblem::none;
    Sent sent = Sent::nothing;
};

/// A connection that could not be made, or that broke. The message names the server, the hint what
/// to try.
class TransportError final : public Error {
public:
    TransportError(const TransportInfo& transport, ErrorInfo info)
        : Error(std::move(info)), transport_(transport) {}

    Failure failure() const noexcept { return transport_.failure; }
    TlsProblem tls_problem() const noexcept { return transport_.tls_problem; }
    Sent sent() const noexcept { return transport_.sent; }

private:
    TransportInfo transport_;
};

/// The call was stopped through its stop token. Deliberately no `Error`: nothing failed.
class Cancelled final : public std::exception {
public:
    const char* what() const noexcept override { return "cancelled"; }
};

}  // namespace tutor::http
