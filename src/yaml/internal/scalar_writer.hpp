// SPDX-License-Identifier: Apache-2.0
//
// Writes text with the column in mind: indentation, quotes, folding.

#pragma once

#include "yaml/document.hpp"

#include <string>
#include <string_view>

namespace tutor::yaml::internal {

/// The ways in which a text may be written in block context.
struct ScalarAnalysis {
    bool empty = false;
    bool multiline = false;
    bool may_be_plain = true;
    bool may_be_single_quoted = true;
    bool may_be_literal = true;
};

ScalarAnalysis analyze(std::u32string_view text);

enum class Fold { no, yes };
enum class Space { no, yes };

/// Remembers the last character written, as far as line breaks and blanks depend on it.
///
/// Upstream: the writers of PyYAML's emitter with width 80 and allow_unicode
class Writer {
public:
    std::string take() { return std::move(out_); }

    /// Whether only indentation and the indicators `-`, `?` and `:` stand on the line so far.
    bool in_indentation() const { return in_indentation_; }

    void break_line();
    /// Begins a new line, unless already at the indentation.
    void indent(int columns);
    /// An indicator, a tag or an anchor, with a space in front unless there is one.
    void indicator(std::string_view text, Space before);
    /// One of `-`, `?`, `:` that leaves room for a nested block on the same line.
    void block_indicator(std::string_view text);

    void plain(std::u32string_view text, int indentation, Fold fold);
    void single_quoted(std::u32string_view text, int indentation, Fold fold);
    void double_quoted(std::u32string_view text, int indentation, Fold fold);
    void literal(std::u32string_view text, int indentation);

private:
    void put(std::u32string_view text);
    void put_ascii(std::string_view text);
    void put_breaks(std::u32string_view breaks);

    std::string out_;
    int column_ = 0;
    bool after_space_ = true;
    bool in_indentation_ = true;
};

/// Code points of UTF-8.
///
/// @throws Error  it is ill-formed
std::u32string to_code_points(std::string_view utf8);

}  // namespace tutor::yaml::internal
