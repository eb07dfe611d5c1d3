// SPDX-License-Identifier: Apache-2.0
//
// A fuzz target: runs an input and aborts when something is wrong.

#pragma once

#include <string_view>

namespace tutor::fuzz {

using Target = void (*)(std::string_view bytes);

/// nullptr for a name that is none; each of the libraries has targets of its own.
Target find_target(std::string_view name);

}  // namespace tutor::fuzz
