// SPDX-License-Identifier: Apache-2.0

// The one-shot functions of OpenSSL 3 fetch an implementation and read openssl.cnf first, half a
// millisecond that start-up cannot spare; the plain block functions do nothing of the kind.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/digest.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace tutor::crypto {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

class Sha256 {
public:
    Sha256() { SHA256_Init(&state_); }

    Sha256& update(const void* data, std::size_t size) {
        SHA256_Update(&state_, data, size);
        return *this;
    }

    Digest finish() {
        Digest digest;
        SHA256_Final(digest.data(), &state_);
        return digest;
    }

private:
    SHA256_CTX state_ = {};
};

std::string to_hex(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const unsigned byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xFU];
    }
    return text;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    return to_hex(Sha256().update(bytes.data(), bytes.size()).finish());
}

std::string hmac_sha256_hex(std::string_view key, std::string_view message) {
    // RFC 2104: a key longer than a block is replaced by its digest
    std::array<unsigned char, SHA256_CBLOCK> block = {};
    if (key.size() > block.size()) {
        const Digest digest = Sha256().update(key.data(), key.size()).finish();
        std::copy(digest.begin(), digest.end(), block.begin());
    } else {
        std::copy(key.begin(), key.end(), block.begin());
    }
    std::array<unsigned char, SHA256_CBLOCK> inner_pad = {};
    std::array<unsigned char, SHA256_CBLOCK> outer_pad = {};
    for (std::size_t i = 0; i < block.size(); ++i) {
        inner_pad[i] = block[i] ^ 0x36U;
        outer_pad[i] = block[i] ^ 0x5CU;
    }
    const Digest inner = Sha256()
                             .update(inner_pad.data(), inner_pad.size())
                             .update(message.data(), message.size())
                             .finish();
    return to_hex(Sha256()
                      .update(outer_pad.data(), outer_pad.size())
                      .update(inner.data(), inner.size())
                      .finish());
}

}  // namespace tutor::crypto
