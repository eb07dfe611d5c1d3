// SPDX-License-Identifier: Apache-2.0
//
// Plugins that are installed Python packages: which distribution a plugin belongs to, where that
// came from, and for which release of Tutor it is made.

#pragma once

#include "plugin_python/distributions.hpp"
#include "plugin_python/installation.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugin_python {

struct Package {
    std::string plugin;  ///< name of the plugin; one distribution may have several
    std::string module;
    Distribution distribution;
};

/// In the order of `installation.folders`; none when entry points are switched off.
std::vector<Package> find_packages(const Installation& installation);

/// The package of a plugin, by the plugin's name or else by that of its distribution.
const Package* find_package(const std::vector<Package>& packages, std::string_view name);

/// Where it was installed from when that was an address or a folder, not an index of packages.
std::string source_address(const Distribution& distribution);

enum class Fit : std::uint8_t {
    fits,
    previous,  ///< made for the release before: mostly works
    other,
};

/// Whether what the distribution requires of `tutor` admits `version`.
Fit fit_of(const Distribution& distribution, std::string_view version);

/// "tutor-mfe 13.0.1 is made for Tutor >=13.0.0,<14.0.0, this is Tutor 21.0.8"
std::string describe_misfit(const Distribution& distribution, std::string_view version);

}  // namespace tutor::plugin_python
