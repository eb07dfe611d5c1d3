// SPDX-License-Identifier: Apache-2.0
//
// SHA-256 and what is built on it.

#pragma once

#include <string>
#include <string_view>

namespace tutor::crypto {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// HMAC-SHA256 in 64 lower-case hexadecimal digits. Key and message may be empty.
std::string hmac_sha256_hex(std::string_view key, std::string_view message);

}  // namespace tutor::crypto
