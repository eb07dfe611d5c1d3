// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/log_lines.hpp"

#include <algorithm>

namespace tutor::kube::internal {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t piece_bytes = 16384;
constexpr std::size_t longest_time = 35;  // with nanoseconds and an offset

/// The server knows whole seconds only, and the two streams of a container may overtake each other
/// a little.
constexpr auto margin = 1s;

}  // namespace

LogLine split_log_line(std::string_view line) {
    const std::size_t space = line.substr(0, longest_time + 1).find(' ');
    if (space == std::string_view::npos) {
        // An empty line may come without the space.
        const std::optional<Nanoseconds> alone = parse_time(line);
        return alone ? LogLine{.time_text = line, .time = alone, .text = {}}
                     : LogLine{.time_text = {}, .time = {}, .text = line};
    }
    const std::optional<Nanoseconds> time = parse_time(line.substr(0, space));
    if (!time) {
        return {.time_text = {}, .time = {}, .text = line};
    }
    return {.time_text = line.substr(0, space), .time = time, .text = line.substr(space + 1)};
}

std::string without_inner_times(std::string_view text) {
    std::string result;
    while (text.size() > piece_bytes) {
        result += text.substr(0, piece_bytes);
        text.remove_prefix(piece_bytes);
        const LogLine rest = split_log_line(text);
        text = rest.time ? rest.text : text;
    }
    result += text;
    return result;
}

std::optional<Nanoseconds> SeenLines::resume_from() const {
    if (!newest_) {
        return std::nullopt;
    }
    return std::chrono::floor<std::chrono::seconds>(*newest_) - margin;
}

void SeenLines::begin_again() {
    expected_ = given_;
    again_ = newest_.has_value();
}

bool SeenLines::is_new(const LogLine& line) {
    if (!line.time) {
        return true;
    }
    const Key key(*line.time, std::hash<std::string_view>()(line.text));
    if (again_) {
        const auto found = expected_.find(key);
        if (found != expected_.end()) {
            if (--found->second == 0) {
                expected_.erase(found);
            }
            return false;
        }
        // Before the first line that was given: --tail left it out.
        if (oldest_ && *line.time < *oldest_) {
            return false;
        }
    }
    remember(key);
    return true;
}

void SeenLines::remember(const Key& key) {
    oldest_ = oldest_ ? std::min(*oldest_, key.first) : key.first;
    newest_ = newest_ ? std::max(*newest_, key.first) : key.first;
    ++given_[key];
    // What can come again begins where reading would begin again.
    const Nanoseconds horizon = *resume_from();
    while (!given_.empty() && given_.begin()->first.first < horizon) {
        given_.erase(given_.begin());
    }
}

}  // namespace tutor::kube::internal
