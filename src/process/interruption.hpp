// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C while we wait for something that is no child of ours.
//
//     Interruption interruption;
//     while (!interruption.requested()) { … }

#pragma once

#include <memory>

namespace tutor::process {

/// While it lives, SIGINT and SIGTERM do not end the process but are noted.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// Whether a signal came since this object was made.
    bool requested() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tutor::process
