// SPDX-License-Identifier: Apache-2.0
//
// The parts of `tutor plugins`, each in a file of its own.

#pragma once

#include "cli/command.hpp"
#include "commands/context.hpp"
#include "plugins/index.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tutor::commands::internal {

cli::Command enable_command(Context& context);
cli::Command disable_command(Context& context);
cli::Command index_command(Context& context);
cli::Command update_command(Context& context);
cli::Command search_command(Context& context);
cli::Command show_command(Context& context);
cli::Command install_command(Context& context);
cli::Command upgrade_plugins_command(Context& context);

enum class Status : std::uint8_t { enabled, installed, not_installed };

/// Knows what is installed and enabled, without loading anything.
class Statuses {
public:
    explicit Statuses(Context& context);
    Status of(const std::string& plugin) const;

private:
    std::vector<std::string> installed_;
    std::vector<std::string> enabled_;
};

/// "enabled", with a check mark for people.
std::string status_text(Status status, bool with_mark);

/// What the indexes offer: from the cache, which is fetched first when there is none.
plugins::IndexEntries index_entries(Context& context);

/// Those fetched before; never fetches.
plugins::IndexEntries cached_index_entries(Context& context);

/// Fetches all indexes and writes the cache. An index that fails is told and left out.
plugins::IndexEntries update_indexes(Context& context);

/// Names in the cache, for completion: nothing is fetched.
std::vector<cli::Completion> complete_index_names(Context& context, std::string_view incomplete);

/// The core's aliases of indexes: main, contrib.
void contribute_index_urls(Context& context);

}  // namespace tutor::commands::internal
