// SPDX-License-Identifier: Apache-2.0
//
// Changing the configuration: config.yml and the environment, together or not at all.

#pragma once

#include "cli/invocation.hpp"
#include "commands/context.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace tutor::commands {

/// What `config save` is asked to change; values are YAML text as typed.
struct Change {
    std::vector<std::pair<std::string, std::string>> set = {};
    std::vector<std::pair<std::string, std::string>> append = {};
    std::vector<std::pair<std::string, std::string>> remove = {};
    std::vector<std::string> unset = {};
    /// Applied last, on the configuration about to be saved.
    std::function<void(config::Config&)> edit = {};
};

enum class Store : std::uint8_t { everything, environment_only, configuration_only };
enum class Clean : std::uint8_t { no, yes };
/// Whether only to show, as unified diffs, what would be written.
enum class Preview : std::uint8_t { no, yes };
/// Whether files edited by hand are asked about, where there is a terminal to ask on.
enum class Ask : std::uint8_t { no, yes };

struct SaveOptions {
    Store store = Store::everything;
    Clean clean = Clean::no;
    Preview preview = Preview::no;
    Ask ask = Ask::yes;
};

/// Applies the change, renders the environment in memory, and, when all of that succeeded, writes
/// config.yml and the files that differ. Holds the lock of the root meanwhile. Info lines tell the
/// paths.
///
/// @throws Error  nothing on disk has changed then, unless the disk itself failed half-way
void save(Context& context, const Change& change, const SaveOptions& options = {});

/// `--dry-run` of the commands that save, and what it says of itself.
cli::Option dry_run_option();
Preview preview_of(const cli::Invocation& call);

/// KEY and VALUE of "KEY=VALUE".
///
/// @throws UsageError  it has not that form
std::pair<std::string, std::string>
split_setting(const std::string& text, const std::string& option);

}  // namespace tutor::commands
