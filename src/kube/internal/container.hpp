// SPDX-License-Identifier: Apache-2.0
//
// What a Pod document says of one of its containers.

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tutor::kube::internal {

struct ContainerRun {
    enum class State : std::uint8_t { waiting, running, terminated };
    State state = State::waiting;
    std::string id;           ///< of this run; empty while it waits for its first one
    std::string previous_id;  ///< of the run before
};

/// None when the pod says nothing of the container (yet). An empty name means the first one.
std::optional<ContainerRun> find_run(const value::Value& pod, const std::string& container);

/// Whether no container of the pod will ever start again.
bool is_over(const value::Value& pod);

}  // namespace tutor::kube::internal
