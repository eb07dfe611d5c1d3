// SPDX-License-Identifier: Apache-2.0
//
// Numbers in expressions, as Python writes them.

#include "base/text.hpp"
#include "jinja/internal/lexer.hpp"

namespace tutor::jinja {

std::size_t Lexer::scan_digits(std::size_t at) const {
    std::size_t end = at;
    while (end < source_.size() && is_ascii_digit(source_[end])) {
        ++end;
        if (end + 1 < source_.size() && source_[end] == '_' && is_ascii_digit(source_[end + 1])) {
            ++end;
        }
    }
    return end;
}

std::size_t Lexer::scan_float(std::size_t at) const {
    if (at > 0 && source_[at - 1] == '.') {
        return at;
    }
    const std::size_t whole = scan_digits(at);
    std::size_t end = whole;
    if (starts_with(end, ".")) {
        const std::size_t fraction = scan_digits(end + 1);
        end = fraction > end + 1 ? fraction : end;
    }
    if (end < source_.size() && (source_[end] == 'e' || source_[end] == 'E')) {
        std::size_t exponent = end + 1;
        if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) {
            ++exponent;
        }
        const std::size_t digits = scan_digits(exponent);
        if (digits > exponent) {
            return digits;
        }
    }
    return end > whole ? end : at;
}

std::size_t Lexer::scan_integer(std::size_t at) const {
    const auto scan = [&](std::size_t from, auto accepts) {
        std::size_t end = from;
        while (true) {
            std::size_t digit = end;
            if (digit < source_.size() && source_[digit] == '_') {
                ++digit;
            }
            if (digit >= source_.size() || !accepts(source_[digit])) {
                return end;
            }
            end = digit + 1;
        }
    };
    if (source_[at] != '0') {
        return scan(at + 1, is_ascii_digit);
    }
    const char kind = at + 1 < source_.size() ? source_[at + 1] : '\0';
    std::size_t end = at;
    if (kind == 'b' || kind == 'B') {
        end = scan(at + 2, [](char c) { return c == '0' || c == '1'; });
    } else if (kind == 'o' || kind == 'O') {
        end = scan(at + 2, [](char c) { return c >= '0' && c <= '7'; });
    } else if (kind == 'x' || kind == 'X') {
        end = scan(at + 2, [](char c) {
            return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        });
    }
    if (end > at + 2) {
        return end;
    }
    return scan(at + 1, [](char c) { return c == '0'; });
}

void Lexer::lex_number() {
    std::size_t end = scan_float(position_);
    const bool real = end > position_;
    if (!real) {
        end = scan_integer(position_);
    }
    add(real ? TokenKind::real : TokenKind::integer, source_.substr(position_, end - position_));
    position_ = end;
    line_starting_ = false;
}

}  // namespace tutor::jinja
