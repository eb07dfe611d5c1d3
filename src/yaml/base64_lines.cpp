// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/base64_lines.hpp"

namespace tutor::yaml::internal {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t bytes_per_line = 57;

void append_group(std::string& text, std::string_view group) {
    unsigned bits = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
        text += i <= group.size() ? alphabet[bits >> (18 - 6 * i) & 0x3FU] : '=';
    }
}

}  // namespace

std::string base64_lines(std::string_view bytes) {
    std::string text;
    for (std::size_t line = 0; line < bytes.size(); line += bytes_per_line) {
        const std::string_view part = bytes.substr(line, bytes_per_line);
        for (std::size_t start = 0; start < part.size(); start += 3) {
            append_group(text, part.substr(start, 3));
        }
        text += '\n';
    }
    return text;
}

}  // namespace tutor::yaml::internal
