// SPDX-License-Identifier: Apache-2.0
//
// What a kustomization does to all its objects, in the order in which it is done.

#pragma once

#include "kustomize/internal/item.hpp"
#include "kustomize/internal/kustomization.hpp"

#include <vector>

namespace tutor::kustomize::internal {

void set_namespace(const Kustomization& kustomization, std::vector<Item>& items);
void add_affixes(const Kustomization& kustomization, std::vector<Item>& items);
void add_labels(const Kustomization& kustomization, std::vector<Item>& items);
void add_annotations(const Kustomization& kustomization, std::vector<Item>& items);
void set_replicas(const Kustomization& kustomization, std::vector<Item>& items);
void set_images(const Kustomization& kustomization, std::vector<Item>& items);

/// Appends the hash of their content to the names of generated objects.
void add_hashes(std::vector<Item>& items);

/// Where objects name each other: the names they have now.
void fix_references(std::vector<Item>& items);

/// As `sortOptions` says; the default puts namespaces first and webhooks last.
void sort(const Kustomization& kustomization, std::vector<Item>& items);

}  // namespace tutor::kustomize::internal
