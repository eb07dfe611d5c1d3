// SPDX-License-Identifier: Apache-2.0
//
// What is installed for a Python interpreter, read from its metadata without starting it.
//
//     for (const Distribution& one : find_distributions({"/venv/lib/python3.11/site-packages"}))

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugin_python {

/// "NAME = VALUE" of one group of entry points.
struct EntryPoint {
    std::string group;
    std::string name;
    std::string value;  ///< "package.module" or "package.module:attribute", without extras

    bool operator==(const EntryPoint&) const = default;
};

struct Distribution {
    std::string name;
    std::string version;
    std::vector<EntryPoint> entry_points;
    std::vector<std::string> requirements;  ///< as written: "tutor<22.0.0,>=21.0.0"
    std::filesystem::path metadata;         ///< the folder NAME-VERSION.dist-info
};

/// The entry points of a text in the format of entry_points.txt; lines that are none are skipped.
std::vector<EntryPoint> parse_entry_points(std::string_view text);

/// Those distributions in the folders, in order, that have an entry point in one of `groups`. Of
/// several with one (normalised) name the first wins, as in Python. Folders that do not exist hold
/// none.
std::vector<Distribution> find_distributions(
    const std::vector<std::filesystem::path>& folders, const std::vector<std::string>& groups);

/// Lower case, runs of "-", "_" and "." as one "-".
std::string normalized_name(std::string_view name);

/// What `distribution` requires of the distribution `name`: "<22.0.0,>=21.0.0"; none when it does
/// not require it, empty when any version will do.
std::optional<std::string> requirement_of(const Distribution& distribution, std::string_view name);

/// Whether a version satisfies a requirement such as ">=21.0.0,<22" or "~=21.0"; parts of it that
/// are not understood count as satisfied.
bool satisfies(std::string_view version, std::string_view requirement);

}  // namespace tutor::plugin_python
