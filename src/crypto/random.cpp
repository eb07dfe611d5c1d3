// SPDX-License-Identifier: Apache-2.0

#include "crypto/random.hpp"

#include "base/error.hpp"

#include <fmt/format.h>

#include <sys/random.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tutor::crypto {
namespace {

constexpr std::string_view characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Sets version and variant of RFC 4122 and writes the five groups.
std::string format_uuid(std::string bytes, unsigned version) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(bytes[i]);
    };
    bytes[6] = static_cast<char>((byte(6) & 0x0FU) | version << 4U);
    bytes[8] = static_cast<char>((byte(8) & 0x3FU) | 0x80U);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += fmt::format("{:02x}", byte(i));
    }
    return text;
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t filled = 0;
    while (filled < count) {
        const ssize_t got = ::getrandom(bytes.data() + filled, count - filled, 0);
        if (got >= 0) {
            filled += static_cast<std::size_t>(got);
        } else if (errno != EINTR) {
            throw Error(
                {.message = fmt::format("the kernel gives no random bytes: {}", strerror(errno))});
        }
    }
    return bytes;
}

std::string random_string(std::size_t length) {
    // bytes from the largest multiple of 62 upwards would favour the first characters
    constexpr std::size_t limit = 256 / characters.size() * characters.size();
    std::string text;
    text.reserve(length);
    while (text.size() < length) {
        for (const char raw : random_bytes(length - text.size())) {
            const std::size_t byte = static_cast<unsigned char>(raw);
            if (byte < limit) {
                text += characters[byte % characters.size()];
            }
        }
    }
    return text;
}

std::string uuid4() {
    return format_uuid(random_bytes(16), 4);
}

std::string uuid1() {
    // 100 ns since 15 October 1582; clock sequence and node are random, the multicast bit says so
    constexpr std::uint64_t unix_epoch = 0x01B21DD213814000;
    const std::chrono::nanoseconds now = std::chrono::system_clock::now().time_since_epoch();
    const std::uint64_t time = static_cast<std::uint64_t>(now.count()) / 100 + unix_epoch;
    const std::uint64_t low = time & 0xFFFFFFFFU;
    const std::uint64_t middle = time >> 32U & 0xFFFFU;
    const std::uint64_t high = time >> 48U;
    const std::uint64_t ordered = low << 32U | middle << 16U | high;
    std::string bytes;
    for (unsigned shift = 64; shift > 0; shift -= 8) {
        bytes += static_cast<char>(ordered >> (shift - 8) & 0xFFU);
    }
    bytes += random_bytes(8);
    bytes[10] = static_cast<char>(static_cast<unsigned char>(bytes[10]) | 1U);
    return format_uuid(std::move(bytes), 1);
}

}  // namespace tutor::crypto
