// SPDX-License-Identifier: Apache-2.0
//
// The native module `_tutor`: what the package `tutor` is built on.

#pragma once

#include "plugin_python/host/python.hpp"

namespace tutor::plugin_python {

/// Makes the module and puts it into `sys.modules`.
void make_native_module();

}  // namespace tutor::plugin_python
