// SPDX-License-Identifier: Apache-2.0
//
// Looking for a text in a text, in linear time whatever the two are.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace tutor::value::internal {

/// As `text.find(wanted, from)`, which takes text times wanted for 'aaa…' in 'aaa…'.
inline std::size_t find_text(std::string_view text, std::string_view wanted, std::size_t from = 0) {
    constexpr std::size_t short_enough = 16;
    if (wanted.size() < short_enough || from > text.size()) {
        return text.find(wanted, from);
    }
    const void* const found =
        ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
    return found == nullptr
        ? std::string_view::npos
        : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// As `text.rfind(wanted)`; in time that grows with what stands behind the place found.
inline std::size_t rfind_text(std::string_view text, std::string_view wanted) {
    constexpr std::size_t short_enough = 16;
    if (wanted.size() < short_enough) {
        return text.rfind(wanted);
    }
    // Backwards: in ends of the text that become longer and longer.
    const std::string reversed(wanted.rbegin(), wanted.rend());
    for (std::size_t size = std::min(4 * wanted.size(), text.size());;
         size = std::min(4 * size, text.size())) {
        const std::string_view end = text.substr(text.size() - size);
        const std::size_t found = find_text(std::string(end.rbegin(), end.rend()), reversed);
        if (found != std::string_view::npos) {
            return text.size() - found - wanted.size();
        }
        if (size == text.size()) {
            return std::string_view::npos;
        }
    }
}

}  // namespace tutor::value::internal
