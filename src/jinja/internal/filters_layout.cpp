// SPDX-License-Identifier: Apache-2.0
//
// Filters that lay text out in lines: wordwrap (Python's textwrap) and pprint.

#include "jinja/internal/filters.hpp"
#include "jinja/internal/pretty.hpp"
#include "value/arithmetic.hpp"
#include "value/methods.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <string>

namespace tutor::jinja {

using value::Arguments;
using value::Value;

namespace {

namespace unicode = value::unicode;

bool is_blank(char32_t c) {
    return c == U' ' || (c >= U'\t' && c <= U'\r');
}

bool is_word(char32_t c) {
    return c == U'_' || unicode::is_alnum(c);
}

bool is_letter(char32_t c) {
    return is_word(c) && !unicode::is_decimal(c);
}

/// Cuts a line into words and white space; words may be cut behind hyphens.
class WordCutter {
public:
    WordCutter(const std::u32string& text, bool at_hyphens)
        : text_(text), at_hyphens_(at_hyphens) {}

    std::deque<std::u32string> run() {
        std::deque<std::u32string> chunks;
        for (std::size_t begin = 0; begin < text_.size();) {
            const std::size_t end = chunk_end(begin);
            chunks.push_back(text_.substr(begin, end - begin));
            begin = end;
        }
        return chunks;
    }

private:
    char32_t at(std::size_t index) const { return index < text_.size() ? text_[index] : 0; }
    bool letter(std::size_t index) const { return index < text_.size() && is_letter(text_[index]); }
    /// A character that an em-dash or a hyphen may follow.
    bool word_end(std::size_t index) const {
        return index < text_.size()
            && (is_word(text_[index])
                || std::u32string_view(U"!\"'&.,?").find(text_[index])
                    != std::u32string_view::npos);
    }
    /// End of two or more dashes from `begin` with a word behind them, else 0.
    std::size_t dash_end(std::size_t begin) const {
        std::size_t end = begin;
        while (at(end) == U'-') {
            ++end;
        }
        return end >= begin + 2 && end < text_.size() && is_word(text_[end]) ? end : 0;
    }
    bool breaks_at_hyphen(std::size_t hyphen) const {
        if (at(hyphen) != U'-') {
            return false;
        }
        const bool two_letters = hyphen >= 2 && letter(hyphen - 1) && letter(hyphen - 2);
        const bool dashed =
            hyphen >= 3 && word_end(hyphen - 1) && at(hyphen - 2) == U'-' && letter(hyphen - 3);
        const std::size_t next = hyphen + 1;
        return (two_letters || dashed) && letter(next)
            && (letter(next + 1) || (at(next + 1) == U'-' && letter(next + 2)));
    }
    std::size_t chunk_end(std::size_t begin) const {
        std::size_t end = begin;
        while (end < text_.size() && is_blank(text_[end])) {
            ++end;
        }
        if (end > begin) {
            return end;
        }
        if (at_hyphens_ && begin > 0 && word_end(begin - 1)) {
            if (const std::size_t dashes = dash_end(begin)) {
                return dashes;
            }
        }
        for (end = begin + 1; end < text_.size() && !is_blank(text_[end]); ++end) {
            if (at_hyphens_ && breaks_at_hyphen(end)) {
                return end + 1;
            }
            if (at_hyphens_ && word_end(end - 1) && dash_end(end) != 0) {
                return end;
            }
        }
        return end;
    }

    const std::u32string& text_;
    bool at_hyphens_;
};

struct WrapSettings {
    std::size_t width;
    bool break_long_words;
    bool break_on_hyphens;
};

bool is_all_space(const std::u32string& text) {
    return std::all_of(text.begin(), text.end(), unicode::is_space);
}

/// Puts as much of the first word, which is longer than a line, into `line` as fits.
void break_word(
    std::deque<std::u32string>& chunks, std::u32string& line, const WrapSettings& settings) {
    std::u32string& word = chunks.front();
    if (!settings.break_long_words) {
        if (line.empty()) {
            line = word;
            chunks.pop_front();
        }
        return;
    }
    std::size_t end = settings.width - line.size();
    if (settings.break_on_hyphens && word.size() > end) {
        const std::size_t hyphen = end == 0 ? std::u32string::npos : word.rfind(U'-', end - 1);
        if (hyphen != std::u32string::npos && hyphen > 0 && word.find_first_not_of(U'-') < hyphen) {
            end = hyphen + 1;
        }
    }
    line += word.substr(0, end);
    word.erase(0, end);
}

std::vector<std::u32string> wrap(const std::u32string& text, const WrapSettings& settings) {
    std::deque<std::u32string> chunks = WordCutter(text, settings.break_on_hyphens).run();
    std::vector<std::u32string> lines;
    while (!chunks.empty()) {
        std::u32string line;
        std::size_t last = 0;  // where the last chunk of the line begins
        if (!lines.empty() && is_all_space(chunks.front())) {
            chunks.pop_front();
        }
        bool any = false;
        while (!chunks.empty() && line.size() + chunks.front().size() <= settings.width) {
            last = line.size();
            line += chunks.front();
            chunks.pop_front();
            any = true;
        }
        if (!chunks.empty() && chunks.front().size() > settings.width) {
            const std::size_t before = line.size();
            const std::size_t count = chunks.size();
            const std::size_t left = chunks.front().size();
            break_word(chunks, line, settings);
            if (chunks.size() != count || chunks.front().size() != left || line.size() != before
                || settings.break_long_words) {
                last = before;
                any = true;
            }
        }
        if (any && is_all_space(line.substr(last))) {
            line.erase(last);
            any = last != 0;
        }
        if (any) {
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

Value wordwrap(Interpreter& interpreter, Arguments& arguments) {
    const Parameters p(
        arguments,
        {"do_wordwrap",
         {"s", "width", "break_long_words", "wrapstring", "break_on_hyphens"},
         1,
         1});
    const std::string separator = p.some(3) != nullptr
        ? value::str(p[3])
        : interpreter.internal().options.syntax.newline_sequence;
    Arguments none;
    const Value lines = value::call_method(p[0], "splitlines", none);
    if (!lines.is_list() || lines.items().empty()) {
        return Value::string("", value::mark_of(p[0]));
    }
    if (p.has(1) && value::compare(value::Comparison::less_equal, p[1], 0)) {
        fail_value(fmt::format("invalid width {} (must be > 0)", value::repr(p[1])));
    }
    const WrapSettings settings{
        static_cast<std::size_t>(p.integer(1, 79)), p.truth(2, true), p.truth(4, true)};
    std::string result;
    bool first = true;
    for (const Value& line : lines.items()) {
        std::u32string text;
        const std::string_view utf8 = line.as_string();
        for (std::size_t at = 0; at < utf8.size();) {
            text += unicode::decode(utf8, at);
        }
        result += first ? "" : separator;
        first = false;
        bool first_part = true;
        for (const std::u32string& part : wrap(text, settings)) {
            result += first_part ? "" : separator;
            first_part = false;
            for (const char32_t c : part) {
                unicode::append(result, c);
            }
        }
    }
    return Value::string(result, p[0].mark());
}

Value pprint(Interpreter& /*interpreter*/, Arguments& arguments) {
    const Parameters p(arguments, {"do_pprint", {"value"}, 1});
    return Value::string(pretty_text(p[0], 80), value::mark_of(p[0]));
}

constexpr BuiltinEntry entries[] = {{"pprint", pprint}, {"wordwrap", wordwrap}};

}  // namespace

std::span<const BuiltinEntry> layout_filters() {
    return entries;
}

}  // namespace tutor::jinja
