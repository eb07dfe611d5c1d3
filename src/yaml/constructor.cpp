// SPDX-License-Identifier: Apache-2.0
//
// Nodes become values: what their tags allow, `<<`, keys that can be hashed.

#include "yaml/internal/graph.hpp"
#include "yaml/internal/objects.hpp"
#include "yaml/internal/scalars.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::yaml::internal {
namespace {

using value::Value;
using Entries = std::vector<std::pair<Use, Use>>;

/// Merges of merges multiply; honest files stay far below.
constexpr std::size_t max_merged_entries = 100'000;

std::string_view kind_name(NodeKind kind) {
    switch (kind) {
    case NodeKind::scalar: return "scalar";
    case NodeKind::sequence: return "sequence";
    case NodeKind::mapping: return "mapping";
    }
    return {};
}

class Constructor {
public:
    explicit Constructor(std::string_view source) : source_(source) {}

    Value value_of(const Use& use);

private:
    [[noreturn]] void fail(Place place, std::string message, std::string hint = {}) const {
        throw Error({
            .message = std::move(message),
            .where = position_of(source_, place),
            .hint = std::move(hint),
        });
    }
    void expect(const GraphNode& node, NodeKind kind) const;
    Value build(GraphNode& node);
    const std::string& scalar_text(const GraphNode& node) const;
    Value
    typed_scalar(const GraphNode& node, std::optional<Value> (*read)(std::string_view text)) const;
    Value sequence(const GraphNode& node);
    value::Dict mapping(GraphNode& node);
    Value pairs(const GraphNode& node);
    const Entries& merged_entries(GraphNode& node);
    void merge(Entries& merged, const Use& use);

