// SPDX-License-Identifier: Apache-2.0
//
// Reads the usual form of an RSA key without OpenSSL's providers, whose start costs more time and
// memory than everything else that `config save` does.

#pragma once

#include "crypto/rsa.hpp"

#include <optional>
#include <string_view>

namespace tutor::crypto {

/// The numbers of an unencrypted "BEGIN RSA PRIVATE KEY" of two primes (RFC 8017, A.1.2); none
/// for anything else, also for what is damaged.
std::optional<RsaNumbers> read_pkcs1(std::string_view pem);

}  // namespace tutor::crypto
