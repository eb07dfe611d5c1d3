// SPDX-License-Identifier: Apache-2.0
//
// The output of containers.

#pragma once

#include "kube/client.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tutor::kube {

enum class Follow : std::uint8_t { no, yes };
enum class Previous : std::uint8_t { no, yes };

struct LogOptions {
    std::string container = {};  ///< empty: the pod's only one
    Follow follow = Follow::no;
    /// The container's run before this one (after a crash).
    Previous previous = Previous::no;
    std::optional<std::int64_t> tail_lines = {};
    std::optional<std::chrono::seconds> since = {};
};

/// One line without its end. `time` is as the server has it: "2024-01-31T12:00:00.123456789Z".
using LogSink = std::function<void(std::string_view line, std::string_view time)>;

/// Hands on the lines of a container, on the caller's thread. With Follow::yes it returns once this
/// run of the container has ended and all of its lines were given; a connection that is cut is made
/// again, and no line is lost or given twice. A container that has not started yet is waited for
/// with Follow::yes.
///
/// @throws ApiError         no such pod or container; without Follow::yes also: not started yet
/// @throws http::Cancelled  the client's stop token was used
void read_logs(
    const Client& client, const std::string& pod, const LogOptions& options, const LogSink& sink);

}  // namespace tutor::kube
