// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/pretty.hpp"

#include "base/error.hpp"
#include "jinja/internal/lexer.hpp"
#include "jinja/internal/parameters.hpp"
#include "value/limits.hpp"
#include "value/operations.hpp"
#include "value/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tutor::jinja {

using value::Value;

namespace {

/// Containers within containers deeper than this are printed by repr().
constexpr int max_level = 100;

using Pairs = std::vector<std::pair<Value, Value>>;

/// The entries in order of their keys; keys without a common order go by type.
Pairs sorted_entries(const value::Dict& dict) {
    Pairs entries;
    for (const auto& [key, item] : dict) {
        entries.emplace_back(key, item);
    }
    std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
        try {
            return value::less(a.first, b.first);
        } catch (const Error&) {
            return value::type_name(a.first) < value::type_name(b.first);
        }
    });
    return entries;
}

std::string recursion(const Value& value) {
    return fmt::format(
        "<Recursion on {} with id={}>",
        value::type_name(value),
        reinterpret_cast<std::uintptr_t>(value.identity()));
}

/// The containers that are being printed, outermost first.
class OpenContainers {
public:
    bool contains(const Value& value) const {
        return std::find(open_.begin(), open_.end(), value.identity()) != open_.end();
    }
    void open(const Value& value) { open_.push_back(value.identity()); }
    void close() { open_.pop_back(); }

private:
    std::vector<const void*> open_;
};

bool is_container(const Value& value) {
    return value.is_list() || value.is_tuple() || value.is_dict();
}

std::string sorted_repr(const Value& value, OpenContainers& open, int level) {
    value::charge();
    if (level > max_level || !is_container(value)) {
        return value::repr(value);
    }
    if (open.contains(value)) {
        return recursion(value);
    }
    open.open(value);
    std::string result;
    const auto add = [&](const std::string& piece) {
        result += (result.empty() ? "" : ", ") + piece;
        value::require_room(result.size());
    };
    if (value.is_dict()) {
        for (const auto& [key, item] : sorted_entries(value.as_dict())) {
            add(sorted_repr(key, open, level + 1) + ": " + sorted_repr(item, open, level + 1));
        }
    } else {
        for (const Value& item : value.items()) {
            add(sorted_repr(item, open, level + 1));
        }
    }
    open.close();
    switch (value.kind()) {
    case value::Kind::dict: return "{" + result + "}";
    case value::Kind::list: return "[" + result + "]";
    default: return "(" + result + (value.items().size() == 1 ? ",)" : ")");
    }
}

std::size_t width_of(std::string_view text) {
    return value::unicode::count(text);
}

class PrettyPrinter {
public:
    explicit PrettyPrinter(std::size_t width) : width_(static_cast<std::ptrdiff_t>(width)) {}

    void print(const Value& value, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level);
    std::string& text() { return text_; }

private:
    void print_items(
        const std::vector<Value>& items,
        std::ptrdiff_t indent,
        std::ptrdiff_t allowance,
        int level);
    void
    print_dict(const value::Dict& dict, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level);
    void
    print_string(const Value& value, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level);
    void break_line(std::ptrdiff_t indent) {
        text_ += '\n';
        text_.append(static_cast<std::size_t>(indent), ' ');
    }

    std::ptrdiff_t width_;
    OpenContainers open_;
    std::string text_;
};

void PrettyPrinter::print(
    const Value& value, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level) {
    value::require_room(text_.size());
    if (is_container(value) && open_.contains(value)) {
        text_ += recursion(value);
        return;
    }
    const std::string repr = sorted_repr(value, open_, level);
    const auto room = width_ - indent - allowance;
    if (static_cast<std::ptrdiff_t>(width_of(repr)) <= room || level > max_level) {
        text_ += repr;
        return;
    }
    if (is_container(value)) {
        open_.open(value);
    }
    switch (value.kind()) {
    case value::Kind::list:
        text_ += '[';
        print_items(value.items(), indent, allowance + 1, level + 1);
        text_ += ']';
        break;
    case value::Kind::tuple: {
        const std::string_view end = value.items().size() == 1 ? ",)" : ")";
        text_ += '(';
        print_items(
            value.items(), indent, allowance + static_cast<std::ptrdiff_t>(end.size()), level + 1);
        text_ += end;
        break;
    }
    case value::Kind::dict:
        text_ += '{';
        print_dict(value.as_dict(), indent, allowance + 1, level + 1);
        text_ += '}';
        break;
    case value::Kind::string: print_string(value, indent, allowance, level + 1); break;
    default: text_ += repr;
    }
    if (is_container(value)) {
        open_.close();
    }
}

void PrettyPrinter::print_items(
    const std::vector<Value>& items, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level) {
    ++indent;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const bool last = i + 1 == items.size();
        print(items[i], indent, last ? allowance : 1, level);
        if (!last) {
            text_ += ',';
            break_line(indent);
        }
    }
}

void PrettyPrinter::print_dict(
    const value::Dict& dict, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level) {
    ++indent;
    const Pairs entries = sorted_entries(dict);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool last = i + 1 == entries.size();
        const std::string key = sorted_repr(entries[i].first, open_, level);
        text_ += key + ": ";
        const auto at = indent + static_cast<std::ptrdiff_t>(width_of(key)) + 2;
        print(entries[i].second, at, last ? allowance : 1, level);
        if (!last) {
            text_ += ',';
            break_line(indent);
        }
    }
}

/// Words with the white space behind them.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = at;
        while (end < line.size() && space_length(line, end) == 0) {
            next_code_point(line, end);
        }
        while (end < line.size()) {
            const std::size_t space = space_length(line, end);
            if (space == 0) {
                break;
            }
            end += space;
        }
        words.emplace_back(line.substr(at, end - at));
        at = end;
    }
    return words;
}

void PrettyPrinter::print_string(
    const Value& value, std::ptrdiff_t indent, std::ptrdiff_t allowance, int level) {
    if (level == 1) {
        ++indent;
        ++allowance;
    }
    const auto room = width_ - indent;
    const auto fits = [](const std::string& repr, std::ptrdiff_t width) {
        return static_cast<std::ptrdiff_t>(width_of(repr)) <= width;
    };
    std::vector<std::string> chunks;
    const Value lines = text_method(value, "splitlines", {true});
    for (std::size_t i = 0; i < lines.items().size(); ++i) {
        const bool last_line = i + 1 == lines.items().size();
        const Value& line = lines.items()[i];
        const std::string repr = value::repr(line);
        if (fits(repr, room - (last_line ? allowance : 0))) {
            chunks.push_back(repr);
            continue;
        }
        const std::vector<std::string> words = words_of(line.as_string());
        std::string current;
        for (std::size_t j = 0; j < words.size(); ++j) {
            const bool last = last_line && j + 1 == words.size();
            if (fits(value::repr(current + words[j]), room - (last ? allowance : 0))) {
                current += words[j];
                continue;
            }
            if (!current.empty()) {
                chunks.push_back(value::repr(current));
            }
            current = words[j];
        }
        if (!current.empty()) {
            chunks.push_back(value::repr(current));
        }
    }
    if (chunks.size() == 1) {
        text_ += value::repr(lines.items().back());
        return;
    }
    text_ += level == 1 ? "(" : "";
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        if (i != 0) {
            break_line(indent);
        }
        text_ += chunks[i];
    }
    text_ += level == 1 ? ")" : "";
}

}  // namespace

std::string pretty_text(const Value& value, std::size_t width) {
    PrettyPrinter printer(width);
    printer.print(value, 0, 0, 0);
    return std::move(printer.text());
}

}  // namespace tutor::jinja
