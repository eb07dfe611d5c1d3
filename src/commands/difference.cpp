// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/difference.hpp"

#include "base/diff.hpp"
#include "base/secrecy.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace tutor::commands::internal {
namespace {

constexpr std::string_view masked = "***";

// The value after the name; everything, when there is no name.
std::string without_value(const std::string& line) {
    const std::size_t at = line.find_first_of(":=");
    return at == std::string::npos ? std::string(1, line.front()) + std::string(masked)
                                   : line.substr(0, at + 1) + " " + std::string(masked);
}

// Whether `line` is `pattern` with something else in the place of one "***". Both begin with the
// mark of a diff, which is not compared.
bool has_shape_of(std::string_view line, std::string_view pattern) {
    line.remove_prefix(1);
    pattern.remove_prefix(1);
    const std::size_t at = pattern.find(masked);
    if (at == std::string_view::npos) {
        return false;
    }
    const std::string_view head = pattern.substr(0, at);
    const std::string_view tail = pattern.substr(at + masked.size());
    return line.size() >= head.size() + tail.size() && line.starts_with(head)
        && line.ends_with(tail);
}

// Secrets that are in force are known, but not what templates compute from them, such as the parts
// of a key; those of a file about to be replaced may be older. They are recognised by their looks,
// by their names, and by standing where a known one takes their place.
std::vector<DiffLine> without_secrets(std::vector<DiffLine> lines, const Masker& masker) {
    for (DiffLine& line : lines) {
        line.text = masker.mask(line.text);
        if (line.kind != DiffKind::header
            && holds_key_material(std::string_view(line.text).substr(1))) {
            line.text = without_value(line.text);
        }
    }
    for (DiffLine& line : lines) {
        if (line.kind != DiffKind::removed || line.text.find(masked) != std::string::npos) {
            continue;
        }
        const auto successor = std::find_if(lines.begin(), lines.end(), [&](const DiffLine& other) {
            return other.kind == DiffKind::added && has_shape_of(line.text, other.text);
        });
        if (successor != lines.end()) {
            line.text = "-" + successor->text.substr(1);
        } else if (looks_like_secret(std::string_view(line.text).substr(1))) {
            line.text = without_value(line.text);
        }
    }
    return lines;
}

term::Style style_of(DiffKind kind) {
    switch (kind) {
    case DiffKind::added: return term::Style::title;
    case DiffKind::removed: return term::Style::error;
    case DiffKind::header: return term::Style::info;
    case DiffKind::context:
    case DiffKind::note: return term::Style::plain;
    }
    return term::Style::plain;
}

bool is_binary(const std::optional<std::string>& text) {
    return text && (text->find('\0') != std::string::npos || find_invalid_utf8(*text));
}

}  // namespace

void print_difference(term::Output& output, const Comparison& file) {
    const std::string before = file.before ? "a/" + file.name : "/dev/null";
    const std::string after = file.after ? "b/" + file.name : "/dev/null";
    if (is_binary(file.before) || is_binary(file.after)) {
        output.line(fmt::format("Binary files {} and {} differ", before, after));
        return;
    }
    output.line("--- " + before);
    output.line("+++ " + after);
    for (const DiffLine& line : without_secrets(
             unified_diff(file.before.value_or(""), file.after.value_or("")), output.masker())) {
        output.line(line.text, term::Stream::out, style_of(line.kind));
    }
}

}  // namespace tutor::commands::internal
