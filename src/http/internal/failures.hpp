// SPDX-License-Identifier: Apache-2.0
//
// What the error codes of a connection mean to the user.

#pragma once

#include "http/error.hpp"
#include "http/internal/connection.hpp"

#include <string>

namespace tutor::http::internal {

/// `origin` is whom we talked to. A step that timed out counts as such, whatever its code.
TransportError step_failed(Step step, const Outcome& outcome, const std::string& origin, Sent sent);

}  // namespace tutor::http::internal
