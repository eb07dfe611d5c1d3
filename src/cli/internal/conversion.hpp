// SPDX-License-Identifier: Apache-2.0
//
// Whether a value is what its parameter asks for.

#pragma once

#include "cli/command.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::cli {

std::optional<double> parse_floating(std::string_view text);

/// "true" or "false" for the words a flag's environment variable may hold; none for others.
std::optional<std::string> parse_boolean(std::string_view text);

/// In single quotes, or in double ones when it contains single ones.
///
/// Upstream: Python's repr, which click's messages use
std::string in_quotes(std::string_view text);

struct ValueRule {
    Type type = Type::text;
    const std::vector<std::string>& choices;
    bool must_exist = false;
};

/// What is wrong with `value`, as click says it; none when it is fine.
std::optional<std::string> complaint_about(const std::string& value, const ValueRule& rule);

}  // namespace tutor::cli
