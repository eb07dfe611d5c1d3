// SPDX-License-Identifier: Apache-2.0

#include "term/report.hpp"

#include "base/files.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace tutor::term {
namespace {

constexpr std::size_t most_shown_bytes = 200;

bool looks_like_secret(std::string_view line) {
    constexpr std::array names{"password", "secret", "token", "key", "credential", "passwd"};
    const std::size_t colon = line.find_first_of(":=");
    if (colon != std::string_view::npos) {
        const std::string name = to_ascii_lower(trim(line.substr(0, colon)));
        // A template expression on the right is no value yet.
        const bool is_template = line.find("{{") != std::string_view::npos;
        if (!is_template && std::any_of(names.begin(), names.end(), [&](std::string_view part) {
                return name.find(part) != std::string::npos;
            })) {
            return true;
        }
    }
    constexpr std::size_t long_run = 32;
    std::size_t run = 0;
    bool has_upper = false;
    bool has_lower = false;
    bool has_digit = false;
    for (const char c : line) {
        if (!is_ascii_alnum(c) && c != '+' && c != '/' && c != '=') {
            run = 0;
            has_upper = has_lower = has_digit = false;
            continue;
        }
        ++run;
        has_upper = has_upper || is_ascii_upper(c);
        has_lower = has_lower || is_ascii_lower(c);
        has_digit = has_digit || is_ascii_digit(c);
        if (run >= long_run && has_lower && (has_upper || has_digit)) {
            return true;
        }
    }
    return false;
}

// Byte offset of the code point `column`, counted from 1; none when the line is shorter.
std::optional<std::size_t> offset_of(std::string_view line, int column) {
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool starts_code_point = (static_cast<unsigned char>(line[at]) & 0xC0) != 0x80;
        if (starts_code_point && --column == 0) {
            return at;
        }
    }
    return std::nullopt;
}

// How much to underline: the name or number that starts at `at`, else one character.
std::size_t word_length(std::string_view line, std::size_t at) {
    const auto is_word = [](char c) {
        return is_ascii_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    };
    std::size_t end = at;
    while (end < line.size() && is_word(line[end])) {
        ++end;
    }
    return std::max<std::size_t>(code_point_count(line.substr(at, end - at)), 1);
}

std::string excerpt(const Position& where, const std::string& source) {
    const auto lines = split_lines(source);
    const auto index = static_cast<std::size_t>(where.line - 1);
    if (index >= lines.size()) {
        return "";
    }
    std::string line(lines[index]);
    if (line.ends_with('\r')) {
        line.pop_back();
    }
    // One column each, so that the caret stays below its character.
    std::replace(line.begin(), line.end(), '\t', ' ');
    if (line.size() > most_shown_bytes || looks_like_secret(line) || find_invalid_utf8(line)) {
        return "";
    }
    const std::string number = std::to_string(where.line);
    std::string result = "  " + number + " | " + line + "\n";
    const auto at = where.column > 0 ? offset_of(line, where.column) : std::nullopt;
    if (at) {
        result += "  " + std::string(number.size(), ' ') + " | ";
        result.append(static_cast<std::size_t>(where.column - 1), ' ');
        result.append(word_length(line, *at), '^');
        result += '\n';
    }
    return result;
}

std::string place(const Position& where) {
    std::string result = where.source;
    if (where.line > 0) {
        result += ":" + std::to_string(where.line);
        if (where.column > 0) {
            result += ":" + std::to_string(where.column);
        }
    }
    return result;
}

}  // namespace

std::optional<std::string> read_source_file(const std::string& source) {
    std::error_code error;
    if (source.empty() || !std::filesystem::is_regular_file(source, error)) {
        return std::nullopt;
    }
    try {
        return read_file_if_exists(source);
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::string render(const Error& error, const SourceReader& read_source) {
    const ErrorInfo& info = error.info();
    std::string result = "Error: " + info.message + "\n";
    if (info.where) {
        result += "  " + place(*info.where) + "\n";
        if (info.where->line > 0 && read_source) {
            if (const auto source = read_source(info.where->source)) {
                result += excerpt(*info.where, *source);
            }
        }
    }
    for (const std::string& frame : error.frames()) {
        result += "  while " + frame + "\n";
    }
    if (!info.hint.empty()) {
        result += "Hint: " + info.hint + "\n";
    }
    return result;
}

}  // namespace tutor::term
