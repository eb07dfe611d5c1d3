// SPDX-License-Identifier: Apache-2.0
//
// Paragraphs cut into lines, as click does it with Python's textwrap. Widths are code points.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor::cli {

struct WrapIndent {
    std::string first;  ///< before the first line; counts towards the width
    std::string rest;   ///< before the others
};

/// One paragraph. Words are cut after hyphens between letters, too; a word that is longer than a
/// line is cut anywhere.
std::vector<std::string>
wrap_line(std::string_view text, std::size_t width, const WrapIndent& indent);

/// Paragraphs separated by empty lines, each rewrapped with the indent of its first line added;
/// one that starts with a line "\b" is kept as it is. Lines joined by "\n".
std::string wrap_paragraphs(std::string_view text, std::size_t width, const std::string& indent);

/// The first sentence of the first paragraph, cut to `max_length` with "..." at its end.
std::string shorten(std::string_view help, std::size_t max_length);

}  // namespace tutor::cli
