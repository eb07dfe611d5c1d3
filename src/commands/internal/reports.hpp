// SPDX-License-Identifier: Apache-2.0
//
// What commands that report print: text for people, or JSON for programs.

#pragma once

#include "cli/invocation.hpp"
#include "commands/context.hpp"
#include "value/value.hpp"

#include <string>
#include <vector>

namespace tutor::commands::internal {

/// `--output text|json`.
cli::Option output_option();
bool wants_json(const cli::Invocation& call);

/// On standard output, indented, not masked: what the user asked to see.
void print_json(Context& context, const value::Value& value);

/// Rows of texts, the first being the header: a table, or a list of objects whose keys are the
/// header in lower case.
void print_rows(
    Context& context,
    const cli::Invocation& call,
    const std::vector<std::vector<std::string>>& rows);

}  // namespace tutor::commands::internal
