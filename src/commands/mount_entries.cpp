// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/mount_entries.hpp"

#include "base/text.hpp"
#include "config/mounts.hpp"

#include <fmt/format.h>

#include <pwd.h>

#include <cstdlib>

namespace tutor::commands::internal {
namespace {

namespace fs = std::filesystem;

// "~" and "~user" at the start; as it is when there is no such home.
std::string expand_home(const std::string& path) {
    if (!path.starts_with('~')) {
        return path;
    }
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string user = path.substr(1, end - 1);
    std::string home;
    if (const char* variable = std::getenv("HOME"); user.empty() && variable != nullptr) {
        home = variable;
    } else if (!user.empty()) {
        const passwd* entry = ::getpwnam(user.c_str());
        home = entry == nullptr ? "" : entry->pw_dir;
    }
    return home.empty() ? path : home + path.substr(end);
}

std::string without_final_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) {
        path.pop_back();
    }
    return path;
}

value::Value pairs(
    const std::vector<catalog::StringPair>& items,
    std::string_view first,
    std::string_view second) {
    value::List list;
    for (const auto& [a, b] : items) {
        value::Dict entry;
        entry.set(first, a);
        entry.set(second, b);
        list.append(entry);
    }
    return list;
}

// Images that are built with the mount: an explicit one is for containers only.
std::vector<catalog::StringPair>
build_targets(const catalog::Catalog& catalog, const std::string& entry) {
    return config::is_explicit_mount(entry) ? std::vector<catalog::StringPair>{}
                                            : catalog.images_build_mounts.items(entry);
}

// Services as COMPOSE_MOUNTS names them: `openedx` stands for all containers of the platform.
std::vector<catalog::StringPair>
compose_targets(const catalog::Catalog& catalog, const std::string& entry) {
    return config::is_explicit_mount(entry)
        ? config::mount_targets(catalog, entry)
        : catalog.compose_mounts.items(fs::path(entry).filename().string());
}

}  // namespace

std::string mount_entry(const std::string& typed, const fs::path& directory) {
    if (config::is_explicit_mount(typed)) {
        return typed;
    }
    const fs::path path = directory / expand_home(typed);
    return without_final_slash(path.lexically_normal().string());
}

void check_mount(const std::string& entry) {
    if (config::is_explicit_mount(entry)) {
        if (split(entry, ':').size() > 3) {
            throw Error(
                {.message = fmt::format(
                     "mount '{}' has more parts than SERVICES:HOST_PATH:CONTAINER_PATH", entry),
                 .hint = "options such as ':ro' are not supported"});
        }
        return;
    }
    std::error_code error;
    if (!fs::exists(entry, error)) {
        throw Error(
            {.message = fmt::format("mount '{}' does not exist", entry),
             .hint = "a mount is a folder of this machine, or SERVICES:HOST_PATH:CONTAINER_PATH"});
    }
}

value::Value
describe_mounts(const catalog::Catalog& catalog, const std::vector<std::string>& entries) {
    value::List list;
    for (const std::string& entry : entries) {
        value::Dict description;
        description.set("name", entry);
        description.set("build_mounts", pairs(build_targets(catalog, entry), "image", "context"));
        description.set(
            "compose_mounts", pairs(compose_targets(catalog, entry), "service", "container_path"));
        list.append(description);
    }
    return list;
}

std::string yaml_text(const std::string& text) {
    return "'" + replace_all(text, "'", "''") + "'";
}

}  // namespace tutor::commands::internal
