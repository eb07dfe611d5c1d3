// SPDX-License-Identifier: Apache-2.0
//
// The embedded templates as files, for plugins that need a real path.

#pragma once

#include "base/embedded.hpp"

#include <filesystem>
#include <string>

namespace tutor::commands {

/// The folder that holds `templates`: `folder` itself when the tree is empty, else a folder below
/// the user's cache folder, written when it is not there yet.
std::filesystem::path materialised_templates(
    EmbeddedTree templates, const std::string& folder, const std::string& version);

}  // namespace tutor::commands
