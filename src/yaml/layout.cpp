// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/layout.hpp"

#include "base/text.hpp"
#include "yaml/dump.hpp"
#include "yaml/internal/same.hpp"

#include <algorithm>

namespace tutor::yaml::internal {
namespace {

using value::Value;

/// Longer lists are written anew rather than compared item by item.
constexpr std::size_t max_items = 500;

/// For every old item, whether it stays: a longest common subsequence of both lists.
std::vector<bool>
items_that_stay(const std::vector<Node>& old_items, const std::vector<Value>& wanted) {
    const std::size_t rows = old_items.size();
    const std::size_t columns = wanted.size();
    // common[i][j]: length for the items from i and j on
    std::vector<std::vector<std::size_t>> common(
        rows + 1, std::vector<std::size_t>(columns + 1, 0));
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            common[i][j] = same(old_items[i].value, wanted[j])
                ? common[i + 1][j + 1] + 1
                : std::max(common[i + 1][j], common[i][j + 1]);
        }
    }
    std::vector<bool> stays(rows, false);
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
        if (same(old_items[i].value, wanted[j])) {
            stays[i] = true;
            ++i;
            ++j;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
            ++i;
        } else {
            ++j;
        }
    }
    return stays;
}

/// Where the dash of an item stands in its line; none when something else stands before it.
std::optional<std::size_t>
dash_column(std::string_view text, const LineTable& lines, const Node& item) {
    const std::size_t start = lines.start(static_cast<std::size_t>(item.begin.line) - 1);
    const std::string_view before = text.substr(start, item.begin.offset - start);
    const std::size_t dash = before.find_first_not_of(' ');
    const bool alone = dash != std::string_view::npos && before[dash] == '-'
        && before.find_first_not_of(' ', dash + 1) == std::string_view::npos;
    return alone ? std::optional(dash) : std::nullopt;
}

}  // namespace

bool is_block_scalar(const Node& node) {
    return node.style == NodeStyle::literal || node.style == NodeStyle::folded;
}

const Node& last_leaf(const Node& node) {
    if (node.style == NodeStyle::block && !node.entries.empty()) {
        return last_leaf(node.entries.back().value);
    }
    if (node.style == NodeStyle::block && !node.items.empty()) {
        return last_leaf(node.items.back());
    }
    return node;
}

std::size_t last_line(const LineTable& lines, const Node& node) {
    const Node& leaf = last_leaf(node);
    const std::size_t line = static_cast<std::size_t>(leaf.end.line) - 1;
    if (!is_block_scalar(leaf) || leaf.end.column > 1 || line == 0) {
        return line;
    }
    std::size_t last = line - 1;
    const auto header = static_cast<std::size_t>(leaf.content_line) - 2;
    const bool keeps_blank_lines = lines.line(header).find('+') != std::string_view::npos;
    while (!keeps_blank_lines && last > header && trim(lines.line(last)).empty()) {
        --last;
    }
    return last;
}

std::string dump_lines(const Value& value, std::size_t indentation, std::string_view line_end) {
    const std::string dumped = dump(value);
    std::string text;
    for (const std::string_view line : split_lines(dumped)) {
        if (!line.empty()) {
            text.append(indentation, ' ');
        }
        text += line;
        text += line_end;
    }
    return text;
}

std::optional<std::vector<Change>> change_items(
    std::string_view text,
    const LineTable& lines,
    const Node& old_list,
    const std::vector<Value>& wanted,
    std::string_view line_end) {
    const std::vector<Node>& items = old_list.items;
    if (old_list.style != NodeStyle::block || items.empty() || items.size() > max_items
        || wanted.size() > max_items) {
        return std::nullopt;
    }
    const std::optional<std::size_t> column = dash_column(text, lines, items.front());
    const std::vector<bool> stays = items_that_stay(items, wanted);
    if (!column || std::find(stays.begin(), stays.end(), true) == stays.end()) {
        return std::nullopt;
    }
    std::vector<Change> changes;
    std::size_t next = 0;  // of the wanted items
    const auto insert_until = [&](std::size_t end, std::size_t offset) {
        for (; next < end; ++next) {
            changes.push_back(
                {offset, offset, dump_lines(value::List{wanted[next]}, *column, line_end)});
        }
    };
    std::size_t free_line = 0;
    std::size_t after_last_kept = lines.start(static_cast<std::size_t>(items[0].begin.line) - 1);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t first = static_cast<std::size_t>(items[i].begin.line) - 1;
        const std::size_t last = std::max(first, last_line(lines, items[i]));
        if (dash_column(text, lines, items[i]) != column || first < free_line) {
            return std::nullopt;
        }
        free_line = last + 1;
        if (!stays[i]) {
            changes.push_back({lines.start(first), lines.start(last + 1), ""});
            continue;
        }
        std::size_t position = next;
        while (!same(items[i].value, wanted[position])) {
            ++position;
        }
        insert_until(position, after_last_kept);
        ++next;
        after_last_kept = lines.start(last + 1);
    }
    insert_until(wanted.size(), after_last_kept);
    return changes;
}

}  // namespace tutor::yaml::internal
