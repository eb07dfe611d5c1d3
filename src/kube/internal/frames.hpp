// SPDX-License-Identifier: Apache-2.0
//
// The stream of a watch: a JSON document on each line, cut anywhere.

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tutor::kube::internal {

/// Puts lines together from pieces. No line is longer than `max_line_bytes`.
class LineCutter {
public:
    static constexpr std::size_t max_line_bytes = std::size_t{64} << 20U;

    /// Calls `on_line` for each line that is complete, without its end ("\n" or "\r\n").
    ///
    /// @throws Error  a line is too long; what `on_line` throws
    void add(std::string_view bytes, const std::function<void(std::string_view line)>& on_line);

    /// What has no end yet.
    const std::string& rest() const { return rest_; }
    void clear() { rest_.clear(); }

private:
    std::string rest_;
};

struct Frame {
    enum class Type : std::uint8_t { added, modified, deleted, bookmark, error, unknown };
    Type type = Type::unknown;
    value::Value object;  ///< a mapping
};

/// One line of a watch. Types that are not known are for newer clients.
///
/// @throws Error  it is no such document
Frame parse_frame(std::string_view line);

}  // namespace tutor::kube::internal
