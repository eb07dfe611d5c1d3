// SPDX-License-Identifier: Apache-2.0
//
// What differs between two texts, in the form that `diff -u` and `patch` know.
//
//     for (const DiffLine& line : unified_diff(old_text, new_text)) { … }

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tutor {

enum class DiffKind : std::uint8_t {
    header,   ///< "@@ -1,3 +1,4 @@"
    context,  ///< " unchanged"
    removed,  ///< "-old"
    added,    ///< "+new"
    note,     ///< "\ No newline at end of file"
};

struct DiffLine {
    DiffKind kind = DiffKind::context;
    std::string text;  ///< with its first character, without "\n"
};

/// The hunks that turn `before` into `after`, three lines of context around each; nothing when
/// they are equal. Texts of many thousand differing lines are shown as replaced altogether.
std::vector<DiffLine> unified_diff(std::string_view before, std::string_view after);

}  // namespace tutor
