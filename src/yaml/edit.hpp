// SPDX-License-Identifier: Apache-2.0
//
// Changes a mapping in its file without touching what the user wrote around it.
//
//     const yaml::Edited edited = yaml::edit(old_text, config, "config.yml");
//     write_atomically(path, edited.text, …);
//
// What happens to the text:
//
// - A top-level key whose value is the same (type included) keeps its bytes: comments, order,
//   quoting, layout.
// - A changed value is replaced where it stands. Written on one line before and after, it keeps
//   the spacing of its key and the comment behind it. Of a list in lines, only the items
//   that come or go are touched.
// - A new key goes to its sorted place when the keys of the file are sorted, else to the end.
// - A removed key takes its own lines along. Comments above it stay: they are the user's.
// - Line ends are those of the file.
//
// The new text is read back; unless it gives exactly the wanted mapping, the file is written
// anew with `dump`. This happens for a mapping in braces, and when a changed or removed value
// carries an anchor that others use.

#pragma once

#include "value/value.hpp"

#include <string>
#include <string_view>

namespace tutor::yaml {

struct Edited {
    std::string text;
    /// Whether comments and layout could not be kept.
    bool rewritten = false;
};

/// The text of a file that holds `wanted`, made from the one it had. `old_text` may be empty.
///
/// @throws Error  `old_text` is no YAML or no mapping, or `wanted` cannot be written
Edited edit(std::string_view old_text, const value::Dict& wanted, std::string_view source);

}  // namespace tutor::yaml
