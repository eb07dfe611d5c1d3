// SPDX-License-Identifier: Apache-2.0

#include "yaml/internal/scalar_writer.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tutor::yaml::internal {
namespace {

constexpr int best_width = 80;
constexpr int indent_step = 2;

bool is_break(char32_t c) {
    return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_blank_or_break(char32_t c) {
    return c == '\0' || c == ' ' || c == '\t' || c == '\r' || is_break(c);
}

bool is_one_of(char32_t c, std::string_view set) {
    return c < 0x80 && set.find(static_cast<char>(c)) != std::string_view::npos;
}

/// Whether a character needs an escape, wherever it stands. Upstream writes U+0085 as it is and
/// reads it back as a space: the test "U+0085 survives" pins that ours does not.
bool is_special(char32_t c) {
    const bool ascii = c == '\n' || (c >= 0x20 && c <= 0x7E);
    const bool unicode = (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c < 0x10FFFF);
    return !ascii && (!unicode || c == 0xFEFF);
}

/// Whether a character would mean something to YAML at this place of a plain scalar.
bool is_indicator(std::u32string_view text, std::size_t index) {
    const char32_t c = text[index];
    const bool before_blank = index + 1 >= text.size() || is_blank_or_break(text[index + 1]);
    if (index == 0) {
        return is_one_of(c, "#,[]{}&*!|>'\"%@`") || (is_one_of(c, "?:-") && before_blank);
    }
    return (c == ':' && before_blank) || (c == '#' && is_blank_or_break(text[index - 1]));
}

/// The escape of a character in double quotes.
std::string escaped(char32_t c) {
    constexpr std::array<std::pair<char32_t, char>, 15> letters = {{
        {0x00, '0'},
        {0x07, 'a'},
        {0x08, 'b'},
        {0x09, 't'},
        {0x0A, 'n'},
        {0x0B, 'v'},
        {0x0C, 'f'},
        {0x0D, 'r'},
        {0x1B, 'e'},
        {'"', '"'},
        {'\\', '\\'},
        {0x85, 'N'},
        {0xA0, '_'},
        {0x2028, 'L'},
        {0x2029, 'P'},
    }};
    const auto* letter = std::find_if(letters.begin(), letters.end(), [&](const auto& candidate) {
        return candidate.first == c;
    });
    if (letter != letters.end()) {
        return {'\\', letter->second};
    }
    const auto code = static_cast<std::uint32_t>(c);
    if (code <= 0xFF) {
        return fmt::format("\\x{:02X}", code);
    }
    return code <= 0xFFFF ? fmt::format("\\u{:04X}", code) : fmt::format("\\U{:08X}", code);
}

/// Characters beyond the basic plane are escaped in double quotes, though nowhere else: so does
/// upstream.
bool stands_in_double_quotes(char32_t c) {
    return c != '"' && c != '\\' && c != 0x85 && c != 0x2028 && c != 0x2029 && c != 0xFEFF
        && ((c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD));
}

enum class RunKind { text, spaces, breaks };

RunKind run_kind(char32_t c) {
    if (c == ' ') {
        return RunKind::spaces;
    }
    return is_break(c) ? RunKind::breaks : RunKind::text;
}

/// End of the run of characters of one kind that begins at `start`.
std::size_t run_end(std::u32string_view text, std::size_t start) {
    const RunKind kind = run_kind(text[start]);
    std::size_t end = start + 1;
    while (end < text.size() && run_kind(text[end]) == kind) {
        ++end;
    }
    return end;
}

/// What follows the `|`: the indentation when it cannot be seen, and how the text ends.
std::string block_hints(std::u32string_view text) {
    std::string hints;
    if (text.front() == ' ' || is_break(text.front())) {
        hints += std::to_string(indent_step);
    }
    if (!is_break(text.back())) {
        hints += '-';
    } else if (text.size() == 1 || is_break(text[text.size() - 2])) {
        hints += '+';
    }
    return hints;
}

}  // namespace

ScalarAnalysis analyze(std::u32string_view text) {
    if (text.empty()) {
        return {.empty = true, .may_be_literal = false};
    }
    bool indicators = text.starts_with(U"---") || text.starts_with(U"...");
    bool special = false;
    bool line_breaks = false;
    bool space_after_break = false;
    bool break_after_space = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        const char32_t previous = i == 0 ? U'x' : text[i - 1];
        indicators = indicators || is_indicator(text, i);
        special = special || is_special(c);
        line_breaks = line_breaks || is_break(c);
        space_after_break = space_after_break || (c == ' ' && is_break(previous));
        break_after_space = break_after_space || (is_break(c) && previous == ' ');
    }
    const bool outer_blank =
        run_kind(text.front()) != RunKind::text || run_kind(text.back()) != RunKind::text;
    ScalarAnalysis analysis;
    analysis.multiline = line_breaks;
    analysis.may_be_single_quoted = !space_after_break && !break_after_space && !special;
    analysis.may_be_plain =
        analysis.may_be_single_quoted && !outer_blank && !line_breaks && !indicators;
    analysis.may_be_literal = text.back() != ' ' && !break_after_space && !special;
    return analysis;
}

