// SPDX-License-Identifier: Apache-2.0
//
// File descriptors that close themselves.

#pragma once

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string_view>
#include <utility>

namespace tutor::kube::internal {

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    int get() const { return number_; }

private:
    int number_;
};

/// Wakes a thread that waits for descriptors; safe to use from any thread.
class Waker {
public:
    Waker() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    int descriptor() const { return event_.get(); }
    void wake() const {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof one);
    }

private:
    Descriptor event_;
};

enum class Ready : std::uint8_t { readable, woken, nothing_yet };

/// Waits until `descriptor` can be read (or is at its end), or the waker was used.
inline Ready wait_readable(int descriptor, const Waker& waker, int milliseconds) {
    pollfd waiting[2] = {
        {.fd = descriptor, .events = POLLIN, .revents = 0},
        {.fd = waker.descriptor(), .events = POLLIN, .revents = 0}};
    const int count = ::poll(waiting, 2, milliseconds);
    if (count > 0 && waiting[1].revents != 0) {
        return Ready::woken;
    }
    return count > 0 ? Ready::readable : Ready::nothing_yet;
}

/// Writes all of it; false when the other side is gone. To a socket that is gone: no signal.
inline bool write_all(int descriptor, std::string_view bytes) {
    bool is_socket = true;
    while (!bytes.empty()) {
        ssize_t count = -1;
        if (is_socket) {
            count = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            is_socket = count >= 0 || errno != ENOTSOCK;
        }
        if (!is_socket) {
            count = ::write(descriptor, bytes.data(), bytes.size());
        }
        if (count < 0 && errno == EAGAIN) {
            pollfd waiting = {.fd = descriptor, .events = POLLOUT, .revents = 0};
            ::poll(&waiting, 1, -1);
            continue;
        }
        if (count < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace tutor::kube::internal
