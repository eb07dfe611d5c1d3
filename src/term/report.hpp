// SPDX-License-Identifier: Apache-2.0
//
// An error as the user sees it:
//
//     Error: Missing configuration value: 'PLATFROM_NAME' is undefined
//       lms.env.yml:12:19
//       12 |   "PLATFORM": "{{ PLATFROM_NAME }}",
//          |                   ^^^^^^^^^^^^^
//       while rendering 'apps/openedx/config/lms.env.yml'
//     Hint: did you mean 'PLATFORM_NAME'?

#pragma once

#include "base/error.hpp"

#include <functional>
#include <optional>
#include <string>

namespace tutor::term {

/// The text that a `Position::source` stands for; none when there is none to show.
using SourceReader = std::function<std::optional<std::string>(const std::string& source)>;

/// Reads `source` as a path of a regular file; never throws.
std::optional<std::string> read_source_file(const std::string& source);

/// The report as above, lines ended by "\n", without colours and not masked: `Output::report`
/// does both. A source line that looks like a secret (a value of a key named like one, a long
/// piece of base64) is not shown.
std::string render(const Error& error, const SourceReader& read_source = read_source_file);

}  // namespace tutor::term
