// SPDX-License-Identifier: Apache-2.0

#include "yaml/edit.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "yaml/document.hpp"
#include "yaml/dump.hpp"
#include "yaml/internal/graph.hpp"
#include "yaml/internal/layout.hpp"
#include "yaml/internal/lines.hpp"
#include "yaml/internal/same.hpp"
#include "yaml/load.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace tutor::yaml {
namespace {

using value::Dict;
using value::Value;

/// A top-level entry and the lines that are its own, counted from 0.
struct Block {
    const Node::Entry* entry = nullptr;
    std::string key;
    std::size_t first = 0;
    std::size_t last = 0;
};

bool is_blank(std::string_view line) {
    return trim(line).empty();
}
bool is_comment(std::string_view line) {
    return trim(line).starts_with('#');
}

/// Edits the lines of one block mapping. Every function that answers none means: this layout is
/// beyond us, write the file anew.
class Editor {
public:
    /// `completed`: whether `text` got a final newline that the file does not have.
    Editor(std::string_view text, bool completed, const Document& document)
        : text_(text),
          completed_(completed),
          document_(document),
          lines_(text, internal_begin(text)) {}

    std::optional<std::string> apply(const Dict& wanted);

private:
    static std::size_t internal_begin(std::string_view text) {
        return text.size() - internal::skip_byte_order_mark(text).size();
    }

    bool find_blocks();
    bool is_unfinished(const Block& block) const;
    void change_blocks(const Dict& wanted);
    void replace(const Block& block, const Value& value);
    void add_missing(const Dict& wanted);
    std::size_t place_of_new_key(std::string_view key) const;
    std::size_t end_of_document() const;
    std::string lines_of(const Dict& dict) const {
        return internal::dump_lines(dict, indentation_, line_end_);
    }
    std::string finish();

    std::string_view text_;
    bool completed_;
    const Document& document_;
    internal::LineTable lines_;
    std::string line_end_ = "\n";
    std::size_t indentation_ = 0;
    bool sorted_ = true;
    std::vector<Block> blocks_;
    std::vector<internal::Change> changes_;
};

bool Editor::find_blocks() {
    const Node& root = document_.root;
    std::size_t free_line = 0;
    for (const Node::Entry& entry : root.entries) {
        Block block;
        block.entry = &entry;
        block.first = static_cast<std::size_t>(entry.key.begin.line) - 1;
        block.last = std::max(block.first, internal::last_line(lines_, entry.value));
        if (!entry.key.value.is_string() || block.first < free_line) {
            return false;
        }
        const std::size_t start = lines_.start(block.first);
        const std::string_view before = text_.substr(start, entry.key.begin.offset - start);
        if (!before.empty() && before.find_first_not_of(' ') != std::string_view::npos) {
            return false;  // "? key", "--- !!map", and so on
        }
        indentation_ = before.size();
        block.key = entry.key.value.as_string();
        sorted_ = sorted_ && (blocks_.empty() || blocks_.back().key <= block.key);
        free_line = block.last + 1;
        blocks_.push_back(std::move(block));
    }
    return true;
}

void Editor::replace(const Block& block, const Value& value) {
    const Node& old = block.entry->value;
    if (value.is_list()) {
        if (const auto items =
                internal::change_items(text_, lines_, old, value.items(), line_end_)) {
            changes_.insert(changes_.end(), items->begin(), items->end());
            return;
        }
    }
    std::string fresh = lines_of(Dict{{block.key, value}});
    const bool stays_on_line = fresh.find('\n') + 1 == fresh.size() && block.first == block.last
        && old.style != NodeStyle::block;
    if (!stays_on_line) {
        changes_.push_back({lines_.start(block.first), lines_.start(block.last + 1), fresh});
        return;
    }
    // "KEY: null" tells how long "KEY: " is
    const std::size_t prefix = lines_of(Dict{{block.key, Value()}}).size()
        - std::string_view("null").size() - line_end_.size();
    std::string written = fresh.substr(prefix, fresh.size() - prefix - line_end_.size());
    if (old.begin.offset > 0 && text_[old.begin.offset - 1] == ':') {
        written.insert(0, " ");
    }
    changes_.push_back({old.begin.offset, old.end.offset, written});
}

/// Whether the final newline that the file lacks became a part of the block's text.
bool Editor::is_unfinished(const Block& block) const {
    return completed_ && internal::is_block_scalar(internal::last_leaf(block.entry->value))
        && lines_.start(block.last + 1) == text_.size();
}

void Editor::change_blocks(const Dict& wanted) {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        const Block& block = blocks_[i];
        const Value* value = wanted.find(block.key);
        const bool overridden = std::any_of(
            blocks_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
            blocks_.end(),
            [&](const Block& later) { return later.key == block.key; });
        if (value == nullptr) {
            changes_.push_back({lines_.start(block.first), lines_.start(block.last + 1), ""});
        } else if (
            !overridden
            && (is_unfinished(block) || !internal::same(block.entry->value.value, *value))) {
            replace(block, *value);
        }
    }
}

