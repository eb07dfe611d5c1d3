// SPDX-License-Identifier: Apache-2.0
//
// Where the logs of jobs are kept, and for how long.

#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace tutor::jobs::internal {

/// Jobs whose logs are kept below `logs`; the oldest go first.
inline constexpr std::size_t kept_jobs = 50;

/// LOGS/DATE-JOB, numbered when that exists already. Nothing is made.
std::filesystem::path new_log_folder(const std::filesystem::path& logs, const std::string& job);

/// Removes the oldest folders that `new_log_folder` named, so that one more makes `kept_jobs`.
/// Other files are left alone; what cannot be removed stays.
void prune_logs(const std::filesystem::path& logs);

}  // namespace tutor::jobs::internal
