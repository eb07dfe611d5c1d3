// SPDX-License-Identifier: Apache-2.0

#include "crypto/password.hpp"

#include "base/error.hpp"
#include "crypto/random.hpp"

#include <crypt.h>

#include <array>
#include <memory>

namespace tutor::crypto {
namespace {

constexpr unsigned long cost = 12;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_length = 60;

}  // namespace

std::string bcrypt_hash(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw Error({.message = "a text that contains a NUL character cannot be encrypted"});
    }
    const std::string seed = random_bytes(salt_bytes);
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> salt = {};
    const char* made = crypt_gensalt_rn(
        "$2a$", cost, seed.data(), static_cast<int>(seed.size()), salt.data(), salt.size());
    const auto scratch = std::make_unique<crypt_data>();
    const std::string phrase(text);
    const char* hash = made == nullptr ? nullptr : crypt_r(phrase.c_str(), made, scratch.get());
    // what crypt cannot do it answers with a short text that begins with '*'
    if (hash == nullptr || std::string_view(hash).size() != hash_length) {
        throw Error({
            .message = "the system's libcrypt cannot compute bcrypt hashes",
            .hint = "install libxcrypt 4.4 or later",
        });
    }
    return hash;
}

}  // namespace tutor::crypto
