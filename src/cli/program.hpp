// SPDX-License-Identifier: Apache-2.0
//
// The entry to the command line: parses, helps, completes, runs.
//
//     cli::Program program(root(context), "tutor, version 21.0.8");
//     return cli::run_program(program, argc, argv, output);

#pragma once

#include "cli/command.hpp"
#include "term/output.hpp"

#include <exception>
#include <string>
#include <vector>

namespace tutor::cli {

/// Ends the command line with a status; whatever there was to say has been said.
class Exit final : public std::exception {
public:
    explicit Exit(int status) : status_(status) {}

    const char* what() const noexcept override { return "exit"; }
    int status() const noexcept { return status_; }

private:
    int status_;
};

/// A command tree with click's observable behaviour: options and arguments mixed, `--`,
/// `-h/--help` everywhere, usage errors with status 2, shell completion.
///
/// Upstream: click 8.1; differences in docs/compatibility/click.md
class Program {
public:
    /// `root.name` is the name of the program. `version_text` is what `--version` prints.
    Program(Command root, std::string version_text);

    /// Runs one command line (program name first) and returns the exit status. Usage errors,
    /// also those thrown by a command, are printed here; all else that a command throws passes.
    int main(int argc, const char* const* argv, term::Output& output);
    int main(const std::vector<std::string>& arguments, term::Output& output);

    const Command& root() const { return root_; }

private:
    Command root_;
    std::string version_text_;
};

/// `program.main`, with every exception printed and mapped to an exit status: Error and Exit by
/// their own, Abort and Interrupted "Aborted!" and 1, anything else 1. Meanwhile Ctrl-C outside of
/// children and questions ends the process at once, likewise with "Aborted!" and 1.
int run_program(Program& program, int argc, const char* const* argv, term::Output& output);

/// The help page of a command, as `-h` prints it, for manual pages. `command_path` is what is
/// typed before the options: "tutor local start".
std::string help_text(const Command& command, const std::string& command_path, int columns = 80);

}  // namespace tutor::cli
