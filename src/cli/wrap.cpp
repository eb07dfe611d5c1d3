// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/wrap.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace tutor::cli {
namespace {

bool is_letter(char c) {
    return is_ascii_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
}

bool is_word(char c) {
    return is_letter(c) || is_ascii_digit(c) || c == '_';
}

bool is_word_or_punctuation(char c) {
    return is_word(c) || std::string_view("!\"'&.,?").find(c) != std::string_view::npos;
}

// Whether a line may end after the hyphen at `at`: two letters (or letter, hyphen, letter)
// before it, and two letters, maybe with a hyphen between, behind it.
bool breaks_after_hyphen(std::string_view word, std::size_t at) {
    const auto letter = [&](std::size_t i) {
        return i < word.size() && is_letter(word[i]);
    };
    const auto hyphen = [&](std::size_t i) {
        return i < word.size() && word[i] == '-';
    };
    const bool before = at >= 2
        && ((letter(at - 1) && letter(at - 2))
            || (at >= 3 && is_word_or_punctuation(word[at - 1]) && hyphen(at - 2)
                && letter(at - 3)));
    const bool behind = letter(at + 1) && (letter(at + 2) || (hyphen(at + 2) && letter(at + 3)));
    return hyphen(at) && before && behind;
}

// Length of a dash of two or more hyphens between words at `at`; 0 when there is none.
std::size_t dash_length(std::string_view word, std::size_t at) {
    if (at == 0 || !is_word_or_punctuation(word[at - 1])) {
        return 0;
    }
    const std::size_t end = std::min(word.find_first_not_of('-', at), word.size());
    return end - at >= 2 && end < word.size() && is_word(word[end]) ? end - at : 0;
}

// Pieces of a word between which a line may end.
void cut_word(std::string_view word, std::vector<std::string>& pieces) {
    std::size_t start = 0;
    std::size_t at = 0;
    while (at < word.size()) {
        const std::size_t dash = dash_length(word, at);
        if (dash > 0) {
            if (at > start) {
                pieces.emplace_back(word.substr(start, at - start));
            }
            pieces.emplace_back(word.substr(at, dash));
            start = at += dash;
        } else if (breaks_after_hyphen(word, at)) {
            pieces.emplace_back(word.substr(start, at + 1 - start));
            start = ++at;
        } else {
            ++at;
        }
    }
    if (start < word.size()) {
        pieces.emplace_back(word.substr(start));
    }
}

enum class Hyphens { keep, cut };

// Words (or their pieces) and the white space between them.
std::vector<std::string> cut_text(std::string_view text, Hyphens hyphens) {
    std::vector<std::string> pieces;
    while (!text.empty()) {
        const bool blank = is_ascii_space(text.front());
        const auto end = std::find_if(
            text.begin(), text.end(), [&](char c) { return is_ascii_space(c) != blank; });
        const std::string_view piece = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        if (blank || hyphens == Hyphens::keep) {
            pieces.emplace_back(piece);
        } else {
            cut_word(piece, pieces);
        }
        text.remove_prefix(piece.size());
    }
    return pieces;
}

bool is_blank(const std::string& piece) {
    return trim(piece).empty();
}

// Bytes of the first `count` code points.
std::size_t prefix_size(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count-- == 0) {
            break;
        }
    }
    return at;
}

std::string expand_tabs(std::string_view text) {
    constexpr std::size_t tab_width = 8;
    std::string result;
    std::size_t column = 0;
    for (const char c : text) {
        if (c == '\t') {
            const std::size_t count = tab_width - column % tab_width;
            result.append(count, ' ');
            column += count;
        } else {
            result += c;
            const bool starts_code_point = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
            column = c == '\n' ? 0 : column + (starts_code_point ? 1 : 0);
        }
    }
    return result;
}

struct Paragraph {
    std::size_t indent = 0;
    std::vector<std::string> lines;

    bool is_raw() const { return !lines.empty() && trim(lines.front()) == "\b"; }
};

std::vector<Paragraph> paragraphs_of(std::string_view text) {
    std::vector<Paragraph> result;
    bool open = false;
    for (const std::string_view line : split_lines(text)) {
        if (line.empty()) {
            open = false;
        } else if (open) {
            result.back().lines.emplace_back(line);
        } else {
            const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
            result.push_back({.indent = indent, .lines = {std::string(line.substr(indent))}});
            open = true;
        }
    }
    return result;
}

}  // namespace

std::vector<std::string>
wrap_line(std::string_view text, std::size_t width, const WrapIndent& indent) {
    std::vector<std::string> pieces = cut_text(text, Hyphens::cut);
    std::reverse(pieces.begin(), pieces.end());
    std::vector<std::string> lines;
    while (!pieces.empty()) {
        const std::string& margin = lines.empty() ? indent.first : indent.rest;
        const std::size_t margin_width = code_point_count(margin);
        const std::size_t room = width > margin_width ? width - margin_width : 1;
        if (!lines.empty() && is_blank(pieces.back())) {
            pieces.pop_back();
        }
        std::vector<std::string> line;
        std::size_t used = 0;
        while (!pieces.empty() && used + code_point_count(pieces.back()) <= room) {
            used += code_point_count(pieces.back());
            line.push_back(std::move(pieces.back()));
            pieces.pop_back();
        }
        if (!pieces.empty() && code_point_count(pieces.back()) > room) {
            const std::size_t left = std::max<std::size_t>(room - std::min(room, used), 1);
            const std::size_t cut = prefix_size(pieces.back(), left);
            line.push_back(pieces.back().substr(0, cut));
            pieces.back().erase(0, cut);
        }
        if (!line.empty() && is_blank(line.back())) {
            line.pop_back();
        }
        if (!line.empty()) {
            lines.push_back(margin + join(line, ""));
        }
    }
    return lines;
}

std::string wrap_paragraphs(std::string_view text, std::size_t width, const std::string& indent) {
    std::string result;
    const std::string expanded = expand_tabs(text);
    const std::vector<Paragraph> paragraphs = paragraphs_of(expanded);
    for (const Paragraph& paragraph : paragraphs) {
        const std::string margin = indent + std::string(paragraph.indent, ' ');
        std::vector<std::string> lines;
        if (paragraph.is_raw()) {
            for (std::size_t i = 1; i < paragraph.lines.size(); ++i) {
                lines.push_back(margin + paragraph.lines[i]);
            }
        } else {
            lines = wrap_line(join(paragraph.lines, " "), width, {.first = margin, .rest = margin});
        }
        result += (&paragraph == &paragraphs.front() ? "" : "\n\n") + join(lines, "\n");
    }
    return result;
}

std::string shorten(std::string_view help, std::size_t max_length) {
    std::vector<std::string> words;
    for (const std::string& piece : cut_text(help.substr(0, help.find("\n\n")), Hyphens::keep)) {
        if (!is_blank(piece) && piece != "\b") {
            words.push_back(piece);
        }
    }
    std::size_t length = 0;
    std::size_t count = 0;  // words that fit
    while (count < words.size()) {
        const std::size_t with_next = length + code_point_count(words[count]) + (count > 0 ? 1 : 0);
        if (with_next > max_length) {
            break;
        }
        length = with_next;
        ++count;
        if (words[count - 1].ends_with('.')) {
            break;
        }
    }
    const auto start = [&](std::size_t n) {
        return join({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(n)}, " ");
    };
    if (count == words.size() || (count > 0 && words[count - 1].ends_with('.'))) {
        return start(count);
    }
    while (count > 0 && code_point_count(start(count)) + 3 > max_length) {
        --count;
    }
    return start(count) + "...";
}

}  // namespace tutor::cli
