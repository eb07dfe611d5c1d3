// SPDX-License-Identifier: Apache-2.0
//
// What a save would change, shown before it does: for `--dry-run`, and to ask about files that
// were edited by hand.

#pragma once

#include "commands/save.hpp"
#include "config/store.hpp"
#include "env/tree.hpp"

namespace tutor::commands {

/// Unified diffs on standard output, which `patch -p1` below the root understands but for masked
/// secrets; a summary on standard error.
void print_preview(
    Context& context,
    const config::ConfigFile& file,
    const env::Plan& plan,
    const SaveOptions& options);

/// For each file that was edited by hand: whether to keep or to replace it, after showing the
/// difference when that is wanted. What is kept leaves the plan.
///
/// @throws term::Abort  the user gave up
void ask_about_edited_files(Context& context, env::Plan& plan);

}  // namespace tutor::commands
