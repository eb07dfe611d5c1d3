// SPDX-License-Identifier: Apache-2.0
//
// What happens to SIGINT and SIGTERM while we wait for children.

#pragma once

#include <sys/types.h>

namespace tutor::process {

/// While at least one object lives, SIGINT and SIGTERM do not end us: they are noted, and passed
/// on to the watched children unless the terminal has sent them to those anyway. Signals that were
/// ignored stay ignored. Afterwards the former handlers are back. Safe in several threads.
class SignalWatch {
public:
    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    /// The child that signals go to from now on; 0 for none. To be called before the child is
    /// reaped, so that no stranger with a recycled number is hit.
    void set_child(pid_t child) noexcept;

    /// Whether a signal came since this object was made.
    bool interrupted() const noexcept;

private:
    int slot_;
    unsigned first_;  // number of signals when this object was made
};

}  // namespace tutor::process
