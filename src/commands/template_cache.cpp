// SPDX-License-Identifier: Apache-2.0

#include "commands/template_cache.hpp"

#include "base/error.hpp"
#include "base/files.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdint>
#include <cstdlib>

namespace tutor::commands {
namespace {

namespace fs = std::filesystem;

fs::path cache_folder() {
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value == nullptr ? "" : value);
    };
    if (const std::string cache = variable("XDG_CACHE_HOME"); !cache.empty()) {
        return cache;
    }
    if (const std::string home = variable("HOME"); !home.empty()) {
        return fs::path(home) / ".cache";
    }
    return fs::temp_directory_path();
}

// Tells one build's templates from another's (FNV-1a).
std::uint64_t fingerprint(EmbeddedTree templates) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto add = [&](std::string_view text) {
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        }
    };
    for (const EmbeddedFile& file : templates) {
        add(file.path);
        add(file.content);
    }
    return hash;
}

}  // namespace

fs::path materialised_templates(
    EmbeddedTree templates, const std::string& folder, const std::string& version) {
    if (templates.empty()) {
        return folder;
    }
    const fs::path target = cache_folder() / "tutor"
        / fmt::format("templates-{}-{:016x}", version, fingerprint(templates));
    std::error_code error;
    if (fs::is_directory(target, error)) {
        return target;
    }
    const fs::path unfinished = fmt::format("{}.{}", target.string(), ::getpid());
    for (const EmbeddedFile& file : templates) {
        write_atomically(unfinished / file.path, file.content);
    }
    fs::rename(unfinished, target, error);
    if (error) {
        fs::remove_all(unfinished, error);  // another process was faster
    }
    return target;
}

}  // namespace tutor::commands
