// SPDX-License-Identifier: Apache-2.0
//
// One started program and the pipes to it.

#pragma once

#include "process/internal/signal_watch.hpp"
#include "process/runner.hpp"

#include <sys/types.h>

#include <chrono>
#include <optional>

namespace tutor::process {

/// An open descriptor, closed with the object; -1 for none. All are close-on-exec.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;

    int get() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    void close() noexcept;
    int release() noexcept;

private:
    int number_ = -1;
};

/// Which of a child's streams come to us instead of the terminal.
enum class Pipes { none, output, output_and_error };

/// A running child. The destructor ends it when nobody has waited for it.
class Child {
public:
    using Clock = std::chrono::steady_clock;

    /// @throws Error  it cannot be started
    Child(const Command& command, Pipes pipes);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Waits for its end and returns the status, 128 + N after signal N.
    ///
    /// @throws Error        its time was over; it has been killed
    /// @throws Interrupted  SIGINT or SIGTERM came since the start; the child has ended
    int wait();

    /// Ends the child: SIGTERM, after two seconds SIGKILL.
    void end() noexcept;

    /// Milliseconds left as `poll` wants them: -1 for ever, 0 when its time is over.
    int milliseconds_left() const;
    /// Ends the child and says that its time was over.
    [[noreturn]] void time_out();

    Descriptor& output() { return output_; }
    Descriptor& error() { return error_; }

private:
    void start(int input, int output, int error);
    bool wait_until(std::optional<Clock::time_point> deadline) noexcept;

    const Command& command_;
    SignalWatch watch_;
    std::optional<Clock::time_point> deadline_;
    Descriptor output_;
    Descriptor error_;
    pid_t pid_ = 0;
    std::optional<int> status_;
};

}  // namespace tutor::process
