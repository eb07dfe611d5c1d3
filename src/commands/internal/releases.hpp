// SPDX-License-Identifier: Apache-2.0
//
// Releases of Open edX and the versions of this program that run them.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tutor::commands::internal {

/// All releases that can be upgraded from, oldest first: "ironwood" … "ulmo".
const std::vector<std::string>& release_names();

/// "ulmo" for "21.0.8".
///
/// @throws Error  there is no such version
std::string release_of(std::string_view version);

/// The folder that plugin indexes keep for this version: its release, or what follows "-" in it.
std::string index_folder(std::string_view version);

/// Whether `version` belongs to an older release than `current`.
bool is_older_release(std::string_view version, std::string_view current);

/// "Ulmo" for "ulmo".
std::string title_of(std::string_view release);

}  // namespace tutor::commands::internal
