// SPDX-License-Identifier: Apache-2.0

#include "base/secrecy.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tutor {

bool looks_like_secret(std::string_view line) {
    constexpr std::array names{"password", "secret", "token", "key", "credential", "passwd"};
    const std::size_t colon = line.find_first_of(":=");
    if (colon != std::string_view::npos) {
        const std::string name = to_ascii_lower(trim(line.substr(0, colon)));
        // A template expression on the right is no value yet.
        const bool is_template = line.find("{{") != std::string_view::npos;
        if (!is_template && std::any_of(names.begin(), names.end(), [&](std::string_view part) {
                return name.find(part) != std::string::npos;
            })) {
            return true;
        }
    }
    constexpr std::size_t long_run = 32;
    std::size_t run = 0;
    bool has_upper = false;
    bool has_lower = false;
    bool has_digit = false;
    for (const char c : line) {
        if (!is_ascii_alnum(c) && c != '+' && c != '/' && c != '=') {
            run = 0;
            has_upper = has_lower = has_digit = false;
            continue;
        }
        ++run;
        has_upper = has_upper || is_ascii_upper(c);
        has_lower = has_lower || is_ascii_lower(c);
        has_digit = has_digit || is_ascii_digit(c);
        if (run >= long_run && has_lower && (has_upper || has_digit)) {
            return true;
        }
    }
    return false;
}

}  // namespace tutor
