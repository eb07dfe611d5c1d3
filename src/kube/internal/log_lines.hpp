// SPDX-License-Identifier: Apache-2.0
//
// Lines of a log with their times, each given once although parts of the log are read again.

#pragma once

#include "kube/internal/time.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tutor::kube::internal {

/// "2024-01-31T12:00:00.5Z text"; a line without a time is all text.
struct LogLine {
    std::string_view time_text;
    std::optional<Nanoseconds> time;
    std::string_view text;
};
LogLine split_log_line(std::string_view line);

/// Servers before 1.22 repeat the time in lines longer than 16 KiB, which the container runtime
/// keeps in pieces of that size. Takes these times away.
std::string without_inner_times(std::string_view text);

/// Remembers which lines were given in the last moments before the newest one.
class SeenLines {
public:
    /// From where the log has to be read again: before everything that may be missing. None when
    /// no line was given yet.
    std::optional<Nanoseconds> resume_from() const;

    /// Before the log is read again from `resume_from`.
    void begin_again();

    /// Whether a line is new. Lines that come again are expected as often as they were given.
    bool is_new(const LogLine& line);

private:
    using Key = std::pair<Nanoseconds, std::size_t>;  // time and hash of the text

    void remember(const Key& key);

    std::map<Key, int> given_;     // in the last moments
    std::map<Key, int> expected_;  // of these, what has not come again yet
    std::optional<Nanoseconds> oldest_;
    std::optional<Nanoseconds> newest_;
    bool again_ = false;
};

}  // namespace tutor::kube::internal
