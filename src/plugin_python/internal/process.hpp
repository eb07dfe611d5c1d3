// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tutor::plugin_python::internal {

/// Bytes that this process, and children it has waited for, have written to anything; none when
/// that cannot be told.
std::optional<std::uint64_t> bytes_written();

/// Replaces the process by a new run of the program; returns when that is impossible.
void start_again(
    const std::filesystem::path& program, const std::vector<std::string>& arguments) noexcept;

}  // namespace tutor::plugin_python::internal
