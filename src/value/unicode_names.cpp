// SPDX-License-Identifier: Apache-2.0
//
// Finds characters by name. The table holds 40 bits of each name's hash, so one wrong name in
// thirty million is taken for a right one.

#include "value/internal/unicode_names.hpp"

#include "base/text.hpp"
#include "value/unicode.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace tutor::value::unicode {

namespace {

std::uint64_t hash_of(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : name) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        hash = (hash ^ static_cast<unsigned char>(upper)) * 0x100000001b3;
    }
    return hash >> 24;
}

/// "4E00" of "CJK UNIFIED IDEOGRAPH-4E00".
std::optional<char32_t> ideograph(std::string_view digits) {
    struct Block {
        char32_t first;
        char32_t last;
    };
    static constexpr std::array<Block, 8> blocks = {
        {{0x3400, 0x4dbf},
         {0x4e00, 0x9fff},
         {0x20000, 0x2a6df},
         {0x2a700, 0x2b738},
         {0x2b740, 0x2b81d},
         {0x2b820, 0x2cea1},
         {0x2ceb0, 0x2ebe0},
         {0x30000, 0x3134a}}};
    if (digits.size() != 4 && digits.size() != 5) {
        return std::nullopt;
    }
    char32_t code = 0;
    for (const char c : digits) {
        const bool letter = c >= 'A' && c <= 'F';
        if (!letter && !is_ascii_digit(c)) {
            return std::nullopt;
        }
        code = code * 16 + static_cast<char32_t>(letter ? c - 'A' + 10 : c - '0');
    }
    const bool known = std::any_of(blocks.begin(), blocks.end(), [code](const Block& block) {
        return code >= block.first && code <= block.last;
    });
    return known ? std::optional(code) : std::nullopt;
}

/// Takes the longest of `parts` that `text` begins with; its index, -1 when there is none.
int take_longest(std::string_view& text, std::span<const std::string_view> parts) {
    int best = -1;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool longer =
            best < 0 || parts[i].size() > parts[static_cast<std::size_t>(best)].size();
        if (text.starts_with(parts[i]) && longer) {
            best = static_cast<int>(i);
        }
    }
    if (best >= 0) {
        text.remove_prefix(parts[static_cast<std::size_t>(best)].size());
    }
    return best;
}

/// "GA" of "HANGUL SYLLABLE GA".
std::optional<char32_t> syllable(std::string_view name) {
    static constexpr std::string_view leading[] = {
        "G",
        "GG",
        "N",
        "D",
        "DD",
        "R",
        "M",
        "B",
        "BB",
        "S",
        "SS",
        "",
        "J",
        "JJ",
        "C",
        "K",
        "T",
        "P",
        "H"};
    static constexpr std::string_view vowels[] = {"A",   "AE", "YA", "YAE", "EO", "E",  "YEO",
                                                  "YE",  "O",  "WA", "WAE", "OE", "YO", "U",
                                                  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
    static constexpr std::string_view trailing[] = {
        "",   "G",  "GG", "GS", "N",  "NJ", "NH", "D",  "L", "LG", "LM", "LB", "LS", "LT",
        "LP", "LH", "M",  "B",  "BS", "S",  "SS", "NG", "J", "C",  "K",  "T",  "P",  "H"};
    const int first = take_longest(name, leading);
    const int second = take_longest(name, vowels);
    const int third = take_longest(name, trailing);
    if (first < 0 || second < 0 || third < 0 || !name.empty()) {
        return std::nullopt;
    }
    return static_cast<char32_t>(0xac00 + (first * 21 + second) * 28 + third);
}

}  // namespace

std::optional<char32_t> from_name(std::string_view name) {
    constexpr std::string_view ideograph_prefix = "CJK UNIFIED IDEOGRAPH-";
    constexpr std::string_view syllable_prefix = "HANGUL SYLLABLE ";
    if (name.starts_with(ideograph_prefix)) {
        return ideograph(name.substr(ideograph_prefix.size()));
    }
    if (name.starts_with(syllable_prefix)) {
        return syllable(name.substr(syllable_prefix.size()));
    }
    const std::span hashes(tables::name_hashes, tables::name_hashes_size);
    const auto found = std::find(hashes.begin(), hashes.end(), hash_of(name));
    if (found == hashes.end()) {
        return std::nullopt;
    }
    const auto index = static_cast<std::uint32_t>(found - hashes.begin());
    const std::span runs(tables::name_runs, tables::name_runs_size);
    const auto next = std::upper_bound(
        runs.begin(), runs.end(), index, [](std::uint32_t wanted, const tables::NameRun& run) {
            return wanted < run.index;
        });
    const tables::NameRun& run = *std::prev(next);
    return run.first + (index - run.index);
}

}  // namespace tutor::value::unicode
