// SPDX-License-Identifier: Apache-2.0

#include "term/report.hpp"

#include "base/files.hpp"
#include "base/secrecy.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <filesystem>

namespace tutor::term {
namespace {

constexpr std::size_t most_shown_bytes = 200;

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
