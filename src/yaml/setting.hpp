// SPDX-License-Identifier: Apache-2.0
//
// Settings as they are typed on the command line (`--set KEY=VALUE`) and in TUTOR_ variables.

#pragma once

#include "value/value.hpp"

#include <string_view>

namespace tutor::yaml {

/// The YAML value of `text`, with three exceptions: an empty text is an empty string, a single
/// line that begins with '#' is a string, and what YAML cannot read (`{{ X }}`, `*a`, `[`) is
/// the string as it stands. Never fails.
value::Value parse_setting(std::string_view text);

/// The same for TUTOR_ variables: an empty text is None and so is a mere comment.
value::Value parse_environment_setting(std::string_view text);

}  // namespace tutor::yaml
