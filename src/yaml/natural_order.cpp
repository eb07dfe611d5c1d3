// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/natural_order.hpp"

#include <algorithm>
#include <cstddef>

namespace tutor::yaml::internal {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 127;
}

/// The digits of `text` from `at`; leading zeros of a number that began before do not count.
struct Number {
    unsigned long long value = 0;
    std::size_t end = 0;
};

Number number_at(std::string_view text, std::size_t at, bool inside_number) {
    Number number{.value = inside_number ? 1ULL : 0ULL, .end = at};
    while (number.end < text.size() && is_digit(text[number.end])) {
        number.value = number.value * 10 + static_cast<unsigned>(text[number.end] - '0');
        ++number.end;
    }
    return number;
}

/// Whether a digit other than 0 stands directly before `at`, zeros aside.
bool follows_digits(std::string_view text, std::size_t at) {
    while (at > 0 && is_digit(text[at - 1])) {
        --at;
        if (text[at] != '0') {
            return true;
        }
    }
    return false;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
    const auto shorter = std::min(a.size(), b.size());
    const auto at = static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin()).first
        - a.begin());
    if (at == shorter) {
        return a.size() < b.size();
    }
    const bool letter_in_a = is_letter(a[at]);
    const bool letter_in_b = is_letter(b[at]);
    if (letter_in_a && letter_in_b) {
        return static_cast<unsigned char>(a[at]) < static_cast<unsigned char>(b[at]);
    }
    if (letter_in_a || letter_in_b) {
        const bool behind_digit = at > 0 && is_digit(a[at - 1]);
        return behind_digit ? letter_in_a : letter_in_b;
    }
    const bool inside_number = (a[at] == '0' || b[at] == '0') && follows_digits(a, at);
    const Number in_a = number_at(a, at, inside_number);
    const Number in_b = number_at(b, at, inside_number);
    if (in_a.value != in_b.value) {
        return in_a.value < in_b.value;
    }
    if (in_a.end != in_b.end) {
        return in_a.end < in_b.end;
    }
    return static_cast<unsigned char>(a[at]) < static_cast<unsigned char>(b[at]);
}

}  // namespace tutor::yaml::internal
