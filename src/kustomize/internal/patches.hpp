// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kustomize/internal/item.hpp"
#include "kustomize/internal/kustomization.hpp"

#include <vector>

namespace tutor::kustomize::internal {

/// patches and patchesStrategicMerge.
void apply_patches(const Kustomization& kustomization, std::vector<Item>& items);

/// patchesJson6902, which come later.
void apply_json_patches(const Kustomization& kustomization, std::vector<Item>& items);

}  // namespace tutor::kustomize::internal
