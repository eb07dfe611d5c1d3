// SPDX-License-Identifier: Apache-2.0

#include "cli/internal/conversion.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace tutor::cli {
namespace {

std::optional<std::string> complaint_about_path(const std::string& value, const ValueRule& rule) {
    const std::string_view kind = rule.type == Type::file ? "File"
        : rule.type == Type::directory                    ? "Directory"
                                                          : "Path";
    const std::string subject = std::string(kind) + " " + in_quotes(value);
    std::error_code error;
    const auto status = std::filesystem::status(value, error);
    if (!std::filesystem::exists(status)) {
        return rule.must_exist ? std::optional(subject + " does not exist.") : std::nullopt;
    }
    if (rule.type == Type::file && std::filesystem::is_directory(status)) {
        return subject + " is a directory.";
    }
    if (rule.type == Type::directory && !std::filesystem::is_directory(status)) {
        return subject + " is a file.";
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> parse_floating(std::string_view text) {
    text = trim(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::optional<std::string> parse_boolean(std::string_view text) {
    constexpr std::array yes{"1", "true", "t", "yes", "y", "on"};
    constexpr std::array no{"0", "false", "f", "no", "n", "off"};
    const std::string word = to_ascii_lower(trim(text));
    if (std::find(yes.begin(), yes.end(), word) != yes.end()) {
        return "true";
    }
    if (std::find(no.begin(), no.end(), word) != no.end()) {
        return "false";
    }
    return std::nullopt;
}

std::string in_quotes(std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const bool has_double = text.find('"') != std::string_view::npos;
    const char quote = has_single && !has_double ? '"' : '\'';
    std::string result(1, quote);
    for (const char c : text) {
        if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (c == '\r') {
            result += "\\r";
        } else if (c == '\\' || c == quote) {
            result += {'\\', c};
        } else {
            result += c;
        }
    }
    return result + quote;
}

std::optional<std::string> complaint_about(const std::string& value, const ValueRule& rule) {
    switch (rule.type) {
    case Type::text: return std::nullopt;
    case Type::integer:
        return parse_int(trim(value))
            ? std::nullopt
            : std::optional(in_quotes(value) + " is not a valid integer.");
    case Type::floating:
        return parse_floating(value) ? std::nullopt
                                     : std::optional(in_quotes(value) + " is not a valid float.");
    case Type::choice: {
        if (std::find(rule.choices.begin(), rule.choices.end(), value) != rule.choices.end()) {
            return std::nullopt;
        }
        std::string list;
        for (const std::string& choice : rule.choices) {
            list += (list.empty() ? "" : ", ") + in_quotes(choice);
        }
        return in_quotes(value) + " is not one of " + list + ".";
    }
    case Type::path:
    case Type::file:
    case Type::directory: return complaint_about_path(value, rule);
    }
    return std::nullopt;
}

}  // namespace tutor::cli
