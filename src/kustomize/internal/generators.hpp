// SPDX-License-Identifier: Apache-2.0
//
// Config maps and secrets made from files and literals.

#pragma once

#include "kustomize/internal/item.hpp"
#include "kustomize/internal/kustomization.hpp"

#include <vector>

namespace tutor::kustomize::internal {

/// Runs configMapGenerator and secretGenerator: adds to `items`, or changes one of them.
void generate(const Kustomization& kustomization, std::vector<Item>& items);

/// The suffix that changes whenever the content of a ConfigMap or Secret does: ten characters.
///
/// Upstream: kustomize, the hash transformer
std::string content_hash(const value::Dict& document);

}  // namespace tutor::kustomize::internal
