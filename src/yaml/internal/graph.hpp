// SPDX-License-Identifier: Apache-2.0
//
// A document as written: nodes with tags and places, aliases as second references to a node.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"
#include "yaml/document.hpp"
#include "yaml/internal/tags.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::yaml::internal {

/// Counted from 0, as libyaml does; columns in code points.
struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

struct GraphNode;

/// A node where it is used: its own place, or that of an alias.
struct Use {
    GraphNode* node = nullptr;
    Place begin;
    Place end;
    bool is_alias = false;
};

struct GraphNode {
    NodeKind kind = NodeKind::scalar;
    NodeStyle style = NodeStyle::plain;
    Tag tag = Tag::string;
    std::string unknown_tag;  ///< the name, for Tag::unknown
    std::string text;         ///< of a scalar
    Place begin;
    Place end;
    std::vector<Use> items;
    std::vector<std::pair<Use, Use>> entries;

    // What construction notes down.
    std::optional<value::Value> value;
    bool in_progress = false;
    bool in_merge = false;
    /// The entries with those of `<<` in place of it.
    std::unique_ptr<std::vector<std::pair<Use, Use>>> merged;
};

struct Graph {
    std::deque<GraphNode> nodes;
    Use root;
    Place begin;  ///< of the `---`, or of the root without one
    bool has_anchors = false;
};

/// Reads the documents of a text one after the other.
class GraphReader {
public:
    /// Both views must outlive the reader. `text` has no byte order mark.
    GraphReader(std::string_view text, std::string_view source);
    ~GraphReader();
    GraphReader(const GraphReader&) = delete;
    GraphReader& operator=(const GraphReader&) = delete;

    /// The next document; none at the end.
    ///
    /// @throws Error  with line and column
    std::unique_ptr<Graph> next();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The only document; none when there is none.
///
/// @throws Error  also for a second document
std::unique_ptr<Graph> read_single(std::string_view text, std::string_view source);

/// The value of a use; aliases of one node share it.
///
/// @throws Error  with line and column
value::Value construct(const Use& use, std::string_view source);

/// `text` without a byte order mark.
std::string_view skip_byte_order_mark(std::string_view text);

Position position_of(std::string_view source, Place place);

}  // namespace tutor::yaml::internal
