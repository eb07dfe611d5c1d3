// SPDX-License-Identifier: Apache-2.0
//
// For our own defects only, never for input: says where and aborts, in every build.

#pragma once

namespace tutor {

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace tutor

#define TUTOR_ASSERT(condition)                                                                    \
  (static_cast<bool>(condition) ? static_cast<void>(0)                                             \
                                : ::tutor::assertion_failed(#condition, __FILE__, __LINE__))
