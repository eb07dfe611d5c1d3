// SPDX-License-Identifier: Apache-2.0
//
// Finds `patch("NAME")` calls and inclusions in template text without rendering it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor::render {

/// Names in calls of `patch` with a constant first argument, inside `{{ }}` and `{% %}`, in
/// order of appearance. Calls with a computed name are not listed; raw blocks and comments are
/// skipped.
std::vector<std::string> scan_patch_calls(std::string_view text);

/// Names in `{% include "NAME" %}`, in order of appearance, with the same limits.
std::vector<std::string> scan_includes(std::string_view text);

}  // namespace tutor::render
