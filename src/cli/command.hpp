// SPDX-License-Identifier: Apache-2.0
//
// The command tree as data: what may be typed, what it means, what is run.
//
//     Command{
//         .name = "logs",
//         .help = "View the logs of some services.",
//         .options = {{.names = {"-f", "--follow"}, .help = "Go on.", .is_flag = true},
//                     {.names = {"--tail"}, .help = "Lines to show.", .type = Type::integer}},
//         .arguments = {{.name = "service", .arity = Arity::any}},
//         .run = [&](const Invocation& call) { logs(call.flag("follow"), call.integer("tail")); },
//     }

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::cli {

class Invocation;

/// What a value must look like. `path`: anything; `file`: no directory; `directory`: no file.
enum class Type { text, integer, choice, path, file, directory, floating };

/// A candidate of shell completion. `type` is "plain", "file" or "dir"; for the latter two the
/// shell itself completes, and `value` is ignored by it.
struct Completion {
    std::string value = {};
    std::string type = "plain";
    std::string help = {};
};

/// Candidates for a word of which `incomplete` has been typed. What does not start with it is
/// dropped by the caller only for choices; a completer filters for itself (`matching`).
using Completer = std::function<std::vector<Completion>(std::string_view incomplete)>;

struct Option {
    std::vector<std::string> names = {};  ///< "-d", "--detach"
    std::string help = {};
    bool is_flag = false;
    std::string negative = {};  ///< of a flag: "--no-setup"
    bool multiple = false;      ///< may be repeated
    Type type = Type::text;
    std::vector<std::string> choices = {};          ///< for Type::choice
    std::optional<std::string> default_value = {};  ///< of a flag with a negative: "true", "false"
    bool required = false;
    bool hidden = false;           ///< not in help and completion
    bool must_exist = false;       ///< for the path types
    std::string metavar = {};      ///< empty: by type
    std::string environment = {};  ///< a variable that gives the value; ignored while empty
    bool show_default = false;
    Completer complete = {};
};

enum class Arity { one, optional, any, at_least_one };

struct Argument {
    std::string name = {};  ///< lower case; help shows it in capitals
    Arity arity = Arity::one;
    Type type = Type::text;
    std::vector<std::string> choices = {};
    std::optional<std::string> default_value = {};  ///< for Arity::optional
    bool must_exist = false;
    std::string metavar = {};
    Completer complete = {};
};

/// A command, or, when it has `commands` or `more_commands`, a group of them.
struct Command {
    std::string name = {};
    std::string help = {};        ///< paragraphs; one that starts with "\b\n" is not rewrapped
    std::string short_help = {};  ///< in lists; empty: the start of `help`
    std::string epilog = {};
    bool hidden = false;  ///< works, but not in help and completion
    std::vector<Option> options = {};
    std::vector<Argument> arguments = {};
    /// Unknown options become arguments ("docker compose" and the like).
    bool ignore_unknown_options = false;
    /// Every word that follows, `-h` and `--` included, is a value of the single argument, which
    /// must have Arity::any: for commands parsed elsewhere.
    bool raw_arguments = false;
    /// Of a command with `raw_arguments`: candidates after `words`, those typed behind its name.
    std::function<std::vector<Completion>(
        const std::vector<std::string>& words, const std::string& incomplete)>
        complete_raw = {};
    std::function<void(const Invocation&)> run = {};

    // Groups only.

    std::vector<Command> commands = {};
    /// Commands that are expensive to list. Called when a name is not found among `commands`, for
    /// help and for completion, at most once each. A command of `commands` wins over one of the
    /// same name here.
    std::function<std::vector<Command>()> more_commands = {};
    std::string commands_heading = "Commands";
    std::string subcommand_metavar = "COMMAND [ARGS]...";
    bool invoke_without_command = false;  ///< `run` is called instead of showing help
    /// As soon as the group's own options are known: before `more_commands`, before help is
    /// printed and during completion. Keep it cheap, print nothing.
    std::function<void(const Invocation&)> parsed = {};
    /// Before the subcommand's own words are parsed; not for help and completion.
    std::function<void(const Invocation&)> before = {};
    /// A hint for a command name that does not exist; empty: the nearest name, if near.
    std::function<std::string(std::string_view name)> unknown_command_hint = {};

    bool is_group() const { return !commands.empty() || more_commands != nullptr; }
};

/// Those of `values` that start with `incomplete`, as plain candidates.
std::vector<Completion>
matching(const std::vector<std::string>& values, std::string_view incomplete);

/// How `Invocation` names an option: the first of its longest-dashed names, without dashes, "-"
/// as "_", lower case. "-d", "--dry-run" gives "dry_run".
std::string parameter_name(const Option& option);

}  // namespace tutor::cli
