// SPDX-License-Identifier: Apache-2.0
//
// Integers beyond 64 bits: RSA keys, 2**64. Values hold one only when it does not fit into
// std::int64_t (`Value::big` sees to it).

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::value {

/// An integer of any size: sign and magnitude. Division floors, as Python's does.
class BigInteger {
public:
    BigInteger() = default;  ///< 0
    explicit BigInteger(std::int64_t integer);

    /// Well-formed digits of `base` (2 to 36) with an optional '-'.
    static BigInteger from_digits(std::string_view digits, unsigned base = 10);
    /// The integer part of a finite number.
    static BigInteger from_real(double real);

    bool is_zero() const { return limbs_.empty(); }
    bool is_negative() const { return negative_; }
    std::size_t bit_length() const;  ///< of the magnitude; 0 for 0
    std::size_t bit_count() const;   ///< ones of the magnitude
    bool is_odd() const { return !limbs_.empty() && (limbs_.front() & 1U) != 0; }
    std::optional<std::int64_t> to_int64() const;
    /// The nearest double, ties to even; none when it is beyond the largest one.
    std::optional<double> to_real() const;
    /// Lower-case digits of `base` (2 to 36) with '-' for a negative number.
    std::string to_digits(unsigned base = 10) const;
    /// What Python's hash() gives: the number modulo 2**61 - 1, with the sign.
    std::int64_t hash() const;

    BigInteger operator-() const;
    friend BigInteger operator+(const BigInteger& a, const BigInteger& b);
    friend BigInteger operator-(const BigInteger& a, const BigInteger& b);
    friend BigInteger operator*(const BigInteger& a, const BigInteger& b);
    BigInteger shifted_left(std::size_t bits) const;
    /// Floored quotient and remainder (with the sign of `divisor`); the divisor is not 0.
    std::pair<BigInteger, BigInteger> divide(const BigInteger& divisor) const;
    BigInteger power(std::uint64_t exponent) const;

    bool operator==(const BigInteger&) const = default;
    std::strong_ordering operator<=>(const BigInteger& other) const;

private:
    using Limbs = std::vector<std::uint32_t>;

    BigInteger(Limbs limbs, bool negative);

    static std::strong_ordering compare(const Limbs& a, const Limbs& b);
    static Limbs add(const Limbs& a, const Limbs& b);
    static Limbs subtract(const Limbs& a, const Limbs& b);  // a is not the smaller one
    static std::uint32_t divide_small(Limbs& limbs, std::uint32_t divisor);
    static std::pair<Limbs, Limbs> divide(const Limbs& a, const Limbs& b);
    static void trim(Limbs& limbs);

    Limbs limbs_;  // lowest first, no zero at the end
    bool negative_ = false;
};

}  // namespace tutor::value
