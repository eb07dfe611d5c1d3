// SPDX-License-Identifier: Apache-2.0
//
// `do tests`: pytest on this machine, against the running platform.

#pragma once

#include "commands/context.hpp"

namespace tutor::commands::internal {

/// Adds the job and the tests that are part of the program to the catalog.
void contribute_tests(Context& context);

}  // namespace tutor::commands::internal
