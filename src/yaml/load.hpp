// SPDX-License-Identifier: Apache-2.0
//
// Reads YAML 1.1 into values, typed exactly as PyYAML's safe loader types it: `yes` is true,
// `0123` is 83, `12:30:45` is 45045, `1e3` is a string.
//
//     const value::Value config = yaml::load(text, "config.yml");
//
// Aliases share one list or dict. Differences from PyYAML: docs/compatibility/pyyaml.md.

#pragma once

#include "value/value.hpp"

#include <string_view>
#include <vector>

namespace tutor::yaml {

/// The only document of `text`; None when there is none. `source` names the text in errors.
/// A leading byte order mark is skipped.
///
/// Upstream: yaml.safe_load
/// @throws Error  with line and column: no YAML, a second document, an unknown tag, a key that
///     is a list or a mapping, a value that its tag does not allow
value::Value load(std::string_view text, std::string_view source);

/// All documents of `text`, in order.
///
/// Upstream: yaml.safe_load_all
/// @throws Error  as `load`
std::vector<value::Value> load_all(std::string_view text, std::string_view source);

}  // namespace tutor::yaml
