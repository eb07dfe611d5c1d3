// SPDX-License-Identifier: Apache-2.0

#include "value/big_integer.hpp"

#include "value/limits.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace tutor::value {

namespace {

constexpr std::uint64_t limb_base = std::uint64_t{1} << 32;

/// Steps of limb by limb that count as one item of work.
constexpr std::size_t limbs_per_item = 64;

/// Schoolbook work on `a` times `b` limbs.
void charge_limbs(std::size_t a, std::size_t b) {
    charge(a * b / limbs_per_item);
}

constexpr std::uint32_t low(std::uint64_t wide) {
    return static_cast<std::uint32_t>(wide & 0xFFFFFFFFU);
}

unsigned digit_value(char c) {
    if (c >= '0' && c <= '9') {
        return static_cast<unsigned>(c - '0');
    }
    return static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

/// The largest power of `base` below 2**32 and its exponent.
std::pair<std::uint32_t, unsigned> chunk_of(unsigned base) {
    std::uint64_t power = base;
    unsigned digits = 1;
    while (power * base < limb_base) {
        power *= base;
        ++digits;
    }
    return {low(power), digits};
}

}  // namespace

BigInteger::BigInteger(std::int64_t integer) : negative_(integer < 0) {
    auto magnitude = static_cast<std::uint64_t>(integer);
    if (negative_) {
        magnitude = 0 - magnitude;
    }
    for (; magnitude != 0; magnitude >>= 32) {
        limbs_.push_back(low(magnitude));
    }
}

BigInteger::BigInteger(Limbs limbs, bool negative) : limbs_(std::move(limbs)) {
    trim(limbs_);
    negative_ = negative && !limbs_.empty();
}

void BigInteger::trim(Limbs& limbs) {
    while (!limbs.empty() && limbs.back() == 0) {
        limbs.pop_back();
    }
}

BigInteger BigInteger::from_digits(std::string_view digits, unsigned base) {
    charge_limbs(digits.size() / 8, digits.size() / 8);
    bool negative = false;
    if (!digits.empty() && digits.front() == '-') {
        negative = true;
        digits.remove_prefix(1);
    }
    const auto [chunk_power, chunk_digits] = chunk_of(base);
    Limbs limbs;
    while (!digits.empty()) {
        // The first chunk takes what is left over, so that all others are full.
        std::size_t count = digits.size() % chunk_digits;
        count = count == 0 ? chunk_digits : count;
        std::uint64_t carry = 0;
        for (const char c : digits.substr(0, count)) {
            carry = carry * base + digit_value(c);
        }
        digits.remove_prefix(count);
        for (std::uint32_t& limb : limbs) {
            carry += std::uint64_t{limb} * chunk_power;
            limb = low(carry);
            carry >>= 32;
        }
        if (carry != 0) {
            limbs.push_back(low(carry));
        }
    }
    return {std::move(limbs), negative};
}

BigInteger BigInteger::from_real(double real) {
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(std::trunc(real)), &exponent);
    if (exponent <= 63) {
        return BigInteger(static_cast<std::int64_t>(real));
    }
    const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
    const BigInteger magnitude =
        BigInteger(mantissa).shifted_left(static_cast<std::size_t>(exponent - 53));
    return real < 0 ? -magnitude : magnitude;
}

std::size_t BigInteger::bit_length() const {
    if (limbs_.empty()) {
        return 0;
    }
    return (limbs_.size() - 1) * 32 + static_cast<std::size_t>(std::bit_width(limbs_.back()));
}

std::size_t BigInteger::bit_count() const {
    std::size_t count = 0;
    for (const std::uint32_t limb : limbs_) {
        count += static_cast<std::size_t>(std::popcount(limb));
    }
    return count;
}

