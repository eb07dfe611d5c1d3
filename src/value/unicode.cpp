// SPDX-License-Identifier: Apache-2.0

#include "value/unicode.hpp"

#include "value/internal/unicode_tables.hpp"

#include <algorithm>

namespace tutor::value::unicode {

namespace {

constexpr char32_t stray_byte = 0xDC00;  // a byte that is no part of a character

bool is_continuation(std::string_view utf8, std::size_t offset) {
    return offset < utf8.size() && (static_cast<unsigned char>(utf8[offset]) & 0xC0U) == 0x80U;
}

char32_t payload(std::string_view utf8, std::size_t offset) {
    return static_cast<unsigned char>(utf8[offset]) & 0x3FU;
}

bool is_in(const tables::Range* table, std::size_t size, char32_t c) {
    const tables::Range* found = std::upper_bound(
        table, table + size, c, [](char32_t character, const tables::Range& range) {
            return character < range.first;
        });
    if (found == table) {
        return false;
    }
    --found;
    return c <= found->last && (c - found->first) % found->step == 0;
}

/// A case mapping: the changes of single characters and those into several.
struct Mapping {
    const tables::Change* changes;
    std::size_t size;
    const tables::Expansion* special;
    std::size_t special_size;
};

const Mapping& lower_mapping() {
    static const Mapping mapping{
        tables::to_lower,
        tables::to_lower_size,
        tables::to_lower_special,
        tables::to_lower_special_size};
    return mapping;
}
const Mapping& upper_mapping() {
    static const Mapping mapping{
        tables::to_upper,
        tables::to_upper_size,
        tables::to_upper_special,
        tables::to_upper_special_size};
    return mapping;
}
const Mapping& title_mapping() {
    static const Mapping mapping{
        tables::to_title,
        tables::to_title_size,
        tables::to_title_special,
        tables::to_title_special_size};
    return mapping;
}
const Mapping& fold_mapping() {
    static const Mapping mapping{
        tables::to_folded,
        tables::to_folded_size,
        tables::to_folded_special,
        tables::to_folded_special_size};
    return mapping;
}

void append_mapped(std::string& out, char32_t c, const Mapping& mapping) {
    const tables::Expansion* special_end = mapping.special + mapping.special_size;
    const tables::Expansion* special = std::lower_bound(
        mapping.special, special_end, c, [](const tables::Expansion& expansion, char32_t from) {
            return expansion.from < from;
        });
    if (special != special_end && special->from == c) {
        for (const char32_t to : special->to) {
            if (to != 0) {
                append(out, to);
            }
        }
        return;
    }
    const tables::Change* change = std::upper_bound(
        mapping.changes,
        mapping.changes + mapping.size,
        c,
        [](char32_t character, const tables::Change& range) { return character < range.first; });
    if (change != mapping.changes) {
        --change;
        if (c <= change->last && (c - change->first) % change->step == 0) {
            c = static_cast<char32_t>(static_cast<std::int32_t>(c) + change->delta);
        }
    }
    append(out, c);
}

bool is_cased(char32_t c) {
    return is_lower(c) || is_upper(c) || is_title(c);
}

bool is_case_ignorable(char32_t c) {
    return is_in(tables::case_ignorable, tables::case_ignorable_size, c);
}

/// Whether the sigma before `after` ends a word: a letter before it, none behind.
bool is_final_sigma(std::string_view utf8, std::size_t begin, std::size_t after) {
    bool letter_before = false;
    while (begin > 0) {
        const char32_t c = decode_before(utf8, begin);
        if (!is_case_ignorable(c)) {
            letter_before = is_cased(c);
            break;
        }
    }
    if (!letter_before) {
        return false;
    }
    while (after < utf8.size()) {
        const char32_t c = decode(utf8, after);
        if (!is_case_ignorable(c)) {
            return !is_cased(c);
        }
    }
    return true;
}

void append_lower(std::string& out, std::string_view utf8, std::size_t begin, std::size_t after) {
    std::size_t offset = begin;
    const char32_t c = decode(utf8, offset);
    if (c < 0x80) {
        out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    } else if (c == 0x3A3) {
        append(out, is_final_sigma(utf8, begin, after) ? 0x3C2 : 0x3C3);
    } else {
        append_mapped(out, c, lower_mapping());
    }
}

std::string map_all(std::string_view utf8, const Mapping& mapping) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        append_mapped(out, decode(utf8, offset), mapping);
    }
    return out;
}

}  // namespace

