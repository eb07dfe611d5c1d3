// SPDX-License-Identifier: Apache-2.0

#include "base/diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tutor {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t context_lines = 3;
constexpr std::ptrdiff_t most_differences = 3000;

// Lines with their "\n": a last line without one is another line.
Lines whole_lines(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

/// One line of either text: where it stands in both.
struct Step {
    DiffKind kind;
    std::size_t before;
    std::size_t after;
};

// For each number of differences d, how far along each diagonal (before - after) one gets.
using Frontier = std::vector<std::ptrdiff_t>;

// Source: E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986, figure 2.
std::optional<std::vector<Frontier>> frontiers(const Lines& before, const Lines& after) {
    const auto n = static_cast<std::ptrdiff_t>(before.size());
    const auto m = static_cast<std::ptrdiff_t>(after.size());
    const std::ptrdiff_t most = std::min(n + m, most_differences);
    Frontier reach(static_cast<std::size_t>(2 * most + 3), 0);
    const auto at = [&](std::ptrdiff_t diagonal) -> std::ptrdiff_t& {
        return reach[static_cast<std::size_t>(diagonal + most + 1)];
    };
    std::vector<Frontier> trace;
    for (std::ptrdiff_t d = 0; d <= most; ++d) {
        trace.emplace_back(reach.begin() + (most + 1 - d - 1), reach.begin() + (most + 1 + d + 2));
        for (std::ptrdiff_t k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
            std::ptrdiff_t x = down ? at(k + 1) : at(k - 1) + 1;
            while (x < n && x - k < m
                   && before[static_cast<std::size_t>(x)]
                       == after[static_cast<std::size_t>(x - k)]) {
                ++x;
            }
            at(k) = x;
            if (x >= n && x - k >= m) {
                return trace;
            }
        }
    }
    return std::nullopt;
}

std::vector<Step> replacement(const Lines& before, const Lines& after) {
    std::vector<Step> steps;
    for (std::size_t i = 0; i < before.size(); ++i) {
        steps.push_back({DiffKind::removed, i, 0});
    }
    for (std::size_t i = 0; i < after.size(); ++i) {
        steps.push_back({DiffKind::added, before.size(), i});
    }
    return steps;
}

std::vector<Step> edit_script(const Lines& before, const Lines& after) {
    const auto trace = frontiers(before, after);
    if (!trace) {
        return replacement(before, after);
    }
    std::vector<Step> steps;
    auto x = static_cast<std::ptrdiff_t>(before.size());
    auto y = static_cast<std::ptrdiff_t>(after.size());
    const auto push = [&](DiffKind kind) {
        steps.push_back({kind, static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
    };
    for (auto d = static_cast<std::ptrdiff_t>(trace->size()) - 1; d >= 0; --d) {
        const Frontier& reach = (*trace)[static_cast<std::size_t>(d)];
        const auto at = [&](std::ptrdiff_t diagonal) {
            return reach[static_cast<std::size_t>(diagonal + d + 1)];
        };
        const std::ptrdiff_t k = x - y;
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        const std::ptrdiff_t from = down ? k + 1 : k - 1;
        const std::ptrdiff_t from_x = d == 0 ? 0 : at(from);
        const std::ptrdiff_t from_y = d == 0 ? 0 : from_x - from;
        while (x > from_x && y > from_y && x > 0 && y > 0) {
            --x;
            --y;
            push(DiffKind::context);
        }
        if (d > 0) {
            (down ? y : x) -= 1;
            push(down ? DiffKind::added : DiffKind::removed);
        }
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

// "12,3": first line and number of lines; an empty range stands after the line before it.
std::string range(std::size_t first, std::size_t count) {
    return count == 1 ? std::to_string(first + 1)
                      : fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

class HunkWriter {
public:
    HunkWriter(std::string_view before, std::string_view after)
        : before_(whole_lines(before)), after_(whole_lines(after)) {}

    std::vector<DiffLine> write() {
        const std::vector<Step> steps = edit_script(before_, after_);
        std::size_t at = 0;
        while (at < steps.size()) {
            if (steps[at].kind == DiffKind::context) {
                ++at;
                continue;
            }
            const std::size_t begin = at - std::min(at, context_lines);
            std::size_t last = at;
            for (std::size_t i = at; i < steps.size() && i <= last + 2 * context_lines; ++i) {
                if (steps[i].kind != DiffKind::context) {
                    last = i;
                }
            }
            const std::size_t end = std::min(steps.size(), last + context_lines + 1);
            hunk(steps, begin, end);
            at = end;
        }
        return std::move(result_);
    }

private:
    void hunk(const std::vector<Step>& steps, std::size_t begin, std::size_t end) {
        std::size_t removed = 0;
        std::size_t added = 0;
        for (std::size_t i = begin; i < end; ++i) {
            removed += steps[i].kind != DiffKind::added ? 1U : 0U;
            added += steps[i].kind != DiffKind::removed ? 1U : 0U;
        }
        result_.push_back(
            {DiffKind::header,
             fmt::format(
                 "@@ -{} +{} @@",
                 range(steps[begin].before, removed),
                 range(steps[begin].after, added))});
        for (std::size_t i = begin; i < end; ++i) {
            line(steps[i]);
        }
    }

    void line(const Step& step) {
        const bool is_added = step.kind == DiffKind::added;
        std::string_view text = is_added ? after_[step.after] : before_[step.before];
        const bool is_open = !text.ends_with('\n');
        text.remove_suffix(is_open ? 0 : 1);
        const char mark = is_added ? '+' : step.kind == DiffKind::removed ? '-' : ' ';
        result_.push_back({step.kind, mark + std::string(text)});
        if (is_open) {
            result_.push_back({DiffKind::note, "\\ No newline at end of file"});
        }
    }

    Lines before_;
    Lines after_;
    std::vector<DiffLine> result_;
};

}  // namespace

std::vector<DiffLine> unified_diff(std::string_view before, std::string_view after) {
    return HunkWriter(before, after).write();
}

}  // namespace tutor
