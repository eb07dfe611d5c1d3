// SPDX-License-Identifier: Apache-2.0

#include "term/sink.hpp"

#include "term/prompt.hpp"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace tutor::term {
namespace {

// A handler can reach nothing but a global.
volatile std::sig_atomic_t interrupt_seen = 0;

void on_interrupt(int /*signal*/) {
    interrupt_seen = 1;
}

// Makes Ctrl-C end a `read` instead of the process, while it lives.
class InterruptibleRead {
public:
    InterruptibleRead() {
        interrupt_seen = 0;
        struct sigaction action = {};
        action.sa_handler = on_interrupt;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(SIGINT, &action, &former_);
    }
    ~InterruptibleRead() { ::sigaction(SIGINT, &former_, nullptr); }
    InterruptibleRead(const InterruptibleRead&) = delete;
    InterruptibleRead& operator=(const InterruptibleRead&) = delete;

private:
    struct sigaction former_ = {};
};

// Hides what is typed, except the end of the line, while it lives.
class HiddenTyping {
public:
    HiddenTyping(int descriptor, bool hide) : descriptor_(descriptor) {
        active_ = hide && ::tcgetattr(descriptor, &former_) == 0;
        if (active_) {
            termios hidden = former_;
            hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            hidden.c_lflag |= ECHONL;
            active_ = ::tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0;
        }
    }
    ~HiddenTyping() {
        if (active_) {
            ::tcsetattr(descriptor_, TCSADRAIN, &former_);
        }
    }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

private:
    int descriptor_;
    termios former_ = {};
    bool active_ = false;
};

}  // namespace

DescriptorSink::DescriptorSink(int descriptor)
    : descriptor_(descriptor), is_terminal_(::isatty(descriptor) == 1) {}

void DescriptorSink::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor_, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            pollfd writable = {.fd = descriptor_, .events = POLLOUT, .revents = 0};
            ::poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return;
        }
    }
}

DescriptorInput::DescriptorInput(int descriptor)
    : descriptor_(descriptor), is_terminal_(::isatty(descriptor) == 1) {}

std::optional<std::string> DescriptorInput::read_line(Echo echo) {
    const InterruptibleRead guard;
    const HiddenTyping hidden(descriptor_, is_terminal_ && echo == Echo::no);
    std::string line;
    while (true) {
        char c = 0;
        const ssize_t count = ::read(descriptor_, &c, 1);
        if (interrupt_seen != 0) {
            throw Abort();
        }
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return line.empty() ? std::nullopt : std::optional(line);
        }
        if (c == '\n') {
            return line;
        }
        line += c;
    }
}

std::optional<std::string> StringInput::read_line(Echo /*echo*/) {
    if (text_.empty()) {
        return std::nullopt;
    }
    const std::size_t end = text_.find('\n');
    std::string line = text_.substr(0, end);
    text_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

}  // namespace tutor::term
