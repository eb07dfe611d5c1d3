// SPDX-License-Identifier: Apache-2.0
//
// The part `v1` of a YAML plugin: items for the filters of the catalog, as docs/plugins/yaml.md
// lists them.

#pragma once

#include "catalog/catalog.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"
#include "yaml/document.hpp"

#include <filesystem>
#include <string>

namespace tutor::plugins::internal {

struct YamlV1 {
    const yaml::Document& document;
    const std::string& plugin;
    const std::filesystem::path& folder;  ///< for paths in the file that are relative
    catalog::Catalog& catalog;
    render::Renderer& renderer;
    term::Output& output;  ///< for alerts: keys that nobody knows
};

/// Adds the items of `part`, the value of the key `v1`.
///
/// @throws Error  wrong types and missing fields, with file and line
void load_yaml_v1(const yaml::Node& part, const YamlV1& plugin);

}  // namespace tutor::plugins::internal