char32_t decode(std::string_view utf8, std::size_t& offset) {
    const auto first = static_cast<unsigned char>(utf8[offset]);
    if (first < 0x80) {
        ++offset;
        return first;
    }
    if (first >= 0xC2 && first < 0xE0 && is_continuation(utf8, offset + 1)) {
        const char32_t c = (first & 0x1FU) << 6 | payload(utf8, offset + 1);
        offset += 2;
        return c;
    }
    if (first >= 0xE0 && first < 0xF0 && is_continuation(utf8, offset + 1)
        && is_continuation(utf8, offset + 2)) {
        const char32_t c =
            (first & 0x0FU) << 12 | payload(utf8, offset + 1) << 6 | payload(utf8, offset + 2);
        if (c >= 0x800) {
            offset += 3;
            return c;
        }
    }
    if (first >= 0xF0 && first < 0xF5 && is_continuation(utf8, offset + 1)
        && is_continuation(utf8, offset + 2) && is_continuation(utf8, offset + 3)) {
        const char32_t c = (first & 0x07U) << 18 | payload(utf8, offset + 1) << 12
            | payload(utf8, offset + 2) << 6 | payload(utf8, offset + 3);
        if (c >= 0x10000 && c < 0x110000) {
            offset += 4;
            return c;
        }
    }
    ++offset;
    return stray_byte + first;
}

char32_t decode_before(std::string_view utf8, std::size_t& offset) {
    const std::size_t end = offset;
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 && is_continuation(utf8, begin)) {
        --begin;
    }
    std::size_t after = begin;
    const char32_t c = decode(utf8, after);
    if (after == end) {
        offset = begin;
        return c;
    }
    offset = end - 1;
    return stray_byte + static_cast<unsigned char>(utf8[offset]);
}

