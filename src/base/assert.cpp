// SPDX-License-Identifier: Apache-2.0

#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace tutor {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "tutor: internal error at %s:%d: %s\n", file, line, condition);
    std::abort();
}

}  // namespace tutor
