// SPDX-License-Identifier: Apache-2.0
//
// Binary data and large integers as text.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tutor::crypto {

/// Standard alphabet, padded with '='.
std::string base64_encode(std::string_view bytes);

/// The bytes of standard base64, white space ignored, padding optional; none when it is no base64.
std::optional<std::string> base64_decode(std::string_view text);

/// Alphabet for URLs ('-' and '_'), no padding.
std::string base64url_encode(std::string_view bytes);

/// The big-endian bytes of a non-negative integer, in `base64url_encode` form: what JSON web
/// keys want. "65537" gives "AQAB", "0" gives "AA".
///
/// @throws Error  `digits` is not a non-negative decimal integer
std::string long_to_base64url(std::string_view digits);

}  // namespace tutor::crypto
