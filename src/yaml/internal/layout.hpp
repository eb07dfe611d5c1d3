// SPDX-License-Identifier: Apache-2.0
//
// Which lines of a file belong to which node, and changes to them.

#pragma once

#include "value/value.hpp"
#include "yaml/document.hpp"
#include "yaml/internal/lines.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::yaml::internal {

/// Bytes to put in place of others; an insertion has `begin` == `end`.
struct Change {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

bool is_block_scalar(const Node& node);

/// The node itself, or the last one inside a block collection.
const Node& last_leaf(const Node& node);

/// The last line that belongs to a node, counted from 0: without comments and blank lines below,
/// but for those that a `|+` keeps.
std::size_t last_line(const LineTable& lines, const Node& node);

/// `dump(value)` with every line indented and ended as wanted.
std::string
dump_lines(const value::Value& value, std::size_t indentation, std::string_view line_end);

/// The changes that make a list in block style hold other items: items that stay keep their
/// lines. None when the layout is beyond us, or nothing would stay.
std::optional<std::vector<Change>> change_items(
    std::string_view text,
    const LineTable& lines,
    const Node& old_list,
    const std::vector<value::Value>& wanted,
    std::string_view line_end);

}  // namespace tutor::yaml::internal