void Writer::put(std::u32string_view text) {
    for (const char32_t c : text) {
        value::unicode::append(out_, c);
    }
    column_ += static_cast<int>(text.size());
}

void Writer::put_ascii(std::string_view text) {
    out_ += text;
    column_ += static_cast<int>(text.size());
}

void Writer::break_line() {
    out_ += '\n';
    column_ = 0;
    after_space_ = true;
    in_indentation_ = true;
}

void Writer::put_breaks(std::u32string_view breaks) {
    for (const char32_t c : breaks) {
        break_line();
        if (c != '\n') {
            out_.pop_back();
            value::unicode::append(out_, c);
        }
    }
}

void Writer::indent(int columns) {
    if (!in_indentation_ || column_ > columns || (column_ == columns && !after_space_)) {
        break_line();
    }
    if (column_ < columns) {
        after_space_ = true;
        put_ascii(std::string(static_cast<std::size_t>(columns - column_), ' '));
    }
}

void Writer::indicator(std::string_view text, Space before) {
    if (before == Space::yes && !after_space_) {
        put_ascii(" ");
    }
    put_ascii(text);
    after_space_ = false;
    in_indentation_ = false;
}

void Writer::block_indicator(std::string_view text) {
    const bool was_in_indentation = in_indentation_;
    indicator(text, Space::yes);
    in_indentation_ = was_in_indentation;
}

void Writer::plain(std::u32string_view text, int indentation, Fold fold) {
    if (!after_space_) {
        put_ascii(" ");
    }
    after_space_ = false;
    in_indentation_ = false;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = run_end(text, start);
        const bool lone_space = text[start] == ' ' && end == start + 1;
        if (lone_space && column_ > best_width && fold == Fold::yes) {
            indent(indentation);
            after_space_ = false;
            in_indentation_ = false;
        } else {
            put(text.substr(start, end - start));
        }
        start = end;
    }
}

void Writer::single_quoted(std::u32string_view text, int indentation, Fold fold) {
    indicator("'", Space::yes);
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = run_end(text, start);
        const std::u32string_view run = text.substr(start, end - start);
        const bool inner_lone_space = run == U" " && start != 0 && end != text.size();
        if (run_kind(run.front()) == RunKind::breaks) {
            // a single break would be folded into a space
            if (run.front() == '\n') {
                break_line();
            }
            put_breaks(run);
            indent(indentation);
        } else if (inner_lone_space && column_ > best_width && fold == Fold::yes) {
            indent(indentation);
        } else {
            for (const char32_t c : run) {
                put(c == '\'' ? std::u32string_view(U"''") : std::u32string_view(&c, 1));
            }
        }
        start = end;
    }
    indicator("'", Space::no);
}

void Writer::double_quoted(std::u32string_view text, int indentation, Fold fold) {
    indicator("\"", Space::yes);
    // characters are held back until the next escape, so that a line ends in front of a blank or
    // behind an escape, and never in the middle of a word that began on it
    std::size_t pending = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        bool flushed = false;
        if (i == text.size() || !stands_in_double_quotes(text[i])) {
            put(text.substr(pending, i - pending));
            pending = i;
            if (i == text.size()) {
                break;
            }
            put_ascii(escaped(text[i]));
            pending = i + 1;
            flushed = true;
        }
        const int held_back = flushed ? -1 : static_cast<int>(i - pending);
        const bool at_boundary = text[i] == ' ' || flushed || held_back == 0;
        const bool inside = i > 0 && i + 1 < text.size();
        if (inside && at_boundary && column_ + held_back > best_width && fold == Fold::yes) {
            if (!flushed) {
                put(text.substr(pending, i - pending));
                pending = i;
            }
            put_ascii("\\");
            indent(indentation);
            after_space_ = false;
            in_indentation_ = false;
            // blanks at the beginning of a line would be lost
            if (text[pending] == ' ') {
                put_ascii("\\");
            }
        }
    }
    indicator("\"", Space::no);
}

void Writer::literal(std::u32string_view text, int indentation) {
    indicator("|" + block_hints(text), Space::yes);
    break_line();
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = start;
        while (end < text.size() && !is_break(text[end])) {
            ++end;
        }
        if (end > start) {
            indent(indentation);
            put(text.substr(start, end - start));
        }
        start = end;
        while (end < text.size() && is_break(text[end])) {
            ++end;
        }
        put_breaks(text.substr(start, end - start));
        start = end;
    }
    if (!is_break(text.back())) {
        break_line();
    }
}

std::u32string to_code_points(std::string_view utf8) {
    if (find_invalid_utf8(utf8)) {
        throw Error({.message = "a text that is not UTF-8 cannot be written as YAML"});
    }
    std::u32string text;
    text.reserve(utf8.size());
    for (std::size_t offset = 0; offset < utf8.size();) {
        text += value::unicode::decode(utf8, offset);
    }
    return text;
}

}  // namespace tutor::yaml::internal
