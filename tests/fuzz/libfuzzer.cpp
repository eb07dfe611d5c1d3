// SPDX-License-Identifier: Apache-2.0
//
// What libFuzzer calls; TUTOR_FUZZ_TARGET is one of the functions of input.hpp.

#include "input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    tutor::jinja::fuzz::TUTOR_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}
