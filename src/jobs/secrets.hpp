// SPDX-License-Identifier: Apache-2.0
//
// Secrets in scripts that are echoed.

#pragma once

#include "base/masker.hpp"

#include <string_view>

namespace tutor::jobs {

/// Tells `secret` to the masker in every form in which our scripts and the echo of their command
/// lines can show it: as it is, escaped for Python and SQL, quoted once and twice for a shell.
void hide(Masker& masker, std::string_view secret);

}  // namespace tutor::jobs
