// SPDX-License-Identifier: Apache-2.0
//
// Words of one command sorted into options and arguments; nothing is converted yet.

#pragma once

#include "cli/command.hpp"
#include "cli/internal/tree.hpp"

#include <string>
#include <vector>

namespace tutor::cli {

using Words = std::vector<std::string>;

enum class Strictness {
    strict,
    lenient  ///< stop at the first mistake instead of throwing: completion
};

struct ParsedWords {
    struct Occurrence {
        const Option* option;
        std::string value;  ///< of a flag: "true" or "false"
    };
    enum class Request { none, help, version };

    std::vector<Occurrence> options;
    Words arguments;
    /// Of a group: the subcommand and what follows.
    Words rest;
    Request request = Request::none;  ///< the first of --help and --version
};

/// @throws UsageError  unknown option, missing or unwanted value (strict only)
ParsedWords parse_words(
    const Command& command, const BuiltIn& extra, const Words& words, Strictness strictness);

/// Every option name of the command, for suggestions and completion: hidden ones left out.
std::vector<std::string> option_names(const Command& command, const BuiltIn& extra);

}  // namespace tutor::cli
