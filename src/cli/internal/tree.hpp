// SPDX-License-Identifier: Apache-2.0
//
// The command tree while one command line is worked on: lists and finds subcommands, and
// expands lazy ones once.

#pragma once

#include "cli/command.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace tutor::cli {

class Tree {
public:
    explicit Tree(const Command& root) : root_(root) {}

    const Command& root() const { return root_; }

    /// The subcommand of that name; null when there is none. Does not expand the lazy ones when
    /// it is found without and may not be replaced.
    const Command* find(const Command& group, std::string_view name);

    /// All that are not hidden, by name.
    std::vector<const Command*> visible(const Command& group);

private:
    const std::vector<Command>& more(const Command& group);
    const Command* replacement(const Command& group, std::string_view name);

    const Command& root_;
    std::map<const Command*, std::vector<Command>> expanded_;
};

/// The options of help and version, which commands do not declare.
struct BuiltIn {
    std::vector<std::string> help_names;  ///< those of -h, --help that the command leaves free
    bool has_version = false;
};

BuiltIn built_in(const Command& command, const Command& root);

}  // namespace tutor::cli
