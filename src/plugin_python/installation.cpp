// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/installation.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "plugin_python/internal/build_settings.hpp"

#include <algorithm>
#include <cstdlib>

namespace tutor::plugin_python {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

class SearchPath {
public:
    void add(const fs::path& folder) {
        std::error_code error;
        const bool known = std::find(folders_.begin(), folders_.end(), folder) != folders_.end();
        if (!known && fs::is_directory(folder, error)) {
            folders_.push_back(folder);
        }
    }

    /// A folder of packages whose `*.pth` files name more of them.
    void add_site(const fs::path& folder) {
        add(folder);
        std::vector<fs::path> files;
        std::error_code error;
        for (fs::directory_iterator entry(folder, error);
             !error && entry != fs::directory_iterator();
             entry.increment(error)) {
            if (entry->path().extension() == ".pth") {
                files.push_back(entry->path());
            }
        }
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files) {
            const std::string text = read_file_if_exists(file).value_or("");
            for (const std::string_view line : split_lines(text)) {
                const std::string_view entry = trim(line);
                const bool code = entry.starts_with("import ") || entry.starts_with("import\t");
                if (!entry.empty() && !code && !entry.starts_with('#')) {
                    add((folder / entry).lexically_normal());
                }
            }
        }
    }

    std::vector<fs::path> take() { return std::move(folders_); }

private:
    std::vector<fs::path> folders_;
};

void add_system_sites(SearchPath& path) {
    const std::string home = variable("HOME");
    if (!home.empty() && variable("PYTHONNOUSERSITE").empty()) {
        path.add_site(
            fs::path(home) / ".local" / "lib" / ("python" + python_version()) / "site-packages");
    }
    path.add_site(fs::path("/usr/local/lib") / ("python" + python_version()) / "dist-packages");
    path.add_site("/usr/lib/python3/dist-packages");
}

// Whether pyvenv.cfg lets the environment see the system's packages.
bool sees_system(const std::string& settings) {
    for (const std::string_view line : split_lines(settings)) {
        const std::size_t equals = line.find('=');
        if (equals != std::string_view::npos
            && trim(line.substr(0, equals)) == "include-system-site-packages") {
            return to_ascii_lower(trim(line.substr(equals + 1))) == "true";
        }
    }
    return false;
}

}  // namespace

fs::path system_python() {
    return internal::python_executable;
}

std::string python_version() {
    return internal::python_version;
}

Installation find_installation(const fs::path& environment) {
    Installation result{.executable = system_python(), .folders = {}};
    SearchPath path;
    for (const std::string& folder : split(variable("PYTHONPATH"), ':')) {
        if (!folder.empty()) {
            path.add(folder);
        }
    }
    const std::optional<std::string> settings = read_file_if_exists(environment / "pyvenv.cfg");
    if (settings) {
        result.executable = environment / "bin" / "python3";
        path.add_site(environment / "lib" / ("python" + python_version()) / "site-packages");
    }
    if (!settings || sees_system(*settings)) {
        add_system_sites(path);
    }
    result.folders = path.take();
    return result;
}

}  // namespace tutor::plugin_python
