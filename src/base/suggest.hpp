// SPDX-License-Identifier: Apache-2.0
//
// "did you mean …?" for names that do not exist.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor {

/// The candidate nearest to `name` by edit distance (insert, delete, replace, swap of
/// neighbours), first one on a tie; empty when none is near, that is within a third of the
/// length of the longer name.
std::string closest_name(std::string_view name, const std::vector<std::string>& candidates);

/// "did you mean 'X'?", or empty when no candidate is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace tutor
