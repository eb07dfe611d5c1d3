// SPDX-License-Identifier: Apache-2.0
//
// Writes values as Python's json.dumps does, byte for byte.
//
//     json::dump(value);                                      // {"a": [1, 2.5]}
//     json::dump(value, {.indent = 2, .sort_keys = true});

#pragma once

#include "value/value.hpp"

#include <optional>
#include <string>

namespace tutor::json {

struct DumpOptions {
    /// Spaces per level; none writes everything on one line. 0 breaks lines without indenting.
    std::optional<int> indent = {};
    bool sort_keys = false;
    /// Everything beyond ASCII as \uXXXX.
    bool ensure_ascii = true;
    /// Default: ", ", or "," when `indent` is set.
    std::optional<std::string> item_separator = {};
    std::string key_separator = ": ";
};

/// Tuples become arrays; keys that are numbers, booleans or None become strings.
///
/// Upstream: json.dumps
/// @throws value::PythonError  as Python: TypeError for what JSON cannot hold (dates, functions,
///     other keys), ValueError for a circular reference
std::string dump(const value::Value& value, const DumpOptions& options = {});

}  // namespace tutor::json
