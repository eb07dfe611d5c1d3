// SPDX-License-Identifier: Apache-2.0

#include "process/find_program.hpp"

#include "base/text.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>

namespace tutor::process {
namespace {

namespace fs = std::filesystem;

bool is_program(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<fs::path> find_program(std::string_view name) {
    const char* search_path = std::getenv("PATH");
    return find_program(name, search_path == nullptr ? "/usr/bin:/bin" : search_path);
}

std::optional<fs::path> find_program(std::string_view name, std::string_view search_path) {
    if (name.empty()) {
        return std::nullopt;
    }
    if (name.find('/') != std::string_view::npos) {
        return is_program(name) ? std::optional<fs::path>(name) : std::nullopt;
    }
    for (const std::string& folder : split(search_path, ':')) {
        // An empty entry is the current folder, as for a shell.
        fs::path candidate = fs::path(folder.empty() ? "." : folder) / name;
        if (is_program(candidate)) {
            return candidate;
        }
    }
    return std::nullopt;
}

}  // namespace tutor::process
