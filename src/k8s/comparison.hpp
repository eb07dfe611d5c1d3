// SPDX-License-Identifier: Apache-2.0
//
// What `k8s start` would change: the cluster as it is beside what a dry run of the server says it
// would be.

#pragma once

#include "k8s/platform.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tutor::k8s {

/// One object as YAML, without what the cluster counts and measures by itself.
struct ObjectChange {
    std::string name;                        ///< "deployment/lms"
    std::optional<std::string> before = {};  ///< none: it is new
    std::string after;
};

/// Those that would change, of everything that `start` applies with these names. Config maps whose
/// name ends with another hash are compared with their predecessor.
///
/// @throws Error  as `start`
std::vector<ObjectChange> changes(Platform& platform, const std::vector<std::string>& names);

/// How an object changes: without status and managed fields, and without data of secrets, of which
/// only is told whether they differ.
ObjectChange
compare(std::string name, const std::optional<value::Dict>& before, const value::Dict& after);

}  // namespace tutor::k8s
