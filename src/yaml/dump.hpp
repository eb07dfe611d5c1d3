// SPDX-License-Identifier: Apache-2.0
//
// Writes values as config.yml has them: block style, sorted keys, unescaped UTF-8, lines folded
// at 80 columns, every string quoted that YAML 1.1 would take for something else.
//
//     yaml::dump(config);        // LMS_HOST: local.openedx.io\nPLUGINS:\n- mfe\n

#pragma once

#include "value/value.hpp"

#include <string>

namespace tutor::yaml {

enum class KeyOrder { sorted, kept };

struct DumpOptions {
    /// Keys that have no common order (numbers and strings) are kept as they are.
    KeyOrder key_order = KeyOrder::sorted;
};

/// One document with a final newline. A list or dict that occurs twice is written once, with an
/// anchor.
///
/// Upstream: yaml.safe_dump(value, default_flow_style=False, allow_unicode=True), byte for byte
/// @throws Error  something in it (a function, an undefined) has no YAML form
std::string dump(const value::Value& value, const DumpOptions& options = {});

}  // namespace tutor::yaml
