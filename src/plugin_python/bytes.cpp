// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/bytes.hpp"

#include <bit>
#include <cstring>

namespace tutor::plugin_python::internal {

void Writer::number(std::uint64_t value) {
    constexpr std::uint64_t more = 0x80;
    while (value >= more) {
        byte(static_cast<std::uint8_t>(value | more));
        value >>= 7U;
    }
    byte(static_cast<std::uint8_t>(value));
}

void Writer::real(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) {
        byte(static_cast<std::uint8_t>(bits >> shift));
    }
}

void Writer::text(std::string_view text) {
    number(text.size());
    bytes_.append(text);
}

void Writer::texts(const std::vector<std::string>& texts) {
    number(texts.size());
    for (const std::string& one : texts) {
        text(one);
    }
}

std::string_view Reader::take(std::size_t size) {
    if (size > rest_.size()) {
        throw Corrupt();
    }
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
}

std::uint8_t Reader::byte() {
    return static_cast<std::uint8_t>(take(1).front());
}

std::uint64_t Reader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const std::uint8_t next = byte();
        value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
        if ((next & 0x80U) == 0) {
            return value;
        }
    }
    throw Corrupt();
}

std::size_t Reader::count() {
    const std::uint64_t value = number();
    if (value > rest_.size()) {
        throw Corrupt();
    }
    return static_cast<std::size_t>(value);
}

double Reader::real() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        bits |= static_cast<std::uint64_t>(byte()) << shift;
    }
    return std::bit_cast<double>(bits);
}

std::string_view Reader::view() {
    return take(count());
}

std::vector<std::string> Reader::texts() {
    std::vector<std::string> result(count());
    for (std::string& one : result) {
        one = text();
    }
    return result;
}

std::uint64_t checksum(std::string_view bytes) {
    constexpr std::uint64_t prime = 1099511628211ULL;
    std::uint64_t hash = 14695981039346656037ULL ^ bytes.size();
    const auto add = [&](std::uint64_t word) {
        hash = (hash ^ word) * prime;
        hash ^= hash >> 29U;
    };
    while (bytes.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof(word));
        add(word);
        bytes.remove_prefix(sizeof(word));
    }
    for (const char c : bytes) {
        add(static_cast<unsigned char>(c));
    }
    return hash;
}

}  // namespace tutor::plugin_python::internal
