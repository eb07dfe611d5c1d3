// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/urlize.hpp"

#include "base/text.hpp"
#include "jinja/internal/lexer.hpp"
#include "value/limits.hpp"
#include "value/markup.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tutor::jinja {

namespace {

bool is_word(char c) {
    return is_ascii_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool starts_with(std::string_view text, std::string_view lower_case_prefix) {
    return to_ascii_lower(text.substr(0, lower_case_prefix.size())) == lower_case_prefix;
}

/// What may follow the host: a port, then a path, query or fragment.
bool matches_rest(std::string_view text) {
    if (text.starts_with(':')) {
        std::size_t digits = 1;
        while (digits < text.size() && digits < 6 && is_ascii_digit(text[digits])) {
            ++digits;
        }
        if (digits == 1) {
            return false;
        }
        text.remove_prefix(digits);
    }
    return text.empty() || text.front() == '/' || text.front() == '?' || text.front() == '#';
}

bool is_top_level(std::string_view label) {
    const std::string lower = to_ascii_lower(label);
    if (lower.starts_with("xn--")) {
        const std::size_t length = lower.size() - 4;
        if (length >= 2 && length <= 59 && lower.find('-', 4) == std::string::npos) {
            return true;
        }
    }
    return lower.size() >= 2 && lower.size() <= 63
        && std::all_of(lower.begin(), lower.end(), is_ascii_lower);
}

bool is_address_v4(std::string_view host) {
    const std::vector<std::string> parts = split(host, '.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](const auto& part) {
               return !part.empty() && part.size() <= 3
                   && std::all_of(part.begin(), part.end(), is_ascii_digit);
           });
}

/// "[…]" with two to eight groups.
bool is_address_v6(std::string_view host) {
    if (host.size() < 4 || host.front() != '[' || host.back() != ']') {
        return false;
    }
    const std::vector<std::string> groups = split(host.substr(1, host.size() - 2), ':');
    return groups.size() >= 3 && groups.size() <= 9
        && std::all_of(groups.begin(), groups.end(), [](const auto& group) {
               return group.size() <= 4 && std::all_of(group.begin(), group.end(), [](char c) {
                          return is_ascii_digit(c) || (c >= 'a' && c <= 'f')
                              || (c >= 'A' && c <= 'F');
                      });
           });
}

/// The labels of a host name; empty when one of them is.
std::vector<std::string> host_labels(std::string_view host) {
    std::vector<std::string> labels = split(host, '.');
    const bool has_empty =
        std::any_of(labels.begin(), labels.end(), [](const auto& label) { return label.empty(); });
    return has_empty ? std::vector<std::string>() : labels;
}

bool is_web_address(std::string_view text) {
    const std::size_t scheme = starts_with(text, "http://") ? 7
        : starts_with(text, "https://")                     ? 8
                                                            : 0;
    const std::size_t prefix = scheme != 0 ? scheme : starts_with(text, "www.") ? 4 : 0;
    const std::string_view after = text.substr(prefix);
    if (scheme != 0 && after.starts_with('[')) {
        const std::size_t close = after.find(']');
        return close != std::string_view::npos && is_address_v6(after.substr(0, close + 1))
            && matches_rest(after.substr(close + 1));
    }
    const auto host_length = [](std::string_view rest) {
        std::size_t length = 0;
        while (length < rest.size()
               && (is_word(rest[length]) || rest[length] == '%' || rest[length] == '-'
                   || rest[length] == '.')) {
            ++length;
        }
        return length;
    };
    const std::size_t length = host_length(after);
    const std::string_view host = after.substr(0, length);
    if (!matches_rest(after.substr(length))) {
        return false;
    }
    if (prefix != 0) {
        const std::vector<std::string> labels = host_labels(host);
        if ((!labels.empty() && is_top_level(labels.back()))
            || (scheme != 0 && is_address_v4(host))) {
            return true;
        }
    }
    // Without a prefix only well-known ends count.
    static constexpr std::array<std::string_view, 8> known = {
        "com", "net", "int", "edu", "gov", "org", "info", "mil"};
    const std::vector<std::string> labels = host_labels(text.substr(0, host_length(text)));
    if (labels.size() < 2 || !matches_rest(text.substr(host_length(text)))) {
        return false;
    }
    return std::find(known.begin(), known.end(), to_ascii_lower(labels.back())) != known.end()
        && std::all_of(labels.begin(), labels.end() - 1, [](const auto& label) {
               return label.size() >= 2 && label.size() <= 63;
           });
}

bool is_mail_address(std::string_view text) {
    // A domain holds no '@': only the last one can stand before it.
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0) {
        return false;
    }
    const std::string_view domain = text.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 1 == domain.size()
        || !is_word(domain.front())) {
        return false;
    }
    const auto allowed = [](char c) {
        return is_word(c) || c == '.' || c == '-';
    };
    return std::all_of(domain.begin(), domain.begin() + static_cast<std::ptrdiff_t>(dot), allowed)
        && std::all_of(
               domain.begin() + static_cast<std::ptrdiff_t>(dot) + 1, domain.end(), is_word);
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos;
         at += part.size()) {
        ++count;
    }
    return count;
}

