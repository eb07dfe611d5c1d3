// SPDX-License-Identifier: Apache-2.0
//
// Entries of MOUNTS as the user types them and as `mounts list` shows them.

#pragma once

#include "catalog/catalog.hpp"
#include "value/value.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tutor::commands::internal {

/// What is stored for a mount as typed: `svc1[,svc2]:HOST:CONTAINER` as it is, a folder with its
/// whole path. "~" is the home folder; a relative path begins at `directory`.
std::string mount_entry(const std::string& typed, const std::filesystem::path& directory);

/// For an entry about to be added.
///
/// @throws Error  a folder that does not exist, an explicit mount with more than three parts
void check_mount(const std::string& entry);

/// For each entry: name, images that are built with it, services that see it.
value::Value
describe_mounts(const catalog::Catalog& catalog, const std::vector<std::string>& entries);

/// YAML text of a string, whatever is in it.
std::string yaml_text(const std::string& text);

}  // namespace tutor::commands::internal