void append(std::string& utf8, char32_t c) {
    if (c < 0x80) {
        utf8 += static_cast<char>(c);
    } else if (c < 0x800) {
        utf8 += static_cast<char>(0xC0U | c >> 6);
        utf8 += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c >= stray_byte + 0x80 && c <= stray_byte + 0xFF) {
        utf8 += static_cast<char>(c - stray_byte);
    } else if (c < 0x10000) {
        utf8 += static_cast<char>(0xE0U | c >> 12);
        utf8 += static_cast<char>(0x80U | (c >> 6 & 0x3FU));
        utf8 += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        utf8 += static_cast<char>(0xF0U | c >> 18);
        utf8 += static_cast<char>(0x80U | (c >> 12 & 0x3FU));
        utf8 += static_cast<char>(0x80U | (c >> 6 & 0x3FU));
        utf8 += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

std::size_t count(std::string_view utf8) {
    std::size_t characters = 0;
    for (std::size_t offset = 0; offset < utf8.size(); ++characters) {
        if (static_cast<unsigned char>(utf8[offset]) < 0x80) {
            ++offset;
        } else {
            decode(utf8, offset);
        }
    }
    return characters;
}

std::size_t offset_of(std::string_view utf8, std::size_t index) {
    std::size_t offset = 0;
    for (; index > 0 && offset < utf8.size(); --index) {
        decode(utf8, offset);
    }
    return offset;
}

bool is_alpha(char32_t c) {
    if (c < 0x80) {
        return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z';
    }
    return is_in(tables::alpha, tables::alpha_size, c);
}

bool is_decimal(char32_t c) {
    return c < 0x80 ? c >= '0' && c <= '9' : is_in(tables::decimal, tables::decimal_size, c);
}

bool is_digit(char32_t c) {
    return is_decimal(c) || (c >= 0x80 && is_in(tables::digit_only, tables::digit_only_size, c));
}

bool is_numeric(char32_t c) {
    return is_digit(c) || (c >= 0x80 && is_in(tables::numeric_only, tables::numeric_only_size, c));
}

bool is_alnum(char32_t c) {
    return is_alpha(c) || is_numeric(c);
}

bool is_space(char32_t c) {
    if (c < 0x80) {
        return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
    }
    return is_in(tables::space, tables::space_size, c);
}

bool is_line_break(char32_t c) {
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028
        || c == 0x2029;
}

bool is_printable(char32_t c) {
    if (c < 0x80) {
        return c >= 0x20 && c < 0x7F;
    }
    return !is_in(tables::unprintable, tables::unprintable_size, c);
}

bool is_lower(char32_t c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' : is_in(tables::lower_case, tables::lower_case_size, c);
}

bool is_upper(char32_t c) {
    return c < 0x80 ? c >= 'A' && c <= 'Z' : is_in(tables::upper_case, tables::upper_case_size, c);
}

bool is_title(char32_t c) {
    return c >= 0x80 && is_in(tables::title_case, tables::title_case_size, c);
}

bool is_identifier_start(char32_t c) {
    if (c < 0x80) {
        return c == '_' || is_alpha(c);
    }
    return is_in(tables::identifier_start, tables::identifier_start_size, c);
}

bool is_identifier_part(char32_t c) {
    return is_identifier_start(c) || is_decimal(c)
        || (c >= 0x80 && is_in(tables::identifier_part_only, tables::identifier_part_only_size, c));
}

int decimal_value(char32_t c) {
    if (c < 0x80) {
        return c >= '0' && c <= '9' ? static_cast<int>(c - '0') : -1;
    }
    for (std::size_t i = 0; i < tables::decimal_size; ++i) {
        // Every script's digits stand together, in order and in tens.
        if (c >= tables::decimal[i].first && c <= tables::decimal[i].last) {
            return static_cast<int>((c - tables::decimal[i].first) % 10);
        }
    }
    return -1;
}

std::string upper(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        const char c = utf8[offset];
        if (static_cast<unsigned char>(c) < 0x80) {
            out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
            ++offset;
        } else {
            append_mapped(out, decode(utf8, offset), upper_mapping());
        }
    }
    return out;
}

std::string lower(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        const std::size_t begin = offset;
        decode(utf8, offset);
        append_lower(out, utf8, begin, offset);
    }
    return out;
}

std::string title(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    bool inside_word = false;
    for (std::size_t offset = 0; offset < utf8.size();) {
        const std::size_t begin = offset;
        const char32_t c = decode(utf8, offset);
        if (inside_word) {
            append_lower(out, utf8, begin, offset);
        } else {
            append_mapped(out, c, title_mapping());
        }
        inside_word = is_cased(c);
    }
    return out;
}

std::string capitalize(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        const std::size_t begin = offset;
        const char32_t c = decode(utf8, offset);
        if (begin == 0) {
            append_mapped(out, c, title_mapping());
        } else {
            append_lower(out, utf8, begin, offset);
        }
    }
    return out;
}

std::string swap_case(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        const std::size_t begin = offset;
        const char32_t c = decode(utf8, offset);
        if (is_upper(c)) {
            append_lower(out, utf8, begin, offset);
        } else if (is_lower(c)) {
            append_mapped(out, c, upper_mapping());
        } else {
            append(out, c);
        }
    }
    return out;
}

std::string casefold(std::string_view utf8) {
    return map_all(utf8, fold_mapping());
}

bool is_identifier(std::string_view utf8) {
    if (utf8.empty()) {
        return false;
    }
    std::size_t offset = 0;
    if (!is_identifier_start(decode(utf8, offset))) {
        return false;
    }
    while (offset < utf8.size()) {
        if (!is_identifier_part(decode(utf8, offset))) {
            return false;
        }
    }
    return true;
}

}  // namespace tutor::value::unicode
