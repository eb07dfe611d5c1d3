// SPDX-License-Identifier: Apache-2.0
//
// Builds the manifests of a kustomization, as `kubectl kustomize FOLDER` does.
//
//     for (const kustomize::Resource& resource : kustomize::build(root / "env")) {
//         resource.document.find("kind");
//     }
//
// What is supported is listed in docs/compatibility/kustomize.md; any other field is an error that
// names it and its line. Nothing is fetched from a network and no file outside the folders of the
// kustomizations is read.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tutor::kustomize {

/// A Kubernetes object as it is to be applied.
struct Resource {
    value::Dict document;
    Position where;  ///< the file and line it was written at, or the generator's
};

/// The objects in the order in which they are applied: namespaces first.
///
/// Upstream: kustomize 5, `kustomize build`
/// @throws Error  with file and line
std::vector<Resource> build(const std::filesystem::path& folder);

/// One text with `---` between the documents.
std::string to_text(const std::vector<Resource>& resources);

}  // namespace tutor::kustomize
