// SPDX-License-Identifier: Apache-2.0

#include "base/secrecy.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tutor {
namespace {

bool gives_secret_name(std::string_view line) {
    constexpr std::array names{"password", "secret", "token", "key", "credential", "passwd"};
    const std::size_t colon = line.find_first_of(":=");
    if (colon == std::string_view::npos) {
        return false;
    }
    const std::string name = to_ascii_lower(trim(line.substr(0, colon)));
    // A template expression on the right is no value yet.
    return line.find("{{") == std::string_view::npos
        && std::any_of(names.begin(), names.end(), [&](std::string_view part) {
               return name.find(part) != std::string::npos;
           });
}

/// Which kinds of characters a run of them has.
struct Run {
    std::size_t length = 0;
    bool has_upper = false;
    bool has_lower = false;
    bool has_digit = false;

    void add(char c) {
        ++length;
        has_upper = has_upper || is_ascii_upper(c);
        has_lower = has_lower || is_ascii_lower(c);
        has_digit = has_digit || is_ascii_digit(c);
    }
};

constexpr std::size_t long_run = 32;

}  // namespace

bool holds_key_material(std::string_view line) {
    Run plain;
    Run for_addresses;  // in it, "-" and "_" stand for "+" and "/": names have them too
    for (const char c : line) {
        const bool is_plain = is_ascii_alnum(c) || c == '+' || c == '/' || c == '=';
        if (is_plain) {
            plain.add(c);
        } else {
            plain = {};
        }
        if (is_ascii_alnum(c) || c == '-' || c == '_') {
            for_addresses.add(c);
        } else {
            for_addresses = {};
        }
        if (plain.length >= long_run && plain.has_lower && (plain.has_upper || plain.has_digit)) {
            return true;
        }
        if (for_addresses.length >= long_run && for_addresses.has_lower && for_addresses.has_upper
            && for_addresses.has_digit) {
            return true;
        }
    }
    return false;
}

bool looks_like_secret(std::string_view line) {
    return gives_secret_name(line) || holds_key_material(line);
}

}  // namespace tutor
