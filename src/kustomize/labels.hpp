// SPDX-License-Identifier: Apache-2.0
//
// Selectors of labels, as Kubernetes has them.

#pragma once

#include "value/value.hpp"

#include <string_view>

namespace tutor::kustomize {

/// Whether labels fit a selector of Kubernetes: "app=lms,tier!=db,env in (a, b),!old".
///
/// @throws Error  it is malformed
bool labels_fit(std::string_view selector, const value::Dict& labels);

}  // namespace tutor::kustomize
