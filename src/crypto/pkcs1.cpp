// SPDX-License-Identifier: Apache-2.0

#include "crypto/internal/pkcs1.hpp"

#include "base/text.hpp"
#include "crypto/base64.hpp"

#include <openssl/bn.h>
#include <openssl/crypto.h>

#include <array>
#include <memory>

namespace tutor::crypto {
namespace {

constexpr std::string_view armour_begin = "-----BEGIN RSA PRIVATE KEY-----";
constexpr std::string_view armour_end = "-----END RSA PRIVATE KEY-----";

/// Takes one element of the given tag off the front of `der` (X.690, definite lengths).
std::optional<std::string_view> take(std::string_view& der, unsigned char tag) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(der[i]);
    };
    if (der.size() < 2 || byte(0) != tag) {
        return std::nullopt;
    }
    std::size_t length = byte(1);
    std::size_t at = 2;
    if (length >= 0x80) {
        const std::size_t digits = length - 0x80;
        if (digits == 0 || digits > 4 || der.size() < 2 + digits) {
            return std::nullopt;
        }
        length = 0;
        for (; at < 2 + digits; ++at) {
            length = (length << 8U) | byte(at);
        }
    }
    if (der.size() - at < length) {
        return std::nullopt;
    }
    const std::string_view content = der.substr(at, length);
    der.remove_prefix(at + length);
    return content;
}

std::string decimal(std::string_view big_endian) {
    const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
        BN_bin2bn(
            reinterpret_cast<const unsigned char*>(big_endian.data()),
            static_cast<int>(big_endian.size()),
            nullptr),
        BN_clear_free);
    const std::unique_ptr<char, void (*)(char*)> digits(
        number == nullptr ? nullptr : BN_bn2dec(number.get()),
        [](char* text) { OPENSSL_free(text); });
    return digits == nullptr ? std::string() : std::string(digits.get());
}

}  // namespace

std::optional<RsaNumbers> read_pkcs1(std::string_view pem) {
    pem = trim(pem);
    if (!pem.starts_with(armour_begin) || !pem.ends_with(armour_end)) {
        return std::nullopt;
    }
    pem.remove_prefix(armour_begin.size());
    pem.remove_suffix(armour_end.size());
    const std::optional<std::string> bytes = base64_decode(pem);
    if (!bytes) {
        return std::nullopt;
    }
    std::string_view der = *bytes;
    std::optional<std::string_view> sequence = take(der, 0x30);
    if (!sequence || !der.empty()) {
        return std::nullopt;
    }
    std::array<std::string, 9> numbers;  // version, n, e, d, p, q, dp, dq, invq
    for (std::string& number : numbers) {
        const std::optional<std::string_view> integer = take(*sequence, 0x02);
        if (!integer || integer->empty()
            || (static_cast<unsigned char>((*integer)[0]) & 0x80U) != 0) {
            return std::nullopt;
        }
        number = decimal(*integer);
    }
    if (numbers[0] != "0" || !sequence->empty()) {
        return std::nullopt;
    }
    return RsaNumbers{
        .n = numbers[1],
        .e = numbers[2],
        .d = numbers[3],
        .p = numbers[4],
        .q = numbers[5],
        .dp = numbers[6],
        .dq = numbers[7],
        .invq = numbers[8]};
}

}  // namespace tutor::crypto
