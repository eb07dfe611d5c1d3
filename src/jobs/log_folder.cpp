// SPDX-License-Identifier: Apache-2.0

#include "jobs/internal/log_folder.hpp"

#include "base/text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

namespace tutor::jobs::internal {
namespace {

namespace fs = std::filesystem;

// "20250131-235959-init"
bool is_log_folder(const fs::directory_entry& entry) {
    constexpr std::string_view pattern = "dddddddd-dddddd-";
    const std::string name = entry.path().filename().string();
    if (name.size() <= pattern.size()) {
        return false;
    }
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'd' ? !is_ascii_digit(name[i]) : name[i] != pattern[i]) {
            return false;
        }
    }
    std::error_code error;
    return entry.is_directory(error) && !entry.is_symlink(error);
}

}  // namespace

fs::path new_log_folder(const fs::path& logs, const std::string& job) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    const std::string name = fmt::format("{:%Y%m%d-%H%M%S}-{}", fmt::localtime(now), job);
    fs::path folder = logs / name;
    std::error_code error;
    for (int number = 2; fs::exists(folder, error); ++number) {
        folder = logs / fmt::format("{}-{}", name, number);
    }
    return folder;
}

void prune_logs(const fs::path& logs) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (fs::directory_iterator entry(logs, error), end; !error && entry != end;
         entry.increment(error)) {
        if (is_log_folder(*entry)) {
            folders.push_back(entry->path());
        }
    }
    std::sort(folders.begin(), folders.end());
    const std::size_t superfluous =
        folders.size() < kept_jobs ? 0 : folders.size() - (kept_jobs - 1);
    for (std::size_t i = 0; i < superfluous; ++i) {
        fs::remove_all(folders[i], error);
    }
}

}  // namespace tutor::jobs::internal
