// SPDX-License-Identifier: Apache-2.0
//
// Passwords as htpasswd files and web servers keep them.

#pragma once

#include <string>
#include <string_view>

namespace tutor::crypto {

/// "$2a$12$" and 53 more characters: bcrypt with cost 12 and a fresh salt. Takes about a
/// quarter of a second. Bytes after the 72nd do not count, as bcrypt has it.
///
/// @throws Error  `text` holds a NUL, or the system library has no bcrypt
std::string bcrypt_hash(std::string_view text);

}  // namespace tutor::crypto
