// SPDX-License-Identifier: Apache-2.0
//
// Objects that `kubectl apply` made, for instance for the reference. In the server's books it still
// owns every field that it has set, so that one which our manifests do not name any more would
// stay.

#pragma once

#include "kube/client.hpp"
#include "value/value.hpp"

#include <optional>

namespace tutor::k8s::internal {

/// The managed fields of an object with those of kubectl's own apply made ours; none when it has
/// none.
///
/// Upstream: `kubectl apply --server-side` does so, too
std::optional<value::List> fields_taken_over(const value::Value& object);

/// Makes fields of kubectl ours where there are some; whether there were. The object is to be
/// applied once more then.
bool take_over(const kube::Client& client, const value::Dict& object);

}  // namespace tutor::k8s::internal