/// A word cut into what stands before the address, the address, and what stands behind it.
struct Pieces {
    std::string head;
    std::string middle;
    std::string tail;
};

Pieces cut(std::string_view word) {
    std::size_t begin = 0;
    while (begin < word.size()) {
        if (word[begin] == '(' || word[begin] == '<') {
            ++begin;
        } else if (word.substr(begin).starts_with("&lt;")) {
            begin += 4;
        } else {
            break;
        }
    }
    std::size_t end = word.size();
    while (end > begin) {
        if (std::string_view(")>.,\n").find(word[end - 1]) != std::string_view::npos) {
            --end;
        } else if (word.substr(begin, end - begin).ends_with("&gt;")) {
            end -= 4;
        } else {
            break;
        }
    }
    Pieces pieces{
        std::string(word.substr(0, begin)),
        std::string(word.substr(begin, end - begin)),
        std::string(word.substr(end))};
    // Brackets that open inside the address close inside it.
    static constexpr std::pair<std::string_view, std::string_view> pairs[] = {
        {"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
    for (const auto& [open, close] : pairs) {
        const std::size_t opened = count_of(pieces.middle, open);
        if (opened <= count_of(pieces.middle, close)) {
            continue;
        }
        std::size_t until = 0;
        for (std::size_t moves = std::min(opened, count_of(pieces.tail, close)); moves != 0;
             --moves) {
            until = pieces.tail.find(close, until) + close.size();
        }
        pieces.middle += pieces.tail.substr(0, until);
        pieces.tail.erase(0, until);
    }
    return pieces;
}

std::string shorten(std::string_view text, const UrlizeSettings& settings) {
    if (settings.trim_limit
        && static_cast<std::int64_t>(value::unicode::count(text)) > *settings.trim_limit) {
        const auto keep = static_cast<std::size_t>(std::max<std::int64_t>(*settings.trim_limit, 0));
        return std::string(text.substr(0, value::unicode::offset_of(text, keep))) + "...";
    }
    return std::string(text);
}

std::string link(std::string_view address, const UrlizeSettings& settings) {
    const std::string rel =
        settings.rel.empty() ? "" : fmt::format(" rel=\"{}\"", value::escape_html(settings.rel));
    const std::string target = settings.target.empty()
        ? ""
        : fmt::format(" target=\"{}\"", value::escape_html(settings.target));
    if (is_web_address(address)) {
        const bool has_scheme = address.starts_with("https://") || address.starts_with("http://");
        return fmt::format(
            "<a href=\"{}{}\"{}{}>{}</a>",
            has_scheme ? "" : "https://",
            address,
            rel,
            target,
            shorten(address, settings));
    }
    if (address.starts_with("mailto:") && is_mail_address(address.substr(7))) {
        return fmt::format("<a href=\"{}\">{}</a>", address, address.substr(7));
    }
    if (address.find('@') != std::string_view::npos && !address.starts_with("www.")
        && !address.starts_with('@') && address.find(':') == std::string_view::npos
        && is_mail_address(address)) {
        return fmt::format("<a href=\"mailto:{0}\">{0}</a>", address);
    }
    for (const std::string& scheme : settings.extra_schemes) {
        if (address != scheme && address.starts_with(scheme)) {
            return fmt::format("<a href=\"{0}\"{1}{2}>{0}</a>", address, rel, target);
        }
    }
    return std::string(address);
}

}  // namespace

bool is_url_scheme(std::string_view text) {
    // Two or more word characters, ':' and at most two slashes.
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon < 2) {
        return false;
    }
    const std::string_view slashes = text.substr(colon + 1);
    return slashes.size() <= 2 && slashes.find_first_not_of('/') == std::string_view::npos
        && std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
               return is_word(c) || c == '.' || c == '+' || c == '-';
           });
}

std::string urlize_text(std::string_view escaped, const UrlizeSettings& settings) {
    std::string result;
    std::size_t at = 0;
    while (at < escaped.size()) {
        std::size_t end = at;
        if (const std::size_t space = space_length(escaped, at)) {
            result += escaped.substr(at, space);
            at += space;
            continue;
        }
        while (end < escaped.size() && space_length(escaped, end) == 0) {
            next_code_point(escaped, end);
        }
        const Pieces pieces = cut(escaped.substr(at, end - at));
        value::charge();
        value::require_room(result.size());
        result += pieces.head + link(pieces.middle, settings) + pieces.tail;
        at = end;
    }
    return result;
}

}  // namespace tutor::jinja
