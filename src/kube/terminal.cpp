// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/terminal.hpp"

#include <sys/ioctl.h>

namespace tutor::kube::internal {

std::optional<TerminalSize> terminal_size(int descriptor) {
    winsize size = {};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
        return std::nullopt;
    }
    return TerminalSize{.columns = size.ws_col, .rows = size.ws_row};
}

RawTerminal::RawTerminal(int descriptor) : descriptor_(descriptor) {
    termios now = {};
    if (::tcgetattr(descriptor, &now) != 0) {
        return;
    }
    before_ = now;
    ::cfmakeraw(&now);
    ::tcsetattr(descriptor, TCSADRAIN, &now);
}

RawTerminal::~RawTerminal() {
    if (before_) {
        ::tcsetattr(descriptor_, TCSADRAIN, &*before_);
    }
}

}  // namespace tutor::kube::internal
