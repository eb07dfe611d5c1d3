// SPDX-License-Identifier: Apache-2.0
//
// Plugins that are shared objects, written against include/tutor/plugin.h.

#pragma once

#include "plugins/loader.hpp"
#include "plugins/services.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace tutor::plugin_native {

/// Finds `*.so` in the plugins root. Name: that of the file; version: read from the file as data
/// (the exported object `tutor_plugin`), so discovery runs no code of a plugin.
///
/// A shared object is opened when its plugin is loaded and closed when its last callback is gone.
class NativeLoader final : public plugins::Loader {
public:
    /// `services` must outlive the object and every plugin that was loaded.
    NativeLoader(std::filesystem::path plugins_root, plugins::Services& services);

    /// Sorted by file name; nothing when TUTOR_IGNORE_NATIVE_PLUGINS is set.
    std::vector<std::unique_ptr<plugins::Plugin>> discover(std::vector<Error>& problems) override;

private:
    std::filesystem::path plugins_root_;
    plugins::Services& services_;
};

}  // namespace tutor::plugin_native
