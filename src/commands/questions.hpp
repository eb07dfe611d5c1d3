// SPDX-License-Identifier: Apache-2.0
//
// The questions of `config save -i` and `launch`.

#pragma once

#include "commands/context.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tutor::commands {

/// Settings to store, in order.
struct Answers {
    std::vector<std::pair<std::string, value::Value>> settings;

    void apply(config::Config& config) const;
};

/// Whether the platform is for production: asked first, or known from the command.
enum class Production : std::uint8_t { ask, yes, no };

/// Asks on the terminal; nothing is stored. Plugins may add questions (CONFIG_INTERACTIVE).
///
/// @throws term::Abort  the user gave up
/// @throws Error        an answer that cannot be used
Answers ask_questions(Context& context, Production production);

}  // namespace tutor::commands
