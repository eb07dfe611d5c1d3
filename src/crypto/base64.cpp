// SPDX-License-Identifier: Apache-2.0

#include "crypto/base64.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>

#include <algorithm>
#include <memory>

namespace tutor::crypto {
namespace {

constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

enum class Padding { no, yes };

std::string encode(std::string_view bytes, std::string_view alphabet, Padding padding) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t start = 0; start < bytes.size(); start += 3) {
        const std::string_view group = bytes.substr(start, 3);
        unsigned bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        }
        for (std::size_t i = 0; i <= group.size(); ++i) {
            text += alphabet[bits >> (18 - 6 * i) & 0x3FU];
        }
        if (padding == Padding::yes) {
            text.append(3 - group.size(), '=');
        }
    }
    return text;
}

int base64_digit(char c) {
    if (is_ascii_upper(c)) {
        return c - 'A';
    }
    if (is_ascii_lower(c)) {
        return c - 'a' + 26;
    }
    if (is_ascii_digit(c)) {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
    return encode(bytes, standard_alphabet, Padding::yes);
}

std::optional<std::string> base64_decode(std::string_view text) {
    std::string bytes;
    unsigned int bits = 0;
    int count = 0;
    bool ended = false;
    for (const char c : text) {
        if (is_ascii_space(c)) {
            continue;
        }
        if (c == '=') {
            ended = true;
            continue;
        }
        const int digit = base64_digit(c);
        if (digit < 0 || ended) {
            return std::nullopt;
        }
        bits = (bits << 6U) | static_cast<unsigned int>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> static_cast<unsigned int>(count)) & 0xFFU);
        }
    }
    return bytes;
}

std::string base64url_encode(std::string_view bytes) {
    return encode(bytes, url_alphabet, Padding::no);
}

std::string long_to_base64url(std::string_view digits) {
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_ascii_digit)) {
        throw Error({.message = "only a non-negative integer can be written in base64"});
    }
    BIGNUM* parsed = nullptr;
    const bool complete =
        BN_dec2bn(&parsed, std::string(digits).c_str()) == static_cast<int>(digits.size());
    const std::unique_ptr<BIGNUM, decltype(&BN_clear_free)> number(parsed, &BN_clear_free);
    if (!complete) {
        throw Error(
            {.message = fmt::format("an integer of {} digits is too large", digits.size())});
    }
    std::string bytes(static_cast<std::size_t>(std::max(1, BN_num_bytes(number.get()))), '\0');
    if (!BN_is_zero(number.get())) {
        BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(bytes.data()));
    }
    return base64url_encode(bytes);
}

}  // namespace tutor::crypto
