// SPDX-License-Identifier: Apache-2.0
//
// Commands of click as a snapshot keeps them: what completion has to know of them, to do without
// Python what click does. `tutor/_host/command_tree.py` tells it.

#pragma once

#include "cli/command.hpp"
#include "plugin_python/internal/bytes.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tutor::plugin_python::internal {

struct ClickParameter {
    enum class Kind : std::uint8_t { argument, option, flag };
    /// What is offered for a value. `python`: what code of a plugin says.
    enum class Values : std::uint8_t { none, choices, choices_of_any_case, file, folder, python };

    Kind kind = Kind::option;
    std::string name = {};                ///< several options may set one parameter
    std::vector<std::string> names = {};  ///< "-d", "--detach"; of a flag also those that unset it
    std::string help = {};
    bool hidden = false;
    bool several = false;  ///< an option that may be repeated, an argument that takes all words
    Values values = Values::none;
    std::vector<std::string> choices = {};

    bool operator==(const ClickParameter&) const = default;
};

struct ClickChild;

struct ClickCommand {
    bool is_group = false;
    bool options_anywhere = true;  ///< also behind arguments
    bool ignore_unknown_options = false;
    std::vector<ClickParameter> parameters = {};  ///< the option of help is the last
    std::vector<ClickChild> children = {};        ///< by name

    bool operator==(const ClickCommand& other) const;
};

struct ClickChild {
    std::string name = {};
    bool hidden = false;
    std::string short_help = {};
    std::optional<ClickCommand> command = {};  ///< none: only click can complete it

    bool operator==(const ClickChild&) const = default;
};

using ClickTree = std::optional<ClickCommand>;

void write_tree(Writer& out, const ClickTree& tree);
/// @throws Corrupt
ClickTree read_tree(Reader& in);

/// Candidates for `incomplete` after `words`, those behind the command's name; none when Python
/// has to be asked.
///
/// Upstream: click.shell_completion of click 8.1 to 8.4
std::optional<std::vector<cli::Completion>>
complete(const ClickCommand& command, std::vector<std::string> words, std::string incomplete);

/// The completion of a click command as a command of ours has it.
struct ClickCompletion {
    using Ask = std::function<std::vector<cli::Completion>(
        const std::vector<std::string>& words, const std::string& incomplete)>;

    std::function<ClickTree()> tree;
    Ask ask;

    std::vector<cli::Completion>
    operator()(const std::vector<std::string>& words, const std::string& incomplete) const {
        return ask(words, incomplete);
    }
};

}  // namespace tutor::plugin_python::internal
