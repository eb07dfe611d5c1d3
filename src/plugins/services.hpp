// SPDX-License-Identifier: Apache-2.0
//
// What plugins may ask of the program; implemented by `commands`.

#pragma once

#include "catalog/types.hpp"
#include "term/output.hpp"
#include "term/prompt.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugins {

class Services {
public:
    virtual ~Services() = default;

    /// Of the contract: "21.0.8".
    virtual const std::string& version() = 0;
    virtual std::filesystem::path root() = 0;
    /// All settings. @throws Error  they cannot be loaded
    virtual const catalog::Configuration& config() = 0;
    /// `text`, shown as `name` in errors, with all settings.
    virtual std::string render(std::string_view text, const std::string& name) = 0;
    virtual term::Output& output() = 0;
    /// Not masked: for what a command is asked to show.
    virtual term::Output& results() = 0;
    virtual term::Prompt& prompt() = 0;
    /// The command line is shown, then run on the user's terminal: its exit status, 128 + N when
    /// signal N ended it.
    virtual int execute(const std::vector<std::string>& argv) = 0;
};

}  // namespace tutor::plugins