std::optional<std::int64_t> BigInteger::to_int64() const {
    if (limbs_.size() > 2) {
        return std::nullopt;
    }
    std::uint64_t magnitude = 0;
    for (std::size_t i = limbs_.size(); i-- > 0;) {
        magnitude = magnitude << 32 | limbs_[i];
    }
    constexpr std::uint64_t limit = std::uint64_t{1} << 63;
    if (magnitude > limit || (magnitude == limit && !negative_)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(negative_ ? 0 - magnitude : magnitude);
}

std::optional<double> BigInteger::to_real() const {
    const std::size_t bits = bit_length();
    if (bits > 1024) {
        return std::nullopt;
    }
    // The top 64 bits, the last of which also stands for everything below it: enough for one
    // correct rounding by the conversion to double.
    std::uint64_t top = 0;
    std::size_t taken = 0;
    bool rest = false;
    for (std::size_t i = limbs_.size(); i-- > 0;) {
        const std::uint32_t limb = limbs_[i];
        const std::size_t width = i + 1 == limbs_.size() ? bits - i * 32 : 32;
        if (taken + width <= 64) {
            top = width == 64 ? limb : top << width | limb;
            taken += width;
        } else {
            const std::size_t fits = 64 - taken;
            const std::size_t below = width - fits;
            top = fits == 0 ? top : top << fits | limb >> below;
            rest = rest || (limb & ((std::uint64_t{1} << below) - 1)) != 0;
            taken = 64;
        }
    }
    if (rest) {
        top |= 1;
    }
    const double real = std::ldexp(static_cast<double>(top), static_cast<int>(bits - taken));
    if (std::isinf(real)) {
        return std::nullopt;
    }
    return negative_ ? -real : real;
}

std::string BigInteger::to_digits(unsigned base) const {
    if (limbs_.empty()) {
        return "0";
    }
    charge_limbs(limbs_.size(), limbs_.size());
    const auto [chunk_power, chunk_digits] = chunk_of(base);
    std::string reversed;
    Limbs limbs = limbs_;
    while (!limbs.empty()) {
        std::uint32_t chunk = divide_small(limbs, chunk_power);
        for (unsigned i = 0; i < chunk_digits && (chunk != 0 || !limbs.empty()); ++i) {
            reversed += "0123456789abcdefghijklmnopqrstuvwxyz"[chunk % base];
            chunk /= base;
        }
    }
    if (negative_) {
        reversed += '-';
    }
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

std::int64_t BigInteger::hash() const {
    constexpr std::uint64_t modulus = (std::uint64_t{1} << 61) - 1;
    std::uint64_t rest = 0;
    for (std::size_t i = limbs_.size(); i-- > 0;) {
        // rest * 2**32 modulo 2**61 - 1 is a rotation of its 61 bits.
        rest = ((rest << 32) & modulus) | (rest >> 29);
        rest += limbs_[i];
        rest = rest >= modulus ? rest - modulus : rest;
    }
    const auto signed_rest = static_cast<std::int64_t>(rest);
    return negative_ ? -signed_rest : signed_rest;
}

BigInteger BigInteger::operator-() const {
    return {limbs_, !negative_};
}

std::strong_ordering BigInteger::compare(const Limbs& a, const Limbs& b) {
    if (a.size() != b.size()) {
        return a.size() <=> b.size();
    }
    for (std::size_t i = a.size(); i-- > 0;) {
        if (a[i] != b[i]) {
            return a[i] <=> b[i];
        }
    }
    return std::strong_ordering::equal;
}

std::strong_ordering BigInteger::operator<=>(const BigInteger& other) const {
    if (negative_ != other.negative_) {
        return negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    return negative_ ? compare(other.limbs_, limbs_) : compare(limbs_, other.limbs_);
}

BigInteger::Limbs BigInteger::add(const Limbs& a, const Limbs& b) {
    const Limbs& longer = a.size() < b.size() ? b : a;
    const Limbs& shorter = a.size() < b.size() ? a : b;
    Limbs sum(longer.size() + 1);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < longer.size(); ++i) {
        carry += std::uint64_t{longer[i]} + (i < shorter.size() ? shorter[i] : 0);
        sum[i] = low(carry);
        carry >>= 32;
    }
    sum.back() = low(carry);
    return sum;
}

BigInteger::Limbs BigInteger::subtract(const Limbs& a, const Limbs& b) {
    Limbs difference(a.size());
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const std::uint64_t take = (i < b.size() ? std::uint64_t{b[i]} : 0) + borrow;
        difference[i] = low(a[i] - take);
        borrow = a[i] < take ? 1 : 0;
    }
    return difference;
}

BigInteger operator+(const BigInteger& a, const BigInteger& b) {
    if (a.negative_ == b.negative_) {
        return {BigInteger::add(a.limbs_, b.limbs_), a.negative_};
    }
    if (BigInteger::compare(a.limbs_, b.limbs_) < 0) {
        return {BigInteger::subtract(b.limbs_, a.limbs_), b.negative_};
    }
    return {BigInteger::subtract(a.limbs_, b.limbs_), a.negative_};
}

BigInteger operator-(const BigInteger& a, const BigInteger& b) {
    return a + -b;
}

BigInteger operator*(const BigInteger& a, const BigInteger& b) {
    charge_limbs(a.limbs_.size(), b.limbs_.size());
    BigInteger::Limbs product(a.limbs_.size() + b.limbs_.size());
    for (std::size_t i = 0; i < a.limbs_.size(); ++i) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < b.limbs_.size(); ++j) {
            carry += std::uint64_t{a.limbs_[i]} * b.limbs_[j] + product[i + j];
            product[i + j] = low(carry);
            carry >>= 32;
        }
        product[i + b.limbs_.size()] = low(carry);
    }
    return {std::move(product), a.negative_ != b.negative_};
}

