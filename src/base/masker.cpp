// SPDX-License-Identifier: Apache-2.0

#include "base/masker.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tutor {
namespace {

constexpr std::size_t shortest_secret = 4;
// Lines of a key's armour such as "-----BEGIN …-----" are no secret.
constexpr std::size_t shortest_line = 16;

void insert(std::vector<std::string>& secrets, std::string_view secret) {
    if (secret.size() < shortest_secret
        || std::find(secrets.begin(), secrets.end(), secret) != secrets.end()) {
        return;
    }
    const auto at = std::find_if(secrets.begin(), secrets.end(), [&](const std::string& other) {
        return other.size() < secret.size();
    });
    secrets.insert(at, std::string(secret));
}

}  // namespace

void Masker::add(std::string_view secret) {
    secret = trim(secret);
    insert(secrets_, secret);
    if (secret.find('\n') != std::string_view::npos) {
        for (const std::string_view line : split_lines(secret)) {
            const std::string_view bare = trim(line);
            if (bare.size() >= shortest_line && !bare.starts_with("-----")) {
                insert(secrets_, bare);
            }
        }
    }
}

std::string Masker::mask(std::string_view text) const {
    std::string result(text);
    for (const std::string& secret : secrets_) {
        if (result.find(secret) != std::string::npos) {
            result = replace_all(result, secret, "***");
        }
    }
    return result;
}

}  // namespace tutor
