// SPDX-License-Identifier: Apache-2.0
//
// Files that are part of the program. cmake/Embed.cmake makes the trees.

#pragma once

#include <span>
#include <string_view>

namespace tutor {

struct EmbeddedFile {
    std::string_view path;     ///< relative to the tree, with '/'
    std::string_view content;  ///< byte for byte
};

/// Sorted by path; lives as long as the program.
using EmbeddedTree = std::span<const EmbeddedFile>;

}  // namespace tutor
