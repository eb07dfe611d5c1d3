// SPDX-License-Identifier: Apache-2.0
//
// What a TLS connection is set up with, and what its failures mean.

#pragma once

#include "http/client.hpp"
#include "http/error.hpp"

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace tutor::http::internal {

/// TLS 1.2 or newer, with verification.
///
/// @throws Error  a certificate or key is no PEM, or they do not belong together
std::unique_ptr<boost::asio::ssl::context> make_tls_context(const TlsSettings& settings);

/// Why a certificate was not accepted.
struct Rejection {
    int result = X509_V_OK;  ///< X509_V_OK: it was, or none has come
    std::string names;       ///< those it is made for
    std::string dates;       ///< those between which it is valid
};

/// For the verification of a chain: remembers the first thing that is wrong with it. Returns
/// `accepted`.
bool note_rejection(bool accepted, X509_STORE_CTX* chain, Rejection& rejection);

/// Makes `connection` ask for `name` (SNI) and accept a certificate for it alone: a host name or an
/// address.
void expect_server(SSL* connection, const std::string& name);

/// `name` is what `expect_server` was given.
TransportError
rejected(const Rejection& rejection, const std::string& origin, const std::string& name);

}  // namespace tutor::http::internal
