// SPDX-License-Identifier: Apache-2.0
//
// Points in time as Kubernetes writes them (RFC 3339).

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::kube::internal {

using Nanoseconds = std::chrono::sys_time<std::chrono::nanoseconds>;

/// "2024-01-31T12:00:00.5Z" or with an offset such as "+01:00"; none when it is no time.
std::optional<Nanoseconds> parse_time(std::string_view text);

/// "2024-01-31T12:00:00Z": fractions of a second are dropped.
std::string to_text(Nanoseconds time);

}  // namespace tutor::kube::internal
