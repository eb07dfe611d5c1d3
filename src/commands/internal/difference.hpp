// SPDX-License-Identifier: Apache-2.0
//
// Texts before and after, shown as unified diffs without secrets.

#pragma once

#include "term/output.hpp"

#include <optional>
#include <string>

namespace tutor::commands::internal {

/// One text before and after; none stands for a file or object that is not there.
struct Comparison {
    std::string name;  ///< "env/local/docker-compose.yml", "deployment/lms"
    std::optional<std::string> before;
    std::optional<std::string> after;
};

/// On standard output, as `patch -p1` understands it but for masked secrets. What looks like a
/// secret is masked, too.
void print_difference(term::Output& output, const Comparison& comparison);

}  // namespace tutor::commands::internal
