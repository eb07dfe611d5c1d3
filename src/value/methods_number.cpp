// SPDX-License-Identifier: Apache-2.0
//
// Methods of ints and floats.

#include "value/errors.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/internal/parameters.hpp"
#include "value/numbers.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tutor::value::internal {

namespace {

Value as_integer_ratio(const Value& self, Arguments& arguments) {
    take_none(self, "as_integer_ratio", arguments);
    return Value::tuple({truncate(self), 1});
}
Value bit_count(const Value& self, Arguments& arguments) {
    take_none(self, "bit_count", arguments);
    return static_cast<std::int64_t>(to_big(self).bit_count());
}
Value bit_length(const Value& self, Arguments& arguments) {
    take_none(self, "bit_length", arguments);
    return static_cast<std::int64_t>(to_big(self).bit_length());
}
Value conjugate(const Value& self, Arguments& arguments) {
    take_none(self, "conjugate", arguments);
    return self.is_real() ? self : truncate(self);
}

constexpr Method table_of_integer[] = {
    {"as_integer_ratio", as_integer_ratio},
    {"bit_count", bit_count},
    {"bit_length", bit_length},
    {"conjugate", conjugate},
};

Value real_as_integer_ratio(const Value& self, Arguments& arguments) {
    take_none(self, "as_integer_ratio", arguments);
    const double real = self.as_real();
    if (std::isnan(real)) {
        raise_value_error("cannot convert NaN to integer ratio");
    }
    if (std::isinf(real)) {
        throw PythonError("OverflowError", "cannot convert Infinity to integer ratio");
    }
    int exponent = 0;
    double fraction = std::frexp(real, &exponent);
    for (int i = 0; i < 53 && fraction != std::trunc(fraction); ++i) {
        fraction *= 2;
        --exponent;
    }
    const BigInteger numerator = BigInteger::from_real(fraction);
    const BigInteger power =
        BigInteger(1).shifted_left(static_cast<std::size_t>(std::abs(exponent)));
    if (exponent >= 0) {
        return Value::tuple({Value::big(numerator * power), 1});
    }
    return Value::tuple({Value::big(numerator), Value::big(power)});
}

Value hex(const Value& self, Arguments& arguments) {
    take_none(self, "hex", arguments);
    const double real = self.as_real();
    if (!std::isfinite(real)) {
        return real_repr(real);
    }
    const char* const sign = std::signbit(real) ? "-" : "";
    if (real == 0) {
        return fmt::format("{}0x0.0p+0", sign);
    }
    // 13 hexadecimal digits behind the point, whatever their end.
    int exponent = 0;
    double fraction = std::frexp(std::fabs(real), &exponent);
    constexpr int lowest = -1021;
    const int shift = 1 - std::max(lowest - exponent, 0);
    fraction = std::ldexp(fraction, shift);
    exponent -= shift;
    const auto whole = static_cast<int>(fraction);
    const auto digits =
        static_cast<std::uint64_t>(std::ldexp(fraction - static_cast<double>(whole), 52));
    return fmt::format(
        "{}0x{}.{:013x}p{}{}", sign, whole, digits, exponent < 0 ? '-' : '+', std::abs(exponent));
}

Value is_integer(const Value& self, Arguments& arguments) {
    take_none(self, "is_integer", arguments);
    const double real = self.as_real();
    return std::isfinite(real) && std::trunc(real) == real;
}

constexpr Method table_of_real[] = {
    {"as_integer_ratio", real_as_integer_ratio},
    {"conjugate", conjugate},
    {"hex", hex},
    {"is_integer", is_integer},
};

}  // namespace

std::span<const Method> integer_methods() {
    return table_of_integer;
}
std::span<const Method> real_methods() {
    return table_of_real;
}

}  // namespace tutor::value::internal
