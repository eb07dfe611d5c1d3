// SPDX-License-Identifier: Apache-2.0
//
// The part `v1` of a YAML plugin: items for the filters of the catalog, as docs/plugins/yaml.md
// lists them.

#pragma once

#include "catalog/catalog.hpp"
#include "plugins/services.hpp"
#include "render/renderer.hpp"
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
    Services& services;
};

/// Adds the items of `part`, the value of the key `v1`.
///
/// @throws Error  wrong types and missing fields, with file and line
void load_yaml_v1(const yaml::Node& part, const YamlV1& plugin);

/// A command as `catalog::command_from` takes it: an item of `cli_commands`, whose `print` or `run`
/// has become a function.
///
/// @throws Error  as `load_yaml_v1`
value::Value command_value(const yaml::Node& item, const YamlV1& plugin);

}  // namespace tutor::plugins::internal
