// SPDX-License-Identifier: Apache-2.0
//
// The one interpreter's surroundings. Python knows one interpreter per process, so there is one of
// these; only the main thread, which holds Python's lock, uses it.

#pragma once

#include "plugin_python/host.hpp"
#include "plugin_python/host/errors.hpp"

namespace tutor::plugin_python {

struct Runtime {
    Services& services;
    Start start;
    Owners owners = {};
    /// Parameters of the `do` job in progress, for DO_JOB; none: take the core's invocation.
    SharedHandle job_parameters = {};

    catalog::Catalog& catalog() const { return services.catalog(); }
};

/// Valid from the start of the host to the end of the process.
Runtime& runtime();
void set_runtime(Runtime& runtime);

/// Runs `action` and turns Python's exceptions into errors.
template <class Action>
auto guarded(const Action& action) {
    return from_python(runtime().owners, action);
}

}  // namespace tutor::plugin_python
