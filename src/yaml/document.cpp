// SPDX-License-Identifier: Apache-2.0

#include "yaml/document.hpp"

#include "value/unicode.hpp"
#include "yaml/internal/graph.hpp"
#include "yaml/internal/lines.hpp"

#include <fmt/format.h>

#include <memory>

namespace tutor::yaml {
namespace {

/// Aliases are written out; aliases of aliases multiply.
constexpr std::size_t max_nodes = 100'000;

/// Whether children were visited, so that no alias can lead back to the node.
bool was_constructed(internal::Tag tag) {
    using internal::Tag;
    return tag == Tag::sequence || tag == Tag::mapping || tag == Tag::set || tag == Tag::omap
        || tag == Tag::pairs;
}

class Builder {
public:
    Builder(std::string_view text, std::string_view source)
        : text_(text),
          source_(source),
          lines_(text, text.size() - internal::skip_byte_order_mark(text).size()) {}

    Node node_of(const internal::Use& use);

private:
    void find_content(Node& node, const internal::GraphNode& written) const;
    void find_block_content(Node& node, const internal::GraphNode& written) const;
    std::size_t skip_properties(std::size_t offset) const;

    std::string_view text_;
    std::string_view source_;
    internal::LineTable lines_;
    std::size_t count_ = 0;
};

Node Builder::node_of(const internal::Use& use) {
    if (++count_ > max_nodes) {
        throw Error({
            .message = fmt::format("aliases stand for more than {} nodes", max_nodes),
            .where = internal::position_of(source_, use.begin),
        });
    }
    const internal::GraphNode& written = *use.node;
    Node node;
    node.kind = written.kind;
    node.style = use.is_alias ? NodeStyle::alias : written.style;
    // an entry replaced by `<<` or inside `!!omap` may have no value of its own
    node.value = written.value.value_or(value::Value());
    node.begin = lines_.mark_of(use.begin);
    node.end = lines_.mark_of(use.end);
    find_content(node, written);
    if (!was_constructed(written.tag)) {
        return node;
    }
    node.items.reserve(written.items.size());
    for (const internal::Use& item : written.items) {
        node.items.push_back(node_of(item));
    }
    node.entries.reserve(written.entries.size());
    for (const auto& [key, value] : written.entries) {
        Node key_node = node_of(key);
        node.entries.push_back({std::move(key_node), node_of(value)});
    }
    return node;
}

/// Behind anchor and tag, which may stand on lines of their own.
std::size_t Builder::skip_properties(std::size_t offset) const {
    constexpr std::string_view blanks = " \t\r\n";
    while (offset < text_.size() && (text_[offset] == '&' || text_[offset] == '!')) {
        offset = std::min(text_.find_first_of(blanks, offset), text_.size());
        offset = std::min(text_.find_first_not_of(blanks, offset), text_.size());
    }
    return offset;
}

void Builder::find_content(Node& node, const internal::GraphNode& written) const {
    node.content_line = node.begin.line;
    node.content_column = node.begin.column;
    if (written.kind != NodeKind::scalar || node.style == NodeStyle::alias) {
        return;
    }
    if (written.style == NodeStyle::literal || written.style == NodeStyle::folded) {
        find_block_content(node, written);
        return;
    }
    const std::size_t quote = written.style == NodeStyle::plain ? 0 : 1;
    const std::size_t begin = std::min(skip_properties(node.begin.offset) + quote, node.end.offset);
    const internal::Place place = lines_.place_of(begin);
    node.content_line = static_cast<int>(place.line) + 1;
    node.content_column = static_cast<int>(place.column) + 1;
    const std::size_t end = std::max(begin, node.end.offset - quote);
    node.lines_correspond = text_.substr(begin, end - begin) == written.text;
}

void Builder::find_block_content(Node& node, const internal::GraphNode& written) const {
    const std::size_t header = lines_.place_of(skip_properties(node.begin.offset)).line;
    node.content_line = static_cast<int>(header) + 2;
    node.content_column = 1;
    node.lines_correspond = written.style == NodeStyle::literal;
    // the first line with text tells the indentation: it stands there as in the value
    const std::size_t leading_breaks = written.text.find_first_not_of('\n');
    if (leading_breaks == std::string::npos) {
        return;
    }
    const std::string_view rest = std::string_view(written.text).substr(leading_breaks);
    const std::size_t value_size = rest.substr(0, rest.find('\n')).size();
    const std::string_view line = internal::without_break(lines_.line(header + 1 + leading_breaks));
    if (written.style == NodeStyle::literal && line.size() > value_size) {
        node.content_column = static_cast<int>(line.size() - value_size) + 1;
    } else if (written.style == NodeStyle::folded) {
        const std::size_t indent = line.find_first_not_of(' ');
        node.content_column = indent == std::string_view::npos ? 1 : static_cast<int>(indent) + 1;
    }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
        if (entry->key.value.is_string() && entry->key.value.as_string() == key) {
            return &entry->value;
        }
    }
    return nullptr;
}

Document load_with_positions(std::string_view text, std::string_view source) {
    Document document;
    document.source = source;
    const std::string_view content = internal::skip_byte_order_mark(text);
    const std::unique_ptr<internal::Graph> graph = internal::read_single(content, source);
    if (graph == nullptr) {
        document.root.begin = {1, 1, text.size() - content.size()};
        document.root.end = document.root.begin;
        return document;
    }
    internal::construct(graph->root, source);
    document.has_anchors = graph->has_anchors;
    document.root = Builder(text, source).node_of(graph->root);
    return document;
}

}  // namespace tutor::yaml
