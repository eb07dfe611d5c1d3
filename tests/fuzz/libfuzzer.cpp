// SPDX-License-Identifier: Apache-2.0
//
// What libFuzzer calls; TUTOR_FUZZ_TARGET is the name of a target.

#include "target.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const tutor::fuzz::Target target = tutor::fuzz::find_target(TUTOR_FUZZ_TARGET);
    target({reinterpret_cast<const char*>(data), size});
    return 0;
}
