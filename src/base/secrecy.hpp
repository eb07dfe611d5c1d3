// SPDX-License-Identifier: Apache-2.0
//
// Guessing which lines of a text hold a secret that no Masker knows: the password of last week in
// a file about to be replaced.

#pragma once

#include <string_view>

namespace tutor {

/// Whether the line gives a value to a name like "password", or holds a long piece of what looks
/// like base64. Errs on the side of secrecy.
bool looks_like_secret(std::string_view line);

}  // namespace tutor
