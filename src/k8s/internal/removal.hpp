// SPDX-License-Identifier: Apache-2.0
//
// Deleting many objects and seeing them go.

#pragma once

#include "kube/client.hpp"
#include "term/output.hpp"

#include <vector>

namespace tutor::k8s::internal {

/// Deletes all, several at a time, and waits until they are gone; what they own goes first. Those
/// that do not exist are passed over. Each that is gone is told.
///
/// @throws Error  the server refuses; some are still there after ten minutes
void remove_and_wait(
    const kube::Client& client, const std::vector<kube::ObjectName>& names, term::Output& output);

/// Waits until a namespace that is being deleted is gone.
void wait_until_namespace_is_gone(
    const kube::Client& client, const kube::ObjectName& name, term::Output& output);

}  // namespace tutor::k8s::internal
