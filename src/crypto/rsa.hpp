// SPDX-License-Identifier: Apache-2.0
//
// RSA private keys: made, and taken apart for JSON web keys.

#pragma once

#include <string>
#include <string_view>

namespace tutor::crypto {

/// The numbers of a private key, in decimal digits.
struct RsaNumbers {
    std::string n;     ///< modulus
    std::string e;     ///< public exponent
    std::string d;     ///< private exponent
    std::string p;     ///< first prime
    std::string q;     ///< second prime
    std::string dp;    ///< d mod (p - 1)
    std::string dq;    ///< d mod (q - 1)
    std::string invq;  ///< q^-1 mod p
};

/// A new key as PKCS#1 PEM ("BEGIN RSA PRIVATE KEY"), without a final newline.
///
/// @throws Error  `bits` is below 1024 or above 16384
std::string rsa_generate_pem(int bits);

/// Reads a PEM private key, PKCS#1 or PKCS#8.
///
/// @throws Error  it is no such key, is not RSA, or wants a passphrase
RsaNumbers rsa_import(std::string_view pem);

}  // namespace tutor::crypto
