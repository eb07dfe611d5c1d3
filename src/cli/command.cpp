// SPDX-License-Identifier: Apache-2.0

#include "cli/command.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tutor::cli {
namespace {

std::size_t dash_count(std::string_view name) {
    return std::min(name.find_first_not_of('-'), name.size());
}

}  // namespace

std::vector<Completion>
matching(const std::vector<std::string>& values, std::string_view incomplete) {
    std::vector<Completion> result;
    for (const std::string& value : values) {
        if (value.starts_with(incomplete)) {
            result.push_back({.value = value});
        }
    }
    return result;
}

std::string parameter_name(const Option& option) {
    const auto longest = std::max_element(
        option.names.begin(), option.names.end(), [](const std::string& a, const std::string& b) {
            return dash_count(a) < dash_count(b);
        });
    if (longest == option.names.end()) {
        return "";
    }
    std::string name = to_ascii_lower(longest->substr(dash_count(*longest)));
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

}  // namespace tutor::cli
