// SPDX-License-Identifier: Apache-2.0

#include "value/errors.hpp"
#include "value/operations.hpp"
#include "yaml/internal/graph.hpp"
#include "yaml/internal/manifest_scalars.hpp"
#include "yaml/manifest.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::yaml {
namespace {

using internal::GraphNode;
using internal::Tag;
using internal::Use;
using value::Value;

/// Aliases are written out; aliases of aliases multiply.
constexpr std::size_t max_nodes = 1'000'000;
constexpr int max_depth = 500;

class ManifestReader {
public:
    explicit ManifestReader(std::string_view source) : source_(source) {}

    Value value_of(const Use& use);

private:
    static Value scalar(const GraphNode& node);
    Value mapping(const GraphNode& node);
    void merge(value::Dict& dict, const Use& use);
    [[noreturn]] void fail(const Use& use, std::string message) const {
        throw Error({
            .message = std::move(message),
            .where = internal::position_of(source_, use.begin),
        });
    }

    std::string_view source_;
    std::size_t count_ = 0;
    int depth_ = 0;
};

Value ManifestReader::scalar(const GraphNode& node) {
    if (node.style != NodeStyle::plain) {
        return std::string_view(node.text);
    }
    const bool is_tagged = node.tag != internal::resolve_plain(node.text);
    return is_tagged && node.tag == Tag::string ? Value(node.text)
                                                : internal::resolve_manifest_scalar(node.text);
}

void ManifestReader::merge(value::Dict& dict, const Use& use) {
    const auto merge_one = [&](const Use& one) {
        const Value other = value_of(one);
        if (!other.is_dict()) {
            fail(one, "'<<' takes a mapping or a list of mappings");
        }
        for (const value::Dict::Entry& entry : other.as_dict()) {
            if (!dict.contains(entry.key)) {
                dict.set(entry.key, entry.value);
            }
        }
    };
    if (use.node->kind != NodeKind::sequence) {
        merge_one(use);
        return;
    }
    for (const Use& item : use.node->items) {
        merge_one(item);
    }
}

Value ManifestReader::mapping(const GraphNode& node) {
    value::Dict dict;
    const Use* merged = nullptr;
    for (const auto& [key, value] : node.entries) {
        if (key.node->kind != NodeKind::scalar) {
            fail(key, "a key must be a string");
        }
        if (key.node->text == "<<" && key.node->style == NodeStyle::plain) {
            merged = &value;
            continue;
        }
        if (dict.contains(key.node->text)) {
            fail(key, fmt::format("key '{}' is already there", key.node->text));
        }
        dict.set(key.node->text, value_of(value));
    }
    if (merged != nullptr) {
        merge(dict, *merged);
    }
    return dict;
}

Value ManifestReader::value_of(const Use& use) {
    if (++count_ > max_nodes) {
        fail(use, fmt::format("aliases stand for more than {} nodes", max_nodes));
    }
    if (++depth_ > max_depth) {
        fail(
            use,
            fmt::format(
                "nested more than {} levels deep, or an alias of what it is in", max_depth));
    }
    Value result;
    switch (use.node->kind) {
    case NodeKind::scalar: result = scalar(*use.node); break;
    case NodeKind::mapping: result = mapping(*use.node); break;
    case NodeKind::sequence: {
        value::List list;
        for (const Use& item : use.node->items) {
            list.append(value_of(item));
        }
        result = list;
        break;
    }
    }
    --depth_;
    return result;
}

}  // namespace

std::vector<Manifest> load_manifests(std::string_view text, std::string_view source) {
    std::vector<Manifest> manifests;
    internal::GraphReader reader(internal::skip_byte_order_mark(text), source);
    while (const std::unique_ptr<internal::Graph> graph = reader.next()) {
        Value value = ManifestReader(source).value_of(graph->root);
        if (!value.is_none()) {
            manifests.push_back(
                {std::move(value), internal::position_of(source, graph->root.begin)});
        }
    }
    return manifests;
}

}  // namespace tutor::yaml
