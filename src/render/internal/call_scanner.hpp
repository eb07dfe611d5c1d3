// SPDX-License-Identifier: Apache-2.0
//
// Finds `patch("NAME")` calls in template text without rendering it.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor::render {

/// Names in calls of `patch` with a constant first argument, inside `{{ }}` and `{% %}`, in
/// order of appearance. Calls with a computed name are not listed; raw blocks and comments are
/// skipped.
std::vector<std::string> scan_patch_calls(std::string_view text);

}  // namespace tutor::render
