// SPDX-License-Identifier: Apache-2.0
//
// Where a platform's files are.

#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace tutor::config {

/// Paths of one project root. All absolute.
struct Project {
    std::filesystem::path root;
    std::filesystem::path plugins_root;
    std::filesystem::path python_environment = {};  ///< virtual environment of Python plugins

    std::filesystem::path config_file() const { return root / "config.yml"; }
    std::filesystem::path old_config_file() const { return root / "config.json"; }
    std::filesystem::path environment() const { return root / "env"; }
    std::filesystem::path logs() const { return root / "logs"; }
};

/// The application's name: `TUTOR_APP`, else "tutor".
std::string app_name();

/// The root given on the command line, else `TUTOR_ROOT`, else the user's data folder for `app`;
/// symbolic links resolved, `~` not expanded. Plugins: `TUTOR_PLUGINS_ROOT` (`~` expanded), else
/// the data folder for "`app`-plugins". Python's virtual environment: `TUTOR_PYTHON_VENV` (`~`
/// expanded), else the data folder for "`app`-python".
///
/// Upstream: an empty XDG_DATA_HOME gave a relative path; here it counts as unset.
/// @throws Error  neither HOME nor XDG_DATA_HOME is set and one of them is needed
Project locate_project(const std::optional<std::string>& root_option, const std::string& app);

}  // namespace tutor::config
