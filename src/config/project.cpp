// SPDX-License-Identifier: Apache-2.0

#include "config/project.hpp"

#include "base/error.hpp"

#include <cstdlib>
#include <string_view>

namespace tutor::config {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

fs::path home() {
    const std::string home = variable("HOME");
    if (home.empty()) {
        throw Error(
            {.message = "cannot tell where the project root is: HOME is not set",
             .hint = "set TUTOR_ROOT and TUTOR_PLUGINS_ROOT, or give --root"});
    }
    return home;
}

fs::path data_folder(const std::string& app) {
    const std::string base = variable("XDG_DATA_HOME");
    return (base.empty() ? home() / ".local" / "share" : fs::path(base)) / app;
}

fs::path resolved(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    fs::path canonical = fs::weakly_canonical(absolute, error);
    if (!canonical.has_filename() && canonical.has_relative_path()) {
        canonical = canonical.parent_path();  // "/a/" is "/a"
    }
    return error ? absolute : canonical;
}

fs::path expand_home(const std::string& path) {
    return path == "~" || path.starts_with("~/") ? home() / path.substr(path.size() > 1 ? 2 : 1)
                                                 : fs::path(path);
}

// Nobody needs it to work: no home, no environment.
fs::path python_environment(const std::string& app) {
    if (const std::string chosen = variable("TUTOR_PYTHON_VENV"); !chosen.empty()) {
        return expand_home(chosen);
    }
    const bool has_data_folder = !variable("XDG_DATA_HOME").empty() || !variable("HOME").empty();
    return has_data_folder ? data_folder(app + "-python") : fs::path("/nonexistent");
}

}  // namespace

std::string app_name() {
    const std::string app = variable("TUTOR_APP");
    return app.empty() ? "tutor" : app;
}

Project locate_project(const std::optional<std::string>& root_option, const std::string& app) {
    const std::string root = root_option.value_or(variable("TUTOR_ROOT"));
    const std::string plugins = variable("TUTOR_PLUGINS_ROOT");
    return {
        .root = resolved(root.empty() ? data_folder(app) : fs::path(root)),
        .plugins_root =
            resolved(plugins.empty() ? data_folder(app + "-plugins") : expand_home(plugins)),
        .python_environment = resolved(python_environment(app))};
}

}  // namespace tutor::config
