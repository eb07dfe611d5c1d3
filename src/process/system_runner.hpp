// SPDX-License-Identifier: Apache-2.0
//
// The Runner that really starts programs.

#pragma once

#include "process/runner.hpp"

namespace tutor::process {

/// Starts programs directly, without a shell; nothing but the three standard streams is
/// inherited.
///
/// While a child runs, Ctrl-C reaches it from the terminal and leaves us alive; a SIGINT or
/// SIGTERM sent to us alone is passed on to it. After either, the call throws `Interrupted`
/// once the child has ended. Several objects may run children in several threads at once.
class SystemRunner final : public Runner {
public:
    int run(const Command& command) override;
    std::string capture(const Command& command) override;
    int
    stream(const Command& command, const LineSink& on_output, const LineSink& on_error) override;
};

}  // namespace tutor::process
