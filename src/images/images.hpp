// SPDX-License-Identifier: Apache-2.0
//
// Building, pulling and pushing images, and what they are called.

#pragma once

#include "catalog/catalog.hpp"
#include "config/config.hpp"
#include "process/runner.hpp"
#include "render/renderer.hpp"
#include "term/output.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tutor::images {

/// The core's images: openedx, openedx-dev, permissions to build; the services' to pull.
void contribute_core(catalog::Catalog& catalog);

/// Options of `images build`, as typed.
struct BuildOptions {
    bool no_cache = false;
    bool no_registry_cache = false;
    bool cache_to_registry = false;
    std::string output = "type=docker";  ///< empty: no --output
    std::vector<std::string> build_args = {};
    std::vector<std::string> add_hosts = {};
    std::string target = {};
    std::vector<std::string> docker_args = {};
};

/// Everything the functions below work with.
struct Images {
    const catalog::Catalog& catalog;
    const config::Config& config;
    render::Renderer& renderer;
    term::Output& output;
    process::Runner& runner;
    std::filesystem::path environment;  ///< ENV
};

/// Builds `names` (or "all") in order. All names are checked first, and that each build folder
/// holds a Dockerfile.
///
/// `docker buildx build`; where the engine's client has no buildx, `docker build` with a notice
/// on standard error and without the options that only buildx knows.
///
/// @throws Error  "Image 'X' could not be found" with the nearest name; a build that failed
void build(
    const Images& images, const std::vector<std::string>& names, const BuildOptions& options);

void pull(const Images& images, const std::vector<std::string>& names);
void push(const Images& images, const std::vector<std::string>& names);

/// Tags of `names`, one each.
std::vector<std::string> tags(const Images& images, const std::vector<std::string>& names);

/// For completion: names that can be built, pulled, pushed.
enum class Purpose { build, pull, push };
std::vector<std::string> names(const Images& images, Purpose purpose);

}  // namespace tutor::images
