// SPDX-License-Identifier: Apache-2.0
//
// Base64 as `!!binary` wants it written.

#pragma once

#include <string>
#include <string_view>

namespace tutor::yaml::internal {

/// Lines of 76 characters, each with its "\n"; empty for no bytes.
std::string base64_lines(std::string_view bytes);

}  // namespace tutor::yaml::internal
