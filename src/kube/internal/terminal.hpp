// SPDX-License-Identifier: Apache-2.0
//
// The user's terminal while it belongs to a command elsewhere.

#pragma once

#include "kube/exec.hpp"

#include <termios.h>

#include <optional>

namespace tutor::kube::internal {

/// None when `descriptor` is no terminal.
std::optional<TerminalSize> terminal_size(int descriptor);

/// Every key goes through as it is, Ctrl-C too, until the object ends. Does nothing where
/// `descriptor` is no terminal.
class RawTerminal {
public:
    explicit RawTerminal(int descriptor);
    ~RawTerminal();
    RawTerminal(const RawTerminal&) = delete;
    RawTerminal& operator=(const RawTerminal&) = delete;

private:
    int descriptor_;
    std::optional<termios> before_;
};

}  // namespace tutor::kube::internal
