// SPDX-License-Identifier: Apache-2.0
//
// Two passes: values become nodes (text, tag, sorted children; a list or dict met twice gets an
// anchor), then nodes become text.

#include "yaml/dump.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"
#include "yaml/internal/base64_lines.hpp"
#include "yaml/internal/objects.hpp"
#include "yaml/internal/scalar_writer.hpp"
#include "yaml/internal/tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tutor::yaml {
namespace {

using internal::Fold;
using internal::ScalarAnalysis;
using internal::Space;
using internal::Tag;
using internal::Writer;
using value::Value;

constexpr int indent_step = 2;
/// A longer key is written with a question mark.
constexpr std::size_t max_simple_key = 128;
constexpr int max_depth = 1000;

struct DumpNode {
    NodeKind kind = NodeKind::scalar;
    Tag tag = Tag::string;
    std::u32string text;
    bool plain_is_enough = false;  ///< a reader finds the tag by itself
    bool wants_literal = false;
    ScalarAnalysis analysis;
    std::vector<DumpNode*> children;  ///< items, or keys and values by turns
    int uses = 0;
    int anchor = 0;  ///< 0: none
    bool written = false;
};

class Representer {
public:
    explicit Representer(KeyOrder key_order) : key_order_(key_order) {}

    DumpNode& node_of(const Value& value);
    /// Numbers the nodes that are used twice, in the order in which that is noticed.
    void assign_anchors(DumpNode& node);

private:
    DumpNode& shared_node(const Value& value);
    DumpNode& scalar(Tag tag, std::string_view text);
    DumpNode& object(const Value& value);
    void fill_sequence(DumpNode& node, const std::vector<Value>& items);
    void fill_mapping(DumpNode& node, const value::Dict& dict);
    DumpNode& fresh() { return nodes_.emplace_back(); }

