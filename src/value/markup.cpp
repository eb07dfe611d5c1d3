// SPDX-License-Identifier: Apache-2.0

#include "value/markup.hpp"

#include "value/arithmetic.hpp"
#include "value/internal/access.hpp"
#include "value/internal/html_entities.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <algorithm>
#include <optional>

namespace tutor::value {

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::size_t begin = 0;
    for (std::size_t at = text.find_first_of("&<>'\""); at != std::string_view::npos;
         at = text.find_first_of("&<>'\"", begin)) {
        out += text.substr(begin, at - begin);
        switch (text[at]) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '\'': out += "&#39;"; break;
        default: out += "&#34;"; break;
        }
        begin = at + 1;
    }
    out += text.substr(begin);
    return out;
}

Value escape(const Value& value) {
    if (value.is_markup()) {
        return value;
    }
    if (value.is_string()) {
        return Value::markup(escape_html(value.as_string()), value.mark());
    }
    if (value.is_object() || value.is_undefined()) {
        if (const auto html = value.is_object() ? attribute(value, "__html__") : std::nullopt) {
            Arguments none;
            const Value text = call(*html, none);
            return Value::markup(str(text), mark_of(text));
        }
    }
    return Value::markup(escape_html(str(value)), mark_of(value));
}

namespace {

const internal::HtmlEntity* find_entity(std::string_view name) {
    const internal::HtmlEntity* const end = internal::html_entities + internal::html_entities_size;
    const internal::HtmlEntity* const found = std::lower_bound(
        internal::html_entities,
        end,
        name,
        [](const internal::HtmlEntity& entity, std::string_view wanted) {
            return entity.name < wanted;
        });
    return found != end && found->name == name ? found : nullptr;
}

/// What the numeric references 0x80 to 0x9F mean: Windows-1252.
constexpr char32_t windows_1252[] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                     0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
                                     0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                     0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};

void append_numeric(std::string& out, std::uint64_t code) {
    if (code >= 0x80 && code <= 0x9F) {
        unicode::append(out, windows_1252[code - 0x80]);
    } else if (code == 0 || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) {
        unicode::append(out, 0xFFFD);
    } else {
        const bool control = (code >= 0x1 && code <= 0x8) || code == 0xB
            || (code >= 0xE && code <= 0x1F) || code == 0x7F;
        const bool no_character = (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFEU) == 0xFFFE;
        if (!control && !no_character) {
            unicode::append(out, static_cast<char32_t>(code));
        }
    }
}

/// Reads "#60;" or "#x3c;" behind '&'; the bytes taken, 0 when it is none.
std::size_t read_numeric(std::string& out, std::string_view text) {
    const bool is_hex = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
    const std::size_t begin = is_hex ? 2 : 1;
    std::size_t at = begin;
    std::uint64_t code = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        const bool digit = c >= '0' && c <= '9';
        const char letter = static_cast<char>(c | 0x20);
        if (!digit && !(is_hex && letter >= 'a' && letter <= 'f')) {
            break;
        }
        const auto value = static_cast<std::uint64_t>(digit ? c - '0' : letter - 'a' + 10);
        code = std::min<std::uint64_t>(code * (is_hex ? 16 : 10) + value, 0x110000);
    }
    if (at == begin) {
        return 0;
    }
    append_numeric(out, code);
    return at < text.size() && text[at] == ';' ? at + 1 : at;
}

void append_entity(std::string& out, const internal::HtmlEntity& entity) {
    unicode::append(out, entity.first);
    if (entity.second != 0) {
        unicode::append(out, entity.second);
    }
}

/// Reads "lt;" behind '&', or the longest name that may stand without ';'.
std::size_t read_named(std::string& out, std::string_view text) {
    constexpr std::size_t longest = 32;
    std::size_t size = 0;
    while (size < text.size() && size < longest
           && std::string_view("\t\n\f <&#;").find(text[size]) == std::string_view::npos) {
        ++size;
    }
    if (size < text.size() && text[size] == ';') {
        ++size;
    }
    for (std::size_t length = size; length > 1; --length) {
        if (const internal::HtmlEntity* const entity = find_entity(text.substr(0, length))) {
            append_entity(out, *entity);
            return length;
        }
    }
    return 0;
}

}  // namespace

std::string unescape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t offset = 0; offset < text.size();) {
        const std::size_t at = std::min(text.find('&', offset), text.size());
        out += text.substr(offset, at - offset);
        if (at == text.size()) {
            break;
        }
        const std::string_view rest = text.substr(at + 1);
        std::size_t taken = 0;
        if (!rest.empty()) {
            taken = rest.front() == '#' ? read_numeric(out, rest) : read_named(out, rest);
        }
        if (taken == 0) {
            out += '&';
        }
        offset = at + 1 + taken;
    }
    return out;
}

namespace {

/// Takes out everything from `open` to the `close` behind it.
std::string without(std::string_view text, std::string_view open, std::string_view close) {
    std::string out;
    for (;;) {
        const std::size_t begin = text.find(open);
        const std::size_t end = begin == std::string_view::npos ? begin : text.find(close, begin);
        if (end == std::string_view::npos) {
            return out += text;
        }
        out += text.substr(0, begin);
        text.remove_prefix(end + close.size());
    }
}

}  // namespace

std::string strip_tags(std::string_view text) {
    const std::string plain = without(without(text, "<!--", "-->"), "<", ">");
    std::string joined;
    bool gap = false;
    for (std::size_t offset = 0; offset < plain.size();) {
        const std::size_t begin = offset;
        if (unicode::is_space(unicode::decode(plain, offset))) {
            gap = true;
            continue;
        }
        if (gap && !joined.empty()) {
            joined += ' ';
        }
        gap = false;
        joined.append(plain, begin, offset - begin);
    }
    return unescape_html(joined);
}

}  // namespace tutor::value
