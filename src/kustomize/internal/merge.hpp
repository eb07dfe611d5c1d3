// SPDX-License-Identifier: Apache-2.0
//
// The two kinds of patches.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <string_view>

namespace tutor::kustomize::internal {

/// Puts `patch` over `document`: mappings key by key, `null` removes a key, lists of the API's
/// built-in kinds whose items have a key (containers by name, ports by number) item by item, every
/// other list as a whole. New items come first, as kustomize has it. Directives: `$patch: delete`,
/// `$patch: replace`, `$patch: merge`.
///
/// @return whether the object is to be deleted as a whole
/// @throws Error  a directive that is not known
bool strategic_merge(value::Dict& document, const value::Dict& patch);

/// RFC 6902: a list of operations.
///
/// @throws Error  an operation that is malformed or cannot be carried out; `where` is the patch
void json_patch(value::Dict& document, const value::Value& operations, const Position& where);

}  // namespace tutor::kustomize::internal
