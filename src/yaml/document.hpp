// SPDX-License-Identifier: Apache-2.0
//
// A YAML document that remembers where everything in it stands, so that an error in a plugin's
// patch can name the plugin's file and line.
//
//     const yaml::Document document = yaml::load_with_positions(text, "plugin.yml");
//     if (const yaml::Node* patches = document.root.find("patches")) {
//         for (const yaml::Node::Entry& patch : patches->entries) {
//             patch.key.begin.line;         // of the patch's name
//             patch.value.content_line;     // of the first line of its text
//         }
//     }

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::yaml {

/// A place in the text.
struct Mark {
    int line = 0;            ///< counted from 1
    int column = 0;          ///< counted from 1, in code points
    std::size_t offset = 0;  ///< in bytes from the beginning of the text

    bool operator==(const Mark&) const = default;
};

enum class NodeKind : std::uint8_t { scalar, sequence, mapping };

/// How a node is written.
enum class NodeStyle : std::uint8_t {
    plain,
    single_quoted,
    double_quoted,
    literal,  ///< a block scalar `|`
    folded,   ///< a block scalar `>`
    block,    ///< a collection of indented lines
    flow,     ///< a collection in brackets
    alias,    ///< `*name`: kind, value and children are those of the anchored node
};

struct Node {
    struct Entry;

    NodeKind kind = NodeKind::scalar;
    NodeStyle style = NodeStyle::plain;
    value::Value value;  ///< as `load` gives it; shared with the value of the parent
    Mark begin;          ///< of the anchor, tag or text, whichever is first
    Mark end;            ///< behind the last character; a block collection ends with its last leaf
    /// Where the text of a scalar begins: behind the quote, or in the line below the `|`.
    int content_line = 0;
    int content_column = 0;
    /// Whether line n of a string stands at `content_line` + n - 1, indented by `content_column`
    /// - 1: literal blocks, and whatever is written on one line without escapes.
    bool lines_correspond = false;
    std::vector<Entry> entries;  ///< of a mapping, as written: duplicates and `<<` included
    std::vector<Node> items;     ///< of a sequence

    /// The value written for a key, the last one if there are several; nullptr when there is none.
    const Node* find(std::string_view key) const;
};

struct Node::Entry {
    Node key;
    Node value;
};

struct Document {
    std::string source;
    /// A None scalar when the text holds no document.
    Node root;
    /// Whether the text holds an anchor or alias anywhere.
    bool has_anchors = false;

    /// A mark of this document as errors name it.
    Position position(const Mark& mark) const { return {source, mark.line, mark.column}; }
};

/// As `load`, with positions.
///
/// @throws Error  as `load`
Document load_with_positions(std::string_view text, std::string_view source);

}  // namespace tutor::yaml
