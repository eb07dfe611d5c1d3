// SPDX-License-Identifier: Apache-2.0
//
// What a TLS connection is set up with, and what its failures mean.

#pragma once

#include "http/client.hpp"
#include "http/error.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>

#include <memory>
#include <optional>
#include <string>

namespace tutor::http::internal {

/// TLS 1.2 or newer, with verification.
///
/// @throws Error  a certificate or key is no PEM, or they do not belong together
std::unique_ptr<boost::asio::ssl::context> make_tls_context(const TlsSettings& settings);

/// Makes `connection` ask for `name` (SNI) and accept a certificate for it alone: a host name or an
/// address.
void expect_server(SSL* connection, const std::string& name);

/// Why the certificate of `origin` was not accepted; none when it was, or none has come.
std::optional<TransportError>
certificate_problem(SSL* connection, const std::string& origin, const std::string& name);

}  // namespace tutor::http::internal