BigInteger BigInteger::shifted_left(std::size_t bits) const {
    if (limbs_.empty()) {
        return {};
    }
    const std::size_t whole = bits / 32;
    const std::size_t rest = bits % 32;
    Limbs shifted(whole + limbs_.size() + 1);
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        const std::uint64_t wide = std::uint64_t{limbs_[i]} << rest;
        shifted[whole + i] |= low(wide);
        shifted[whole + i + 1] = low(wide >> 32);
    }
    return {std::move(shifted), negative_};
}

std::uint32_t BigInteger::divide_small(Limbs& limbs, std::uint32_t divisor) {
    std::uint64_t rest = 0;
    for (std::size_t i = limbs.size(); i-- > 0;) {
        rest = rest << 32 | limbs[i];
        limbs[i] = low(rest / divisor);
        rest %= divisor;
    }
    trim(limbs);
    return low(rest);
}

// Knuth's algorithm D: schoolbook division by limbs, with the divisor shifted so that its top
// bit is set; then an estimate from the two top limbs is at most 2 too large.
std::pair<BigInteger::Limbs, BigInteger::Limbs> BigInteger::divide(const Limbs& a, const Limbs& b) {
    if (compare(a, b) < 0) {
        return {{}, a};
    }
    if (b.size() == 1) {
        Limbs quotient = a;
        const std::uint32_t rest = divide_small(quotient, b.front());
        return {std::move(quotient), Limbs{rest}};
    }
    charge_limbs(a.size() - b.size() + 1, b.size());
    const auto shift = static_cast<std::size_t>(std::countl_zero(b.back()));
    Limbs rest = BigInteger(a, false).shifted_left(shift).limbs_;
    const Limbs divisor = BigInteger(b, false).shifted_left(shift).limbs_;
    rest.resize(a.size() + 1);
    Limbs quotient(a.size() - b.size() + 1);
    const std::size_t n = divisor.size();
    for (std::size_t j = quotient.size(); j-- > 0;) {
        const std::uint64_t top = std::uint64_t{rest[j + n]} << 32 | rest[j + n - 1];
        std::uint64_t guess = top / divisor[n - 1];
        std::uint64_t left = top % divisor[n - 1];
        while (guess >= limb_base || guess * divisor[n - 2] > (left << 32 | rest[j + n - 2])) {
            --guess;
            left += divisor[n - 1];
            if (left >= limb_base) {
                break;
            }
        }
        std::uint64_t carry = 0;
        std::uint64_t borrow = 0;
        for (std::size_t i = 0; i < n; ++i) {
            carry += guess * divisor[i];
            const std::uint64_t take = low(carry) + borrow;
            borrow = rest[i + j] < take ? 1 : 0;
            rest[i + j] = low(rest[i + j] - take);
            carry >>= 32;
        }
        const std::uint64_t take = carry + borrow;
        const bool too_large = rest[j + n] < take;
        rest[j + n] = low(rest[j + n] - take);
        if (too_large) {
            --guess;
            carry = 0;
            for (std::size_t i = 0; i < n; ++i) {
                carry += std::uint64_t{rest[i + j]} + divisor[i];
                rest[i + j] = low(carry);
                carry >>= 32;
            }
            rest[j + n] = low(rest[j + n] + carry);
        }
        quotient[j] = low(guess);
    }
    rest.resize(n);
    if (shift != 0) {
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint64_t above = i + 1 < n ? rest[i + 1] : 0;
            rest[i] = low((above << 32 | rest[i]) >> shift);
        }
    }
    return {std::move(quotient), std::move(rest)};
}

std::pair<BigInteger, BigInteger> BigInteger::divide(const BigInteger& divisor) const {
    auto [quotient_limbs, rest_limbs] = divide(limbs_, divisor.limbs_);
    BigInteger quotient(std::move(quotient_limbs), negative_ != divisor.negative_);
    BigInteger rest(std::move(rest_limbs), negative_);
    if (!rest.is_zero() && negative_ != divisor.negative_) {
        quotient = quotient - BigInteger(1);
        rest = rest + divisor;
    }
    return {std::move(quotient), std::move(rest)};
}

BigInteger BigInteger::power(std::uint64_t exponent) const {
    BigInteger result(1);
    BigInteger square = *this;
    while (exponent != 0) {
        if ((exponent & 1U) != 0) {
            result = result * square;
        }
        exponent >>= 1;
        if (exponent != 0) {
            square = square * square;
        }
    }
    return result;
}

}  // namespace tutor::value
