// SPDX-License-Identifier: Apache-2.0

#include "process/interruption.hpp"

#include "process/internal/signal_watch.hpp"

namespace tutor::process {

struct Interruption::State {
    SignalWatch watch;
};

Interruption::Interruption() : state_(std::make_unique<State>()) {}

Interruption::~Interruption() = default;

bool Interruption::requested() const noexcept {
    return state_->watch.interrupted();
}

}  // namespace tutor::process
