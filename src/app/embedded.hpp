// SPDX-License-Identifier: Apache-2.0
//
// The files that are part of the program; made by cmake/Embed.cmake.

#pragma once

#include "base/embedded.hpp"

namespace tutor::embedded {

/// The folder templates/ of the source tree.
EmbeddedTree templates();
/// The folder plugins/ of the source tree: one folder per shipped plugin.
EmbeddedTree plugins();

}  // namespace tutor::embedded
