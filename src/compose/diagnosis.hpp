// SPDX-License-Identifier: Apache-2.0
//
// Why a Compose command may have failed, as far as this machine can tell.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tutor::compose {

/// Whether something answers on the engine's socket: `DOCKER_HOST` of the form unix://PATH, else
/// the usual one. True when the engine is elsewhere (ssh, tcp) and cannot be asked that way.
bool engine_answers();

/// Whether another program listens on a TCP port of this machine.
bool port_is_taken(std::int64_t port);

/// The words of a Compose command that name services: what follows the options of `up`, `stop`,
/// `logs` and their like; the first word of `run` and `exec`.
std::vector<std::string> named_services(const std::vector<std::string>& words);

}  // namespace tutor::compose
