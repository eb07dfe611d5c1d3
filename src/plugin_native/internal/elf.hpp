// SPDX-License-Identifier: Apache-2.0
//
// Reads what a plugin says of itself from its file, without opening it as a program.

#pragma once

#include <filesystem>
#include <string>

namespace tutor::plugin_native::internal {

struct PluginInfo {
    unsigned sdk_major = 0;
    unsigned sdk_minor = 0;
    std::string version;
};

/// The content of the exported object `tutor_plugin`.
///
/// @throws Error  naming the file: it is no shared object of this machine, or no plugin
PluginInfo read_plugin_info(const std::filesystem::path& file);

}  // namespace tutor::plugin_native::internal
