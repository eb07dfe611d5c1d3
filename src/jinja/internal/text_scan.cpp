// SPDX-License-Identifier: Apache-2.0
//
// The parts of lexing that know characters rather than tokens.

#include "base/text.hpp"
#include "jinja/internal/lexer.hpp"
#include "value/unicode.hpp"

namespace tutor::jinja {

namespace {

int hex_value(char c) {
    if (is_ascii_digit(c)) {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

/// Reads `digits` hexadecimal digits at `at`; false when there are fewer.
bool read_hex(std::string_view text, std::size_t& at, int digits, char32_t& code) {
    code = 0;
    for (int i = 0; i < digits; ++i) {
        const int digit = at < text.size() ? hex_value(text[at]) : -1;
        if (digit < 0) {
            return false;
        }
        code = code * 16 + static_cast<char32_t>(digit);
        ++at;
    }
    return true;
}

char32_t read_octal(std::string_view text, std::size_t& at) {
    char32_t code = 0;
    for (int i = 0; i < 3 && at < text.size() && text[at] >= '0' && text[at] <= '7'; ++i) {
        code = code * 8 + static_cast<char32_t>(text[at++] - '0');
    }
    return code;
}

/// The escapes of one letter; 0 for others.
char simple_escape(char letter) {
    switch (letter) {
    case '\\':
    case '\'':
    case '"': return letter;
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    default: return 0;
    }
}

std::string_view
unescape_code(std::string_view inside, std::size_t& at, char letter, std::string& result) {
    const int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    char32_t code = 0;
    if (!read_hex(inside, at, digits, code)) {
        return letter == 'x' ? "truncated \\xXX escape"
            : letter == 'u'  ? "truncated \\uXXXX escape"
                             : "truncated \\UXXXXXXXX escape";
    }
    if (code > 0x10FFFF) {
        return "illegal Unicode character";
    }
    append_code_point(result, code);
    return {};
}

}  // namespace

std::string unescape_literal(std::string_view inside, std::string& problem) {
    std::string result;
    result.reserve(inside.size());
    std::size_t at = 0;
    while (at < inside.size()) {
        const char c = inside[at++];
        if (c != '\\') {
            result += c;
            continue;
        }
        const char letter = inside[at++];
        if (const char simple = simple_escape(letter)) {
            result += simple;
        } else if (letter == '\n') {
            continue;
        } else if (letter >= '0' && letter <= '7') {
            --at;
            append_code_point(result, read_octal(inside, at));
        } else if (letter == 'x' || letter == 'u' || letter == 'U') {
            const std::string_view reason = unescape_code(inside, at, letter, result);
            if (!reason.empty()) {
                problem = reason;
                return {};
            }
        } else if (letter == 'N') {
            const std::size_t close = inside.find('}', at);
            if (at >= inside.size() || inside[at] != '{' || close == std::string_view::npos
                || close == at + 1) {
                problem = "malformed \\N character escape";
                return {};
            }
            const auto character = value::unicode::from_name(inside.substr(at + 1, close - at - 1));
            if (!character) {
                problem = "unknown Unicode character name";
                return {};
            }
            append_code_point(result, *character);
            at = close + 1;
        } else {
            result += '\\';
            result += letter;
        }
    }
    return result;
}

std::size_t space_length(std::string_view text, std::size_t at) {
    if (at >= text.size()) {
        return 0;
    }
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
        return is_ascii_space(c) || (c >= 0x1c && c <= 0x1f) ? 1 : 0;
    }
    const std::size_t begin = at;
    switch (next_code_point(text, at)) {
    case 0x85:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0x2000:
    case 0x2001:
    case 0x2002:
    case 0x2003:
    case 0x2004:
    case 0x2005:
    case 0x2006:
    case 0x2007:
    case 0x2008:
    case 0x2009:
    case 0x200A: return at - begin;
    default: return 0;
    }
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t index) {
        return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
    };
    const unsigned lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        code = (code << 6) | (byte(at + i) & 0x3FU);
    }
    at = std::min(at + length, text.size());
    return code;
}

void append_code_point(std::string& text, char32_t code) {
    const auto add = [&](char32_t byte) {
        text += static_cast<char>(byte);
    };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0 | (code >> 6));
        add(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        add(0xE0 | (code >> 12));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    } else {
        add(0xF0 | (code >> 18));
        add(0x80 | ((code >> 12) & 0x3F));
        add(0x80 | ((code >> 6) & 0x3F));
        add(0x80 | (code & 0x3F));
    }
}

std::string normalise_source(std::string text, const Syntax& syntax) {
    if (const std::size_t first = text.find('\r'); first != std::string::npos) {
        std::size_t end = first;
        for (std::size_t i = first; i < text.size(); ++i) {
            const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            if (!pair) {
                text[end++] = text[i] == '\r' ? '\n' : text[i];
            }
        }
        text.resize(end);
    }
    if (!syntax.keep_trailing_newline && text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

}  // namespace tutor::jinja
