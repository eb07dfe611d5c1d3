// SPDX-License-Identifier: Apache-2.0
//
// Which Compose this machine has.

#include "base/files.hpp"
#include "compose/compose.hpp"
#include "json/parse.hpp"
#include "process/find_program.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tutor::compose {
namespace {

namespace fs = std::filesystem;

bool is_executable_file(const fs::path& path) {
    return process::find_program(path.string()).has_value();
}

fs::path docker_config() {
    if (const char* folder = std::getenv("DOCKER_CONFIG")) {
        return folder;
    }
    const char* home = std::getenv("HOME");
    return home == nullptr ? fs::path() : fs::path(home) / ".docker";
}

// Folders in which the docker client looks for its plugins.
//
// Source: Docker CLI documentation, "cliPluginsExtraDirs" and the default plugin folders.
std::vector<fs::path> plugin_folders() {
    std::vector<fs::path> folders;
    const fs::path config = docker_config();
    if (!config.empty()) {
        folders.push_back(config / "cli-plugins");
        try {
            if (const auto text = read_file_if_exists(config / "config.json")) {
                const value::Value document = json::parse(*text, "config.json");
                const value::Value* extra =
                    document.is_dict() ? document.as_dict().find("cliPluginsExtraDirs") : nullptr;
                if (extra != nullptr && extra->is_list()) {
                    for (const value::Value& folder : extra->items()) {
                        if (folder.is_string()) {
                            folders.emplace_back(std::string(folder.as_string()));
                        }
                    }
                }
            }
        } catch (const Error&) {
            // docker itself will complain about its file
        }
    }
    for (const char* folder :
         {"/usr/local/lib/docker/cli-plugins",
          "/usr/local/libexec/docker/cli-plugins",
          "/usr/lib/docker/cli-plugins",
          "/usr/libexec/docker/cli-plugins"}) {
        folders.emplace_back(folder);
    }
    return folders;
}

// A wrapper script around docker (podman's, a user's own) is taken at its word: it may well know
// "compose".
bool is_script(const fs::path& program) {
    std::ifstream file(program, std::ios::binary);
    return file.get() == '#' && file.get() == '!';
}

}  // namespace

std::vector<std::string> compose_client() {
    const std::vector<std::string> plugin{"docker", "compose"};
    const std::optional<fs::path> docker = process::find_program("docker");
    if (docker && is_script(*docker)) {
        return plugin;
    }
    if (docker) {
        for (const fs::path& folder : plugin_folders()) {
            if (is_executable_file(folder / "docker-compose")) {
                return plugin;
            }
        }
    }
    if (process::find_program("docker-compose")) {
        return {"docker-compose"};
    }
    return plugin;
}

}  // namespace tutor::compose
