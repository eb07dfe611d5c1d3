// SPDX-License-Identifier: Apache-2.0
//
// Shell completion: candidates for a half-typed line, and the scripts that ask for them.

#pragma once

#include "cli/internal/parser.hpp"
#include "cli/internal/tree.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::cli {

/// Candidates for `incomplete`, after the complete `words` that follow the program's name.
std::vector<Completion> complete(Tree& tree, const Words& words, const std::string& incomplete);

/// Words of a line that may end within quotes.
///
/// Upstream: click.shell_completion.split_arg_string
Words split_command_line(std::string_view line);

/// What is printed for an instruction such as "bash_source" or "zsh_complete"; none when there is
/// no such instruction. The latter kind reads COMP_WORDS and COMP_CWORD.
std::optional<std::string> completion_answer(Tree& tree, const std::string& instruction);

/// "_TUTOR_COMPLETE"
std::string completion_variable(const std::string& program);

/// The script for "bash", "zsh" or "fish"; none for others.
std::optional<std::string> completion_script(const std::string& shell, const std::string& program);

}  // namespace tutor::cli