    KeyOrder key_order_;
    std::deque<DumpNode> nodes_;
    std::unordered_map<const void*, DumpNode*> shared_;
    int last_anchor_ = 0;
    int depth_ = 0;
};

std::string real_text(double real) {
    if (std::isnan(real)) {
        return ".nan";
    }
    if (std::isinf(real)) {
        return real < 0 ? "-.inf" : ".inf";
    }
    std::string text = value::real_repr(real);
    // YAML 1.1 knows no number without a dot: 1e+16 would be a string
    const std::size_t exponent = text.find('e');
    if (exponent != std::string::npos && text.find('.') == std::string::npos) {
        text.insert(exponent, ".0");
    }
    return text;
}

DumpNode& Representer::scalar(Tag tag, std::string_view text) {
    DumpNode& node = fresh();
    node.tag = tag;
    node.text = internal::to_code_points(text);
    node.plain_is_enough = internal::resolve_plain(text) == tag;
    node.analysis = internal::analyze(node.text);
    return node;
}

DumpNode& Representer::node_of(const Value& value) {
    switch (value.kind()) {
    case value::Kind::none: return scalar(Tag::null, "null");
    case value::Kind::boolean: return scalar(Tag::boolean, value.as_boolean() ? "true" : "false");
    case value::Kind::integer:
    case value::Kind::big_integer: return scalar(Tag::integer, value::str(value));
    case value::Kind::real: return scalar(Tag::real, real_text(value.as_real()));
    case value::Kind::string:
    case value::Kind::markup: return scalar(Tag::string, value.as_string());
    case value::Kind::tuple:
        if (value.items().empty()) {  // Python has only one empty tuple
            DumpNode& node = fresh();
            node.kind = NodeKind::sequence;
            node.tag = Tag::sequence;
            return node;
        }
        return shared_node(value);
    case value::Kind::list:
    case value::Kind::dict:
    case value::Kind::object: return shared_node(value);
    case value::Kind::undefined:
    case value::Kind::range: break;
    }
    throw Error(
        {.message = fmt::format(
             "a value of type '{}' cannot be written as YAML", value::type_name(value))});
}

DumpNode& Representer::shared_node(const Value& value) {
    // objects keep their identity in the object itself, not in the value around it
    const void* identity =
        value.is_object() ? static_cast<const void*>(value.as_object().get()) : value.identity();
    const auto known = shared_.find(identity);
    if (known != shared_.end()) {
        return *known->second;
    }
    if (value.is_object()) {
        return *(shared_[identity] = &object(value));
    }
    if (++depth_ > max_depth) {
        throw Error({.message = fmt::format("nested more than {} levels deep", max_depth)});
    }
    DumpNode& node = fresh();
    shared_[identity] = &node;
    if (value.is_dict()) {
        fill_mapping(node, value.as_dict());
    } else {
        fill_sequence(node, value.items());
    }
    --depth_;
    return node;
}

DumpNode& Representer::object(const Value& value) {
    const value::Object& object = *value.as_object();
    if (const auto* bytes = dynamic_cast<const internal::Bytes*>(&object)) {
        DumpNode& node = scalar(Tag::binary, internal::base64_lines(bytes->bytes()));
        node.wants_literal = true;
        return node;
    }
    if (const auto* set = dynamic_cast<const internal::Set*>(&object)) {
        value::Dict dict;
        for (const value::Dict::Entry& entry : set->members()) {
            dict.set(entry.key, Value());
        }
        DumpNode& node = fresh();
        fill_mapping(node, dict);
        node.tag = Tag::set;
        return node;
    }
    if (object.repr().starts_with("datetime.date")) {
        return scalar(Tag::timestamp, object.str());
    }
    throw Error(
        {.message =
             fmt::format("a value of type '{}' cannot be written as YAML", object.type_name())});
}

void Representer::fill_sequence(DumpNode& node, const std::vector<Value>& items) {
    node.kind = NodeKind::sequence;
    node.tag = Tag::sequence;
    node.children.reserve(items.size());
    for (const Value& item : items) {
        node.children.push_back(&node_of(item));
    }
}

void Representer::fill_mapping(DumpNode& node, const value::Dict& dict) {
    node.kind = NodeKind::mapping;
    node.tag = Tag::mapping;
    std::vector<value::Dict::Entry> entries(dict.begin(), dict.end());
    if (key_order_ == KeyOrder::sorted) {
        try {
            std::vector<value::Dict::Entry> sorted = entries;
            std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
                return value::less(a.key, b.key);
            });
            entries = std::move(sorted);
        } catch (const value::PythonError&) {
            // keys without a common order stay as they are: so does upstream
        }
    }
    node.children.reserve(2 * entries.size());
    for (const value::Dict::Entry& entry : entries) {
        node.children.push_back(&node_of(entry.key));
        node.children.push_back(&node_of(entry.value));
    }
}

void Representer::assign_anchors(DumpNode& node) {
    if (++node.uses > 1) {
        if (node.anchor == 0) {
            node.anchor = ++last_anchor_;
        }
        return;
    }
    for (DumpNode* child : node.children) {
        assign_anchors(*child);
    }
}

enum class Context { root, item, key, value };

class Serializer {
public:
    std::string run(DumpNode& root);

private:
    void node(DumpNode& node, Context context, int outer);
    void scalar(const DumpNode& node, Context context, int indentation);
    void tag(const DumpNode& node);
    void sequence(DumpNode& node, Context context, int outer);
    void mapping(DumpNode& node, int outer);

    Writer writer_;
};

std::string anchor_name(const DumpNode& node) {
    return fmt::format("id{:03}", node.anchor);
}

std::string tag_text(const DumpNode& node) {
    return fmt::format("!!{}", internal::tag_name(node.tag));
}

/// Whether a key can stand before its colon on one line.
bool is_simple_key(const DumpNode& node) {
    std::size_t length = node.anchor == 0 ? 0 : anchor_name(node).size();
    if (node.written) {
        return length < max_simple_key;
    }
    length += tag_text(node).size() + node.text.size();
    const bool short_form = node.kind == NodeKind::scalar
        ? !node.analysis.empty && !node.analysis.multiline
        : node.children.empty();
    return length < max_simple_key && short_form;
}

