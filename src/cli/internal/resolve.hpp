// SPDX-License-Identifier: Apache-2.0
//
// From parsed words to an Invocation: distribution over arguments, environment, defaults, checks.

#pragma once

#include "cli/internal/parser.hpp"
#include "cli/invocation.hpp"

namespace tutor::cli {

/// Fills `invocation` in the order in which click complains: options as typed, arguments,
/// options that were not typed.
///
/// @throws UsageError  missing, wrong or superfluous values (strict only)
void resolve(Invocation& invocation, const ParsedWords& words, Strictness strictness);

/// Arguments that were typed, by declared argument, as many as there are words for.
std::vector<Words> distribute(const Command& command, const Words& words, Words& superfluous);

}  // namespace tutor::cli
