// SPDX-License-Identifier: Apache-2.0
//
// The door to libyaml: its events become a graph, its failures our errors.

#include "base/text.hpp"
#include "yaml/internal/graph.hpp"
#include "yaml/internal/lines.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <new>
#include <unordered_map>

namespace tutor::yaml::internal {
namespace {

/// Deeper texts are attacks; they would exhaust the stack.
constexpr int max_depth = 1000;

Place place_of(const yaml_mark_t& mark) {
    return {static_cast<std::uint32_t>(mark.line), static_cast<std::uint32_t>(mark.column)};
}

const char* chars(const yaml_char_t* text) {
    return reinterpret_cast<const char*>(text);
}

/// "!" alone means: as if there were no tag.
bool is_absent(const yaml_char_t* tag) {
    return tag == nullptr || std::string_view(chars(tag)) == "!";
}

class Event {
public:
    explicit Event(yaml_event_t event) : event_(event) {}
    ~Event() { yaml_event_delete(&event_); }
    Event(Event&& other) noexcept : event_(std::exchange(other.event_, {})) {}
    Event& operator=(Event&& other) noexcept {
        std::swap(event_, other.event_);
        return *this;
    }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    const yaml_event_t* operator->() const { return &event_; }
    Place begin() const { return place_of(event_.start_mark); }
    Place end() const { return place_of(event_.end_mark); }

private:
    yaml_event_t event_;
};

NodeStyle style_of(yaml_scalar_style_t style) {
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return NodeStyle::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return NodeStyle::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE: return NodeStyle::literal;
    case YAML_FOLDED_SCALAR_STYLE: return NodeStyle::folded;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE: break;
    }
    return NodeStyle::plain;
}

bool is_before(Place a, Place b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

/// libyaml ends a block collection where the next token begins, far behind its last leaf.
void end_with_last_leaf(GraphNode& node) {
    if (node.style == NodeStyle::block) {
        node.end = node.begin;
        for (const Use& item : node.items) {
            node.end = is_before(node.end, item.end) ? item.end : node.end;
        }
        for (const auto& [key, value] : node.entries) {
            node.end = is_before(node.end, value.end) ? value.end : node.end;
        }
    }
}

}  // namespace

struct GraphReader::State {
    State(std::string_view text_, std::string_view source_) : text(text_), source(source_) {
        if (yaml_parser_initialize(&parser) == 0) {
            throw std::bad_alloc();
        }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        // libyaml takes no null pointer, which an empty view may be.
        const char* const begin = text.empty() ? "" : text.data();
        yaml_parser_set_input_string(
            &parser, reinterpret_cast<const unsigned char*>(begin), text.size());
    }
    ~State() { yaml_parser_delete(&parser); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    Event next_event();
    [[noreturn]] void fail() const;
    [[noreturn]] void fail_in_syntax() const;
    [[noreturn]] void fail_at(Place place, std::string message, std::string hint = {}) const {
        throw Error({
            .message = std::move(message),
            .where = position_of(source, place),
            .hint = std::move(hint),
        });
    }
    std::string hint_at(Place place) const;

    Use compose(Event event);
    void compose_children(GraphNode& node, yaml_event_type_t end);
    void set_tag(GraphNode& node, const yaml_char_t* tag, Tag implicit) const;
    void set_anchor(const yaml_char_t* anchor, const Use& use);

    std::string_view text;
    std::string_view source;
    yaml_parser_t parser = {};
    Graph* graph = nullptr;
    std::unordered_map<std::string, GraphNode*> anchors;
    int depth = 0;
};

Event GraphReader::State::next_event() {
    yaml_event_t event;
    if (yaml_parser_parse(&parser, &event) == 0) {
        fail();
    }
    return Event(event);
}

/// What commonly leads to an error at this character.
std::string GraphReader::State::hint_at(Place place) const {
    const LineTable lines(text, 0);
    const std::size_t offset = lines.offset_of(place);
    const char c = offset < text.size() ? text[offset] : '\0';
    switch (c) {
    case '\t': return "indent with spaces, not with tabs";
    case '%':
    case '@':
    case '`': return fmt::format("put a value that begins with '{}' in quotes", c);
    case ':': return "put a value that contains ': ' in quotes";
    default: return {};
    }
}

void GraphReader::State::fail() const {
    switch (parser.error) {
    case YAML_READER_ERROR: {
        const LineTable lines(text, 0);
        fail_at(
            lines.place_of(parser.problem_offset),
            fmt::format(
                "unacceptable character #x{:04x}: {}",
                static_cast<unsigned>(std::max(parser.problem_value, 0)),
                parser.problem));
    }
    case YAML_SCANNER_ERROR:
    case YAML_PARSER_ERROR: fail_in_syntax();
    case YAML_NO_ERROR:
    case YAML_MEMORY_ERROR:
    case YAML_COMPOSER_ERROR:
    case YAML_WRITER_ERROR:
    case YAML_EMITTER_ERROR: break;
    }
    throw std::bad_alloc();
}

void GraphReader::State::fail_in_syntax() const {
    const LineTable lines(text, 0);
    // at the end of a text without a final newline libyaml points below it
    const Place place = lines.place_of(lines.offset_of(place_of(parser.problem_mark)));
    std::string problem = parser.problem;
    if (problem == "found character that cannot start any token") {
        const std::string_view next = text.substr(lines.offset_of(place), 1);
        problem = fmt::format(
            "found character '{}' that cannot start any token", next == "\t" ? "\\t" : next);
    }
    std::string context = parser.context == nullptr ? "" : parser.context;
    // a quote or a bracket that is never closed is found at its beginning
    const bool begins_elsewhere = parser.context_mark.line != parser.problem_mark.line;
    if (begins_elsewhere && !context.empty() && context.find("block") == std::string::npos) {
        context += fmt::format(" that begins in line {}", parser.context_mark.line + 1);
    }
    fail_at(
        place, context.empty() ? problem : fmt::format("{}: {}", context, problem), hint_at(place));
}

void GraphReader::State::set_tag(GraphNode& node, const yaml_char_t* tag, Tag implicit) const {
    if (is_absent(tag)) {
        node.tag = implicit;
        return;
    }
    node.tag = tag_of_name(chars(tag));
    if (node.tag == Tag::unknown) {
        node.unknown_tag = chars(tag);
    }
}

void GraphReader::State::set_anchor(const yaml_char_t* anchor, const Use& use) {
    if (anchor == nullptr) {
        return;
    }
    graph->has_anchors = true;
    if (!anchors.emplace(chars(anchor), use.node).second) {
        fail_at(use.begin, fmt::format("found duplicate anchor '{}'", chars(anchor)));
    }
}

void GraphReader::State::compose_children(GraphNode& node, yaml_event_type_t end) {
    if (++depth > max_depth) {
        fail_at(node.begin, fmt::format("nested more than {} levels deep", max_depth));
    }
    while (true) {
        Event event = next_event();
        if (event->type == end) {
            node.end = event.end();
            end_with_last_leaf(node);
            break;
        }
        Use first = compose(std::move(event));
        if (end == YAML_SEQUENCE_END_EVENT) {
            node.items.push_back(first);
        } else {
            node.entries.emplace_back(first, compose(next_event()));
        }
    }
    --depth;
}

Use GraphReader::State::compose(Event event) {
    if (event->type == YAML_ALIAS_EVENT) {
        graph->has_anchors = true;
        const auto anchored = anchors.find(chars(event->data.alias.anchor));
        if (anchored == anchors.end()) {
            fail_at(
                event.begin(),
                fmt::format("found undefined alias '{}'", chars(event->data.alias.anchor)),
                "put a value that begins with '*' in quotes");
        }
        return {anchored->second, event.begin(), event.end(), true};
    }
    GraphNode& node = graph->nodes.emplace_back();
    node.begin = event.begin();
    node.end = event.end();
    const Use use = {&node, node.begin, node.end, false};
    if (event->type == YAML_SCALAR_EVENT) {
        const auto& scalar = event->data.scalar;
        node.style = style_of(scalar.style);
        node.text.assign(chars(scalar.value), scalar.length);
        const bool looks_tell =
            scalar.plain_implicit != 0 || (scalar.tag != nullptr && is_absent(scalar.tag));
        set_tag(node, scalar.tag, looks_tell ? resolve_plain(node.text) : Tag::string);
        set_anchor(scalar.anchor, use);
        return use;
    }
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        const auto& sequence = event->data.sequence_start;
        node.kind = NodeKind::sequence;
        node.style =
            sequence.style == YAML_FLOW_SEQUENCE_STYLE ? NodeStyle::flow : NodeStyle::block;
        set_tag(node, sequence.tag, Tag::sequence);
        set_anchor(sequence.anchor, use);
        compose_children(node, YAML_SEQUENCE_END_EVENT);
    } else {
        const auto& mapping = event->data.mapping_start;
        node.kind = NodeKind::mapping;
        node.style = mapping.style == YAML_FLOW_MAPPING_STYLE ? NodeStyle::flow : NodeStyle::block;
        set_tag(node, mapping.tag, Tag::mapping);
        set_anchor(mapping.anchor, use);
        compose_children(node, YAML_MAPPING_END_EVENT);
    }
    return {&node, node.begin, node.end, false};
}

GraphReader::GraphReader(std::string_view text, std::string_view source)
    : state_(std::make_unique<State>(text, source)) {}

GraphReader::~GraphReader() = default;

std::unique_ptr<Graph> GraphReader::next() {
    Event event = state_->next_event();
    if (event->type == YAML_STREAM_START_EVENT) {
        event = state_->next_event();
    }
    if (event->type != YAML_DOCUMENT_START_EVENT) {
        return nullptr;  // the end of the stream
    }
    auto graph = std::make_unique<Graph>();
    graph->begin = event.begin();
    state_->graph = graph.get();
    state_->anchors.clear();
    graph->root = state_->compose(state_->next_event());
    state_->next_event();  // the end of the document
    return graph;
}

std::unique_ptr<Graph> read_single(std::string_view text, std::string_view source) {
    GraphReader reader(text, source);
    std::unique_ptr<Graph> graph = reader.next();
    if (graph != nullptr) {
        if (const std::unique_ptr<Graph> second = reader.next()) {
            throw Error({
                .message = "expected a single document in the stream, but found another document",
                .where = position_of(source, second->begin),
            });
        }
    }
    return graph;
}

std::string_view skip_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

Position position_of(std::string_view source, Place place) {
    return {
        std::string(source), static_cast<int>(place.line) + 1, static_cast<int>(place.column) + 1};
}

}  // namespace tutor::yaml::internal
