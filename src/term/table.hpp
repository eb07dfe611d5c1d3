// SPDX-License-Identifier: Apache-2.0
//
// Tables for people and for `cut -f`.

#pragma once

#include <string>
#include <vector>

namespace tutor::term {

/// Rows as lines joined by "\n" (none after the last): cells padded with spaces to the widest of
/// their column and followed by a tab, the last column bare. The first row is the header. Width
/// is counted in code points; missing cells at the end of a row count as empty.
///
/// Upstream: tutor.fmt / `plugins list`, `config patches list`
std::string format_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace tutor::term
