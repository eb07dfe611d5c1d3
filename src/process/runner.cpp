// SPDX-License-Identifier: Apache-2.0

#include "process/runner.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <csignal>
#include <cstring>

namespace tutor::process {
namespace {

// A container's main program that is killed makes docker exit with 128 + N, so the hint speaks
// of "it, or what it ran".
std::string hint_for(int status) {
    const int signal = status - 128;
    if (status == 125 || status == 126 || status == 127) {
        return "such a status usually means that a program could not be started at all";
    }
    if (signal <= 0 || signal >= NSIG) {
        return "";
    }
    const char* name = ::sigabbrev_np(signal);
    if (name == nullptr) {
        return "";
    }
    std::string hint = fmt::format("it, or what it ran, was ended by signal SIG{}", name);
    if (signal == SIGKILL) {
        hint += ": often because memory ran out";
    }
    return hint;
}

}  // namespace

Error failure(const Command& command, int status) {
    return Error(
        {.message =
             fmt::format("Command failed with status {}: {}", status, shell_join(command.argv)),
         .hint = hint_for(status)});
}

Error captured_failure(const Command& command, int status) {
    std::string hint = hint_for(status);
    return Error(
        {.message = fmt::format("Command failed: {}", shell_join(command.argv)),
         .hint = hint.empty() ? fmt::format("its exit status was {}", status) : hint});
}

}  // namespace tutor::process
