// SPDX-License-Identifier: Apache-2.0
//
// Reads JSON (RFC 8259) into values.
//
//     const value::Value document = json::parse(R"({"a": [1, 2.5]})", "body");

#pragma once

#include "value/value.hpp"

#include <string_view>

namespace tutor::json {

/// One document. Objects keep the order of their keys, the last of equal keys wins; integers of
/// any size are kept exactly. `source` names the text in errors. A leading byte order mark is
/// skipped. NaN and Infinity, which Python reads, are errors.
///
/// @throws Error  with line and column
value::Value parse(std::string_view text, std::string_view source);

}  // namespace tutor::json
