// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "plugin_python/host/python.hpp"
#include "plugin_python/internal/click_tree.hpp"

namespace tutor::plugin_python {

/// What completion has to know of a click command. Runs no code of a plugin.
internal::ClickTree describe_click(py::handle command);

}  // namespace tutor::plugin_python
