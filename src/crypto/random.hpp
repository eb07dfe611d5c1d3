// SPDX-License-Identifier: Apache-2.0
//
// Random text from the kernel's generator.

#pragma once

#include <cstddef>
#include <string>

namespace tutor::crypto {

/// @throws Error  the kernel gives no random bytes
std::string random_bytes(std::size_t count);

/// `length` characters of A-Z, a-z and 0-9, each equally likely.
std::string random_string(std::size_t length);

/// A random identifier: "8c1bf1ab-58ca-4e22-9d4c-5d5b6f5b1b0e".
std::string uuid4();

/// An identifier made of the time and a random node, so that it tells nothing of the machine.
std::string uuid1();

}  // namespace tutor::crypto
