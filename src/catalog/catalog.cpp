// SPDX-License-Identifier: Apache-2.0

#include "catalog/catalog.hpp"

namespace tutor::catalog {

static_assert(!std::is_copy_constructible_v<Catalog>, "hooks refer to the registry beside them");

}  // namespace tutor::catalog
