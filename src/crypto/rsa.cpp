// SPDX-License-Identifier: Apache-2.0

#include "crypto/rsa.hpp"

#include "base/error.hpp"
#include "crypto/internal/pkcs1.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <climits>
#include <memory>
#include <optional>
#include <utility>

namespace tutor::crypto {
namespace {

constexpr int min_bits = 1024;
constexpr int max_bits = 16384;

template <auto release>
struct Release {
    template <class T>
    void operator()(T* object) const noexcept {
        release(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Number = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;

/// OpenSSL's queue of errors must not leak into the next caller's messages.
[[noreturn]] void fail(std::string message, std::string hint = {}) {
    ERR_clear_error();
    throw Error({.message = std::move(message), .hint = std::move(hint)});
}

// Without it OpenSSL would ask on the terminal for the passphrase of an encrypted key.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) noexcept {
    return -1;
}

Number number_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) {
        fail("the RSA key is incomplete", "a private key with its prime factors is needed");
    }
    return Number(number);
}

std::string digits_of(const BIGNUM* number) {
    const std::unique_ptr<char, void (*)(char*)> digits(
        BN_bn2dec(number), [](char* text) { OPENSSL_free(text); });
    if (digits == nullptr) {
        fail("out of memory");
    }
    return digits.get();
}

std::string digits_of(const EVP_PKEY* key, const char* name) {
    return digits_of(number_of(key, name).get());
}

}  // namespace

std::string rsa_generate_pem(int bits) {
    if (bits < min_bits || bits > max_bits) {
        fail(fmt::format(
            "an RSA key must have between {} and {} bits, not {}", min_bits, max_bits, bits));
    }
    const Key key(EVP_RSA_gen(static_cast<unsigned>(bits)));
    const Bio bio(BIO_new(BIO_s_secmem()));
    if (key == nullptr || bio == nullptr
        || PEM_write_bio_PrivateKey_traditional(
               bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)
            != 1) {
        fail("OpenSSL cannot make an RSA key");
    }
    const char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    std::string pem(data, static_cast<std::size_t>(size));
    while (!pem.empty() && pem.back() == '\n') {
        pem.pop_back();
    }
    return pem;
}

RsaNumbers rsa_import(std::string_view pem) {
    if (pem.size() > INT_MAX) {
        fail("the text is no PEM key");
    }
    if (std::optional<RsaNumbers> numbers = read_pkcs1(pem)) {
        return *std::move(numbers);
    }
    const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const Key key(
        bio == nullptr ? nullptr
                       : PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr));
    if (key == nullptr) {
        fail(
            "the text is no RSA private key in PEM format, or it is protected by a passphrase",
            "it should begin with '-----BEGIN RSA PRIVATE KEY-----'");
    }
    if (EVP_PKEY_is_a(key.get(), "RSA") != 1) {
        fail("the private key is not an RSA key");
    }
    const Number p = number_of(key.get(), OSSL_PKEY_PARAM_RSA_FACTOR1);
    const Number q = number_of(key.get(), OSSL_PKEY_PARAM_RSA_FACTOR2);
    return {
        .n = digits_of(key.get(), OSSL_PKEY_PARAM_RSA_N),
        .e = digits_of(key.get(), OSSL_PKEY_PARAM_RSA_E),
        .d = digits_of(key.get(), OSSL_PKEY_PARAM_RSA_D),
        .p = digits_of(p.get()),
        .q = digits_of(q.get()),
        .dp = digits_of(key.get(), OSSL_PKEY_PARAM_RSA_EXPONENT1),
        .dq = digits_of(key.get(), OSSL_PKEY_PARAM_RSA_EXPONENT2),
        .invq = digits_of(key.get(), OSSL_PKEY_PARAM_RSA_COEFFICIENT1),
    };
}

}  // namespace tutor::crypto