/// In front of a `...` or at the end of the text.
std::size_t Editor::end_of_document() const {
    const std::size_t first = blocks_.empty() ? 0 : blocks_.back().last + 1;
    for (std::size_t line = first; line < lines_.count(); ++line) {
        if (lines_.line(line).starts_with("...")) {
            return lines_.start(line);
        }
    }
    return text_.size();
}

/// Sorted files stay sorted. A new key stands behind its predecessor and the comments that
/// belong to it; those directly above the successor belong to the successor.
std::size_t Editor::place_of_new_key(std::string_view key) const {
    const auto next = std::find_if(
        blocks_.begin(), blocks_.end(), [&](const Block& block) { return block.key > key; });
    if (!sorted_ || next == blocks_.end()) {
        return end_of_document();
    }
    std::size_t owned = next->first;  // first line of the comments of the successor
    while (owned > 0 && is_comment(lines_.line(owned - 1))) {
        --owned;
    }
    if (next == blocks_.begin()) {
        // comments at the very top are about the file
        const bool heading = owned == 0 || !is_blank(lines_.line(owned - 1));
        return lines_.start(heading ? next->first : owned);
    }
    std::size_t line = (next - 1)->last + 1;
    while (line < owned && is_comment(lines_.line(line))) {
        ++line;
    }
    return lines_.start(line);
}

void Editor::add_missing(const Dict& wanted) {
    const std::size_t end = end_of_document();
    for (const Dict::Entry& entry : wanted) {
        const std::string_view key = entry.key.as_string();
        const bool present = std::any_of(
            blocks_.begin(), blocks_.end(), [&](const Block& block) { return block.key == key; });
        if (!present) {
            const std::size_t place = place_of_new_key(key);
            changes_.push_back({place, place, lines_of(Dict{{key, entry.value}})});
        }
    }
    if (wanted.empty()) {
        changes_.push_back({end, end, "{}" + line_end_});
    }
}

std::string Editor::finish() {
    // an insertion in front of a line comes before the change of that line
    std::stable_sort(
        changes_.begin(), changes_.end(), [](const internal::Change& a, const internal::Change& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
        });
    std::string result;
    std::size_t copied = 0;
    for (const internal::Change& change : changes_) {
        result += text_.substr(copied, change.begin - copied);
        result += change.text;
        copied = change.end;
    }
    result += text_.substr(copied);
    return result;
}

std::optional<std::string> Editor::apply(const Dict& wanted) {
    const Node& root = document_.root;
    const std::size_t first_break = text_.find('\n');
    if (first_break != std::string_view::npos && first_break > 0
        && text_[first_break - 1] == '\r') {
        line_end_ = "\r\n";
    }
    if (root.kind == NodeKind::mapping && root.style == NodeStyle::flow) {
        // only what we wrote ourselves for an empty mapping
        if (!root.entries.empty() || root.begin.column != 1) {
            return std::nullopt;
        }
        std::string fresh = lines_of(wanted);
        fresh.resize(fresh.size() - line_end_.size());
        changes_.push_back({root.begin.offset, root.end.offset, std::move(fresh)});
        return finish();
    }
    if (!find_blocks()) {
        return std::nullopt;
    }
    change_blocks(wanted);
    // sorted, so that several keys at one place come in order
    std::vector<Dict::Entry> entries(wanted.begin(), wanted.end());
    if (sorted_) {
        std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            return a.key.as_string() < b.key.as_string();
        });
    }
    Dict ordered;
    for (const Dict::Entry& entry : entries) {
        ordered.set(entry.key, entry.value);
    }
    add_missing(ordered);
    return finish();
}

bool has_text_keys(const Dict& dict) {
    return std::all_of(
        dict.begin(), dict.end(), [](const Dict::Entry& entry) { return entry.key.is_string(); });
}

bool reads_as(const std::string& text, const Dict& wanted, std::string_view source) {
    try {
        return internal::same(load(text, source), wanted);
    } catch (const Error&) {
        return false;
    }
}

}  // namespace

Edited edit(std::string_view old_text, const Dict& wanted, std::string_view source) {
    const Document document = load_with_positions(old_text, source);
    const Node& root = document.root;
    if (root.kind != NodeKind::mapping && !root.value.is_none()) {
        throw Error({
            .message = "the file holds no mapping of names to values",
            .where = document.position(root.begin),
        });
    }
    if (root.value.is_dict() && internal::same(root.value, wanted)) {
        return {.text = std::string(old_text)};
    }
    std::string complete(old_text);
    const bool completed = !is_blank(complete) && !complete.ends_with('\n');
    if (completed) {
        complete += complete.find("\r\n") == std::string::npos ? "\n" : "\r\n";
    }
    if (has_text_keys(wanted)) {
        // marks are the same in the completed text
        std::optional<std::string> edited = Editor(complete, completed, document).apply(wanted);
        if (edited && reads_as(*edited, wanted, source)) {
            return {.text = *std::move(edited)};
        }
    }
    const bool nothing_to_lose = is_blank(internal::skip_byte_order_mark(old_text));
    return {.text = dump(wanted), .rewritten = !nothing_to_lose};
}

}  // namespace tutor::yaml