NodeStyle choose_style(const DumpNode& node, bool simple_key) {
    const ScalarAnalysis& analysis = node.analysis;
    if (node.wants_literal) {
        return analysis.may_be_literal && !simple_key ? NodeStyle::literal
                                                      : NodeStyle::double_quoted;
    }
    if (node.plain_is_enough && analysis.may_be_plain
        && !(simple_key && (analysis.empty || analysis.multiline))) {
        return NodeStyle::plain;
    }
    return analysis.may_be_single_quoted && !(simple_key && analysis.multiline)
        ? NodeStyle::single_quoted
        : NodeStyle::double_quoted;
}

std::string Serializer::run(DumpNode& root) {
    node(root, Context::root, -indent_step);
    const bool open_ended =
        root.kind == NodeKind::scalar && choose_style(root, false) == NodeStyle::plain;
    writer_.indent(0);
    if (open_ended) {
        // a plain scalar alone could go on: the end of the document is marked
        writer_.indicator("...", Space::yes);
        writer_.indent(0);
    }
    return writer_.take();
}

/// `outer` is the indentation of what the node stands in.
void Serializer::node(DumpNode& node, Context context, int outer) {
    if (node.written) {
        writer_.indicator("*" + anchor_name(node), Space::yes);
        return;
    }
    if (node.anchor != 0) {
        writer_.indicator("&" + anchor_name(node), Space::yes);
        node.written = true;
    }
    switch (node.kind) {
    case NodeKind::scalar: scalar(node, context, outer + indent_step); break;
    case NodeKind::sequence: sequence(node, context, outer); break;
    case NodeKind::mapping: mapping(node, outer); break;
    }
}

void Serializer::scalar(const DumpNode& node, Context context, int indentation) {
    const bool simple_key = context == Context::key;
    const NodeStyle style = choose_style(node, simple_key);
    const Fold fold = simple_key ? Fold::no : Fold::yes;
    if (style != NodeStyle::plain && node.tag != Tag::string) {
        writer_.indicator(tag_text(node), Space::yes);
    }
    // at the root the text is indented all the same
    const int columns = std::max(indentation, context == Context::root ? indent_step : 0);
    if (style == NodeStyle::plain) {
        writer_.plain(node.text, columns, fold);
    } else if (style == NodeStyle::single_quoted) {
        writer_.single_quoted(node.text, columns, fold);
    } else if (style == NodeStyle::literal) {
        writer_.literal(node.text, columns);
    } else {
        writer_.double_quoted(node.text, columns, fold);
    }
}

void Serializer::sequence(DumpNode& node, Context context, int outer) {
    if (node.children.empty()) {
        writer_.indicator("[", Space::yes);
        writer_.indicator("]", Space::no);
        return;
    }
    // items stand below their key, not to the right of it
    const bool below_key = context == Context::value && !writer_.in_indentation();
    const int indentation = below_key ? outer : outer + indent_step;
    for (DumpNode* item : node.children) {
        writer_.indent(indentation);
        writer_.block_indicator("-");
        this->node(*item, Context::item, indentation);
    }
}

void Serializer::mapping(DumpNode& node, int outer) {
    if (node.tag != Tag::mapping) {
        writer_.indicator(tag_text(node), Space::yes);
    }
    if (node.children.empty()) {
        writer_.indicator("{", Space::yes);
        writer_.indicator("}", Space::no);
        return;
    }
    const int indentation = outer + indent_step;
    for (std::size_t i = 0; i < node.children.size(); i += 2) {
        writer_.indent(indentation);
        if (is_simple_key(*node.children[i])) {
            this->node(*node.children[i], Context::key, indentation);
            writer_.indicator(":", Space::no);
        } else {
            writer_.block_indicator("?");
            this->node(*node.children[i], Context::value, indentation);
            writer_.indent(indentation);
            writer_.block_indicator(":");
        }
        this->node(*node.children[i + 1], Context::value, indentation);
    }
}

}  // namespace

std::string dump(const value::Value& value, const DumpOptions& options) {
    Representer representer(options.key_order);
    DumpNode& root = representer.node_of(value);
    representer.assign_anchors(root);
    return Serializer().run(root);
}

}  // namespace tutor::yaml