    std::string_view source_;
    std::size_t merged_count_ = 0;
};

Value Constructor::value_of(const Use& use) {
    GraphNode& node = *use.node;
    if (!node.value) {
        if (node.in_progress) {
            fail(use.begin, "found an alias inside the node that it stands for");
        }
        node.in_progress = true;
        node.value = build(node);
        node.in_progress = false;
    }
    return *node.value;
}

void Constructor::expect(const GraphNode& node, NodeKind kind) const {
    if (node.kind != kind) {
        fail(
            node.begin,
            fmt::format("expected a {} node, but found {}", kind_name(kind), kind_name(node.kind)));
    }
}

/// The text of a scalar; of a mapping with a key `=` that of its value.
const std::string& Constructor::scalar_text(const GraphNode& node) const {
    for (const auto& [key, value] : node.entries) {
        if (key.node->tag == Tag::value && !value.is_alias) {
            return scalar_text(*value.node);
        }
    }
    expect(node, NodeKind::scalar);
    return node.text;
}

Value Constructor::typed_scalar(
    const GraphNode& node, std::optional<Value> (*read)(std::string_view text)) const {
    std::optional<Value> value = read(scalar_text(node));
    if (!value) {
        // the text itself may be a secret
        fail(
            node.begin,
            fmt::format("the text cannot be read as a value of type '{}'", tag_name(node.tag)),
            "put it in quotes if it is meant as text");
    }
    return *std::move(value);
}

Value Constructor::build(GraphNode& node) {
    switch (node.tag) {
    case Tag::null: scalar_text(node); return {};
    case Tag::boolean: return typed_scalar(node, read_boolean);
    case Tag::integer: return typed_scalar(node, read_integer);
    case Tag::real: return typed_scalar(node, read_real);
    case Tag::timestamp: return typed_scalar(node, read_timestamp);
    case Tag::binary: return typed_scalar(node, read_binary);
    case Tag::string: return scalar_text(node);
    case Tag::sequence: return sequence(node);
    case Tag::mapping: return mapping(node);
    case Tag::set: return set_value(mapping(node));
    case Tag::omap:
    case Tag::pairs: return pairs(node);
    case Tag::merge:
    case Tag::value:
    case Tag::unknown: break;
    }
    const std::string name = node.tag == Tag::unknown
        ? node.unknown_tag
        : fmt::format("{}{}", tag_prefix, tag_name(node.tag));
    fail(
        node.begin,
        fmt::format("could not determine a constructor for the tag '{}'", name),
        node.tag == Tag::unknown ? "put a value that begins with '!' in quotes"
                                 : "put the value in quotes");
}

Value Constructor::sequence(const GraphNode& node) {
    expect(node, NodeKind::sequence);
    std::vector<Value> items;
    items.reserve(node.items.size());
    for (const Use& item : node.items) {
        items.push_back(value_of(item));
    }
    return value::List(std::move(items));
}

value::Dict Constructor::mapping(GraphNode& node) {
    expect(node, NodeKind::mapping);
    value::Dict dict;
    for (const auto& [key_use, value_use] : merged_entries(node)) {
        const Value key = value_of(key_use);
        const bool hashable =
            key_use.node->kind == NodeKind::scalar || (key.is_object() && key.as_object()->hash());
        if (!hashable) {
            const bool looks_like_template =
                key_use.node->style == NodeStyle::flow && node.style == NodeStyle::flow;
            fail(
                key_use.begin,
                "while constructing a mapping: found unhashable key",
                looks_like_template ? "put a value that begins with '{{' in quotes" : "");
        }
        dict.set(key, value_of(value_use));
    }
    return dict;
}

/// `!!omap` and `!!pairs`: a list of mappings with one entry each becomes a list of tuples.
Value Constructor::pairs(const GraphNode& node) {
    expect(node, NodeKind::sequence);
    value::List list;
    for (const Use& item : node.items) {
        const GraphNode& pair = *item.node;
        expect(pair, NodeKind::mapping);
        if (pair.entries.size() != 1) {
            fail(
                pair.begin,
                fmt::format(
                    "expected a single mapping item, but found {} items", pair.entries.size()));
        }
        const auto& [key, value] = pair.entries.front();
        list.append(Value::tuple({value_of(key), value_of(value)}));
    }
    return list;
}

void Constructor::merge(Entries& merged, const Use& use) {
    if (use.node->kind != NodeKind::mapping) {
        fail(
            use.begin,
            fmt::format(
                "while constructing a mapping: expected a mapping for merging, but found {}",
                kind_name(use.node->kind)));
    }
    const Entries& entries = merged_entries(*use.node);
    merged_count_ += entries.size();
    if (merged_count_ > max_merged_entries) {
        fail(use.begin, fmt::format("'<<' merges more than {} entries", max_merged_entries));
    }
    merged.insert(merged.end(), entries.begin(), entries.end());
}

/// The entries with those of `<<` in front: own entries win, and so does the first of several
/// merged mappings.
const Entries& Constructor::merged_entries(GraphNode& node) {
    if (node.merged != nullptr) {
        return *node.merged;
    }
    bool has_merge = false;
    for (auto& [key, value] : node.entries) {
        has_merge = has_merge || key.node->tag == Tag::merge;
        if (key.node->tag == Tag::value) {
            key.node->tag = Tag::string;  // as a key, `=` is text
        }
    }
    if (!has_merge) {
        return node.entries;
    }
    if (node.in_merge) {
        fail(node.begin, "found an alias inside the node that it stands for");
    }
    node.in_merge = true;
    auto result = std::make_unique<Entries>();
    for (const auto& [key, value] : node.entries) {
        if (key.node->tag != Tag::merge) {
            continue;
        }
        if (value.node->kind == NodeKind::sequence) {
            const std::vector<Use>& sources = value.node->items;
            for (auto use = sources.rbegin(); use != sources.rend(); ++use) {
                merge(*result, *use);
            }
        } else {
            merge(*result, value);
        }
    }
    for (const auto& entry : node.entries) {
        if (entry.first.node->tag != Tag::merge) {
            result->push_back(entry);
        }
    }
    node.in_merge = false;
    node.merged = std::move(result);
    return *node.merged;
}

}  // namespace

Value construct(const Use& use, std::string_view source) {
    return Constructor(source).value_of(use);
}

}  // namespace tutor::yaml::internal
