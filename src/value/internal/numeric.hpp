// SPDX-License-Identifier: Apache-2.0
//
// Numbers of every kind side by side: bool, int, big int, float.

#pragma once

#include "value/big_integer.hpp"
#include "value/value.hpp"

#include <compare>
#include <string>

namespace tutor::value::internal {

/// bool, int or big int.
inline bool is_integral(const Value& value) {
    return value.is_integer() || value.is_boolean();
}

/// bool or int of 64 bits.
inline bool is_small(const Value& value) {
    return value.kind() == Kind::integer || value.is_boolean();
}

inline bool is_numeric(const Value& value) {
    return is_integral(value) || value.is_real();
}

/// The integer of a bool, int or big int.
BigInteger to_big(const Value& integral);

/// Exact, whatever the kinds; unordered for nan.
std::partial_ordering compare_numbers(const Value& a, const Value& b);

/// Decimal digits. @throws PythonError  ValueError beyond Python's limit of 4300 digits
std::string integer_digits(const Value& integral);

/// The number as a float. @throws PythonError  OverflowError with `message`
double real_of(const Value& number, const char* message = "int too large to convert to float");

/// An int from a finite float without its fraction.
Value integer_of(double real);

/// Counts how deep an operation has gone into containers.
class DepthGuard {
public:
    /// @throws PythonError  RecursionError "maximum recursion depth exceeded" + `doing`
    explicit DepthGuard(const char* doing);
    ~DepthGuard();
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
};

}  // namespace tutor::value::internal
