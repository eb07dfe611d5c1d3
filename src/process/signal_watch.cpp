// SPDX-License-Identifier: Apache-2.0

#include "process/internal/signal_watch.hpp"

#include "base/assert.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>

namespace tutor::process {
namespace {

// A signal handler can reach nothing but globals: the only mutable ones of this module.
constexpr std::size_t most_children = 256;
constexpr pid_t slot_free = 0;
constexpr pid_t slot_without_child = -1;
constexpr std::array<int, 2> watched_signals{SIGINT, SIGTERM};

std::array<std::atomic<pid_t>, most_children> children;
std::atomic<unsigned> signal_count{0};
std::atomic<int> last_signal{0};

std::mutex mutex;  // guards what follows
int watch_count = 0;
std::array<struct sigaction, watched_signals.size()> former_actions;

// For the handler: only async-signal-safe calls.
void on_signal(int signal, siginfo_t* information, void* /*context*/) {
    const int saved_errno = errno;
    last_signal = signal;
    ++signal_count;
    // What a process sent (si_code <= 0) came to us alone; what the terminal sent, to its whole
    // foreground group, our children included.
    if (information == nullptr || information->si_code <= 0) {
        for (const auto& child : children) {
            if (child > 0) {
                ::kill(child, signal);
            }
        }
    }
    errno = saved_errno;
}

void install() {
    for (std::size_t i = 0; i < watched_signals.size(); ++i) {
        ::sigaction(watched_signals[i], nullptr, &former_actions[i]);
        if ((former_actions[i].sa_flags & SA_SIGINFO) == 0
            && former_actions[i].sa_handler == SIG_IGN) {
            continue;
        }
        struct sigaction action = {};
        action.sa_sigaction = on_signal;
        action.sa_flags = SA_SIGINFO;  // no SA_RESTART: waiting calls shall notice
        ::sigemptyset(&action.sa_mask);
        ::sigaction(watched_signals[i], &action, nullptr);
    }
}

}  // namespace

SignalWatch::SignalWatch() : slot_(-1), first_(0) {
    const std::lock_guard lock(mutex);
    for (std::size_t i = 0; i < children.size() && slot_ < 0; ++i) {
        if (children[i] == slot_free) {
            children[i] = slot_without_child;
            slot_ = static_cast<int>(i);
        }
    }
    TUTOR_ASSERT(slot_ >= 0);
    if (watch_count++ == 0) {
        install();
    }
    first_ = signal_count;
}

SignalWatch::~SignalWatch() {
    const std::lock_guard lock(mutex);
    children[static_cast<std::size_t>(slot_)] = slot_free;
    if (--watch_count == 0) {
        for (std::size_t i = 0; i < watched_signals.size(); ++i) {
            ::sigaction(watched_signals[i], &former_actions[i], nullptr);
        }
    }
}

void SignalWatch::set_child(pid_t child) noexcept {
    children[static_cast<std::size_t>(slot_)] = child > 0 ? child : slot_without_child;
    // A signal that came between our start and now has not reached the child.
    if (child > 0 && interrupted()) {
        ::kill(child, last_signal);
    }
}

bool SignalWatch::interrupted() const noexcept {
    return signal_count != first_;
}

}  // namespace tutor::process
