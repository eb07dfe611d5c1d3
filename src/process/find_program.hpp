// SPDX-License-Identifier: Apache-2.0
//
// Where a program is, as a shell would look for it.

#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace tutor::process {

/// The first executable file `name` in the folders of PATH; a name with a slash stands for
/// itself. None when there is no such file.
std::optional<std::filesystem::path> find_program(std::string_view name);

/// As above, in the folders of `search_path` (separated by colons).
std::optional<std::filesystem::path>
find_program(std::string_view name, std::string_view search_path);

}  // namespace tutor::process
