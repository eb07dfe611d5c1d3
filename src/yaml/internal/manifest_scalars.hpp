// SPDX-License-Identifier: Apache-2.0
//
// What plain scalars mean to programs written in Go.

#pragma once

#include "value/value.hpp"

#include <string>
#include <string_view>

namespace tutor::yaml::internal {

/// None, boolean, number or string.
///
/// Upstream: gopkg.in/yaml.v3, its resolution of plain scalars; times stay strings, as in JSON
value::Value resolve_manifest_scalar(std::string_view text);

/// Whether a string must be quoted so that no YAML reader, old or new, takes it for something
/// else.
bool reads_as_other_than_string(std::string_view text);

/// A number as JSON and YAML both read it.
std::string manifest_real(double real);

}  // namespace tutor::yaml::internal
