// SPDX-License-Identifier: Apache-2.0
//
// MOUNTS: folders of the host that containers and image builds see.

#pragma once

#include "catalog/catalog.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::config {

/// "HOST:CONTAINER" for each mount that targets one of `services`, in the order of `mounts`,
/// without duplicates.
///
/// A mount is explicit, `svc1[,svc2]:HOST:CONTAINER`, or a folder whose targets COMPOSE_MOUNTS
/// tells from its name; its service `openedx` stands for all containers of the platform.
/// Upstream: tutor.bindmount.iter_mounts, in no order
std::vector<std::string> compose_volumes(
    const catalog::Catalog& catalog,
    const std::vector<std::string>& mounts,
    const std::vector<std::string>& services);

/// Services and container path of one mount.
std::vector<std::pair<std::string, std::string>>
mount_targets(const catalog::Catalog& catalog, const std::string& mount);

/// Host path of a mount, explicit or not.
std::string mount_host_path(const std::string& mount);

/// Whether it is of the explicit form.
bool is_explicit_mount(const std::string& mount);

/// Sorted unique names of mounted folders that MOUNTED_DIRECTORIES lists for the image.
std::vector<std::string> mounted_directories(
    const catalog::Catalog& catalog,
    const std::vector<std::string>& mounts,
    const std::string& image);

/// Template functions `iter_mounts`, `iter_mounted_directories`, the core's COMPOSE_MOUNTS,
/// IMAGES_BUILD_MOUNTS and MOUNTED_DIRECTORIES.
void contribute_mounts(catalog::Catalog& catalog);

}  // namespace tutor::config
