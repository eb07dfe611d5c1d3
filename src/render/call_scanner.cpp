// SPDX-License-Identifier: Apache-2.0

#include "render/internal/call_scanner.hpp"

#include "base/text.hpp"

namespace tutor::render {
namespace {

constexpr bool is_name_char(char c) {
    return is_ascii_alnum(c) || c == '_';
}

// The end of the quoted string that starts at `at`; npos when it is not closed.
std::size_t string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            return at;
        }
    }
    return std::string_view::npos;
}

void scan_expression(std::string_view text, std::vector<std::string>& names) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"' || text[at] == '\'') {
            at = string_end(text, at);
            if (at == std::string_view::npos) {
                return;
            }
            continue;
        }
        if (!text.substr(at).starts_with("patch") || (at > 0 && is_name_char(text[at - 1]))
            || (at > 0 && text[at - 1] == '.')) {
            continue;
        }
        std::size_t next = at + 5;
        const auto skip_space = [&] {
            while (next < text.size() && is_ascii_space(text[next])) {
                ++next;
            }
        };
        skip_space();
        if (next >= text.size() || text[next] != '(') {
            continue;
        }
        ++next;
        skip_space();
        if (next < text.size() && (text[next] == '"' || text[next] == '\'')) {
            const std::size_t end = string_end(text, next);
            if (end == std::string_view::npos) {
                return;
            }
            names.emplace_back(text.substr(next + 1, end - next - 1));
            at = end;
        }
    }
}

std::string_view tag_word(std::string_view inside) {
    if (inside.starts_with('-') || inside.starts_with('+')) {
        inside.remove_prefix(1);
    }
    inside = trim(inside);
    std::size_t length = 0;
    while (length < inside.size() && is_name_char(inside[length])) {
        ++length;
    }
    return inside.substr(0, length);
}

// Calls `visit(word, inside)` for each tag and expression that is neither comment nor raw; `word`
// is empty for an expression.
template <class Visit>
void scan_tags(std::string_view text, const Visit& visit) {
    bool raw = false;
    while (true) {
        const std::size_t open = text.find('{');
        if (open == std::string_view::npos || open + 1 >= text.size()) {
            return;
        }
        const char kind = text[open + 1];
        text.remove_prefix(open + (kind == '{' || kind == '%' || kind == '#' ? 2 : 1));
        if (kind != '{' && kind != '%' && kind != '#') {
            continue;
        }
        const std::string_view closing = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
        const std::size_t end = text.find(closing);
        const std::string_view inside = text.substr(0, end);
        const std::string_view word = kind == '%' ? tag_word(inside) : std::string_view();
        if (raw) {
            raw = word != "endraw";
            if (raw) {
                continue;  // what looks like a tag is text
            }
        } else if (kind != '#') {
            raw = word == "raw";
            visit(word, inside);
        }
        if (end == std::string_view::npos) {
            return;
        }
        text.remove_prefix(end + 2);
    }
}

}  // namespace

std::vector<std::string> scan_patch_calls(std::string_view text) {
    std::vector<std::string> names;
    scan_tags(
        text, [&](std::string_view, std::string_view inside) { scan_expression(inside, names); });
    return names;
}

std::vector<std::string> scan_includes(std::string_view text) {
    std::vector<std::string> names;
    scan_tags(text, [&](std::string_view word, std::string_view inside) {
        const std::size_t quote = inside.find_first_of("\"'");
        if (word != "include" || quote == std::string_view::npos) {
            return;
        }
        if (const std::size_t end = string_end(inside, quote); end != std::string_view::npos) {
            names.emplace_back(inside.substr(quote + 1, end - quote - 1));
        }
    });
    return names;
}

}  // namespace tutor::render
