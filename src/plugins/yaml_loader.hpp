// SPDX-License-Identifier: Apache-2.0
//
// Plugins written as one YAML file, API v0: name, version, config (add, defaults, set), patches,
// hooks (init, pre-init, build-image, remote-image), templates; and `v1`, items for any filter of
// the catalog. docs/plugins/yaml.md has the tables.

#pragma once

#include "base/embedded.hpp"
#include "plugins/loader.hpp"
#include "plugins/services.hpp"
#include "render/renderer.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tutor::plugins {

/// Finds `*.yml` in the plugins root and the plugins that are part of the program.
class YamlLoader final : public Loader {
public:
    /// `shipped` holds one folder per plugin with a plugin.yml in it; `shipped_folder` is how that
    /// tree is called in messages, or, when the tree is empty, a real folder to read instead.
    YamlLoader(
        std::filesystem::path plugins_root,
        EmbeddedTree shipped,
        std::filesystem::path shipped_folder,
        render::Renderer& renderer,
        Services& services);

    /// The shipped plugins first; nothing when TUTOR_IGNORE_DICT_PLUGINS is set.
    std::vector<std::unique_ptr<Plugin>> discover(std::vector<Error>& problems) override;

private:
    EmbeddedTree subtree(const std::string& folder);

    std::filesystem::path plugins_root_;
    EmbeddedTree shipped_;
    std::filesystem::path shipped_folder_;
    render::Renderer& renderer_;
    Services& services_;
    std::vector<std::unique_ptr<std::vector<EmbeddedFile>>>
        subtrees_;  // template roots refer to them
};

}  // namespace tutor::plugins
