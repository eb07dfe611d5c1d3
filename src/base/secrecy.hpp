// SPDX-License-Identifier: Apache-2.0
//
// Guessing which lines of a text hold a secret that no Masker knows: the password of last week in
// a file about to be replaced, the parts of a key that were computed from it.

#pragma once

#include <string_view>

namespace tutor {

/// Whether the line holds a long piece of what looks like base64, plain or for addresses.
bool holds_key_material(std::string_view line);

/// The same, or that the line gives a value to a name like "password". Errs on the side of
/// secrecy.
bool looks_like_secret(std::string_view line);

}  // namespace tutor
