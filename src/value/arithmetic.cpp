// SPDX-License-Identifier: Apache-2.0
//
// Operators on numbers, and what + * % mean for texts and sequences.

#include "value/arithmetic.hpp"

#include "value/errors.hpp"
#include "value/formatting.hpp"
#include "value/internal/access.hpp"
#include "value/internal/numeric.hpp"
#include "value/internal/operators.hpp"
#include "value/markup.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <cmath>

namespace tutor::value {

namespace internal {

void rethrow_masked(const PythonError& error, Mark mark) {
    if (mark == Mark::plain || error.class_name() == "Cancelled") {
        throw error;
    }
    throw PythonError(error.class_name(), "*** (the format or its arguments are secret)");
}

void raise_type_error(std::string message) {
    throw PythonError("TypeError", std::move(message));
}

void raise_value_error(std::string message) {
    throw PythonError("ValueError", std::move(message));
}

std::optional<Value> operate_on_objects(Operator operation, const Value& a, const Value& b) {
    if (a.is_object() || a.is_undefined()) {
        if (auto result = a.as_object()->operate(operation, Side::left, b)) {
            return result;
        }
    }
    if (b.is_object() || b.is_undefined()) {
        return b.as_object()->operate(operation, Side::right, a);
    }
    return std::nullopt;
}

}  // namespace internal

namespace {

using internal::is_integral;
using internal::is_numeric;
using internal::is_small;
using internal::real_of;
using internal::to_big;

bool both_integral(const Value& a, const Value& b) {
    return is_integral(a) && is_integral(b);
}

bool both_numeric(const Value& a, const Value& b) {
    return is_numeric(a) && is_numeric(b);
}

bool both_small(const Value& a, const Value& b) {
    return is_small(a) && is_small(b);
}

bool is_sequence(const Value& value) {
    return value.is_string() || value.is_list() || value.is_tuple();
}

/// What an operator does when the kinds of its operands have no meaning for it.
Value unsupported(Operator operation, std::string_view symbol, const Value& a, const Value& b) {
    if (auto result = internal::operate_on_objects(operation, a, b)) {
        return *std::move(result);
    }
    throw PythonError(
        "TypeError",
        fmt::format(
            "unsupported operand type(s) for {}: '{}' and '{}'",
            symbol,
            type_name(a),
            type_name(b)));
}

[[noreturn]] void divided_by_zero(const char* message) {
    throw PythonError("ZeroDivisionError", message);
}

Value joined_texts(Kind kind, std::string_view first, std::string_view second, Mark mark) {
    internal::require_room(first.size() + second.size());
    return internal::make_string(kind, first, second, mark);
}

Value add_texts(const Value& a, const Value& b) {
    const Mark mark = a.mark() | b.mark();
    if (a.is_markup() == b.is_markup()) {
        return joined_texts(a.kind(), a.as_string(), b.as_string(), mark);
    }
    if (a.is_markup()) {
        return joined_texts(Kind::markup, a.as_string(), escape_html(b.as_string()), mark);
    }
    return joined_texts(Kind::markup, escape_html(a.as_string()), b.as_string(), mark);
}

std::vector<Value> joined_items(const Value& a, const Value& b) {
    internal::require_room(a.items().size() + b.items().size(), sizeof(Value));
    std::vector<Value> items;
    items.reserve(a.items().size() + b.items().size());
    items.insert(items.end(), a.items().begin(), a.items().end());
    items.insert(items.end(), b.items().begin(), b.items().end());
    return items;
}

/// Floored quotient and remainder of small integers; the divisor is not 0.
std::pair<std::int64_t, std::int64_t> floored(std::int64_t a, std::int64_t b) {
    std::int64_t quotient = a / b;
    std::int64_t rest = a % b;
    if (rest != 0 && (rest < 0) != (b < 0)) {
        rest += b;
        --quotient;
    }
    return {quotient, rest};
}

bool is_lowest(const Value& value) {
    return Access::small_integer(value) == INT64_MIN;
}

/// Floored quotient and remainder of floats; the divisor is not 0.
std::pair<double, double> floored(double a, double b) {
    double rest = std::fmod(a, b);
    double quotient = (a - rest) / b;
    if (rest != 0) {
        if ((b < 0) != (rest < 0)) {
            rest += b;
            quotient -= 1.0;
        }
    } else {
        rest = std::copysign(0.0, b);
    }
    if (quotient != 0) {
        const double whole = std::floor(quotient);
        quotient = quotient - whole > 0.5 ? whole + 1.0 : whole;
    } else {
        quotient = std::copysign(0.0, a / b);
    }
    return {quotient, rest};
}

/// The correctly rounded quotient of integers that are not exact as floats.
double true_quotient(const BigInteger& a, const BigInteger& b) {
    const bool negative = a.is_negative() != b.is_negative();
    BigInteger dividend = a.is_negative() ? -a : a;
    BigInteger divisor = b.is_negative() ? -b : b;
    // Scaled so that the quotient has 65 or 66 bits, the last of which also stands for the rest.
    const auto difference = static_cast<std::int64_t>(dividend.bit_length())
        - static_cast<std::int64_t>(divisor.bit_length());
    const std::int64_t shift = 65 - difference;
    if (shift >= 0) {
        dividend = dividend.shifted_left(static_cast<std::size_t>(shift));
    } else {
        divisor = divisor.shifted_left(static_cast<std::size_t>(-shift));
    }
    auto [quotient, rest] = dividend.divide(divisor);
    if (difference < -1080) {
        return negative ? -0.0 : 0.0;
    }
    if (shift > 1086) {
        // A subnormal result keeps fewer bits: round at its last place, 2**-1074.
        const auto drop = static_cast<std::size_t>(shift - 1074);
        const BigInteger unit = BigInteger(1).shifted_left(drop);
        auto [whole, below] = quotient.divide(unit);
        const auto half = below + below <=> unit;
        if (half > 0 || (half == 0 && (!rest.is_zero() || whole.is_odd()))) {
            whole = whole + BigInteger(1);
        }
        const double result = std::ldexp(*whole.to_real(), -1074);
        return negative ? -result : result;
    }
    if (!rest.is_zero() && !quotient.is_odd()) {
        quotient = quotient + BigInteger(1);
    }
    const double result = std::ldexp(*quotient.to_real(), static_cast<int>(-shift));
    if (std::isinf(result)) {
        throw PythonError("OverflowError", "integer division result too large for a float");
    }
    return negative ? -result : result;
}

Value divide_integers(const Value& a, const Value& b) {
    constexpr std::int64_t exact = std::int64_t{1} << 53;
    if (both_small(a, b)) {
        const std::int64_t x = Access::small_integer(a);
        const std::int64_t y = Access::small_integer(b);
        if (y == 0) {
            divided_by_zero("division by zero");
        }
        if (x >= -exact && x <= exact && y >= -exact && y <= exact) {
            return static_cast<double>(x) / static_cast<double>(y);
        }
    }
    const BigInteger divisor = to_big(b);
    if (divisor.is_zero()) {
        divided_by_zero("division by zero");
    }
    const BigInteger dividend = to_big(a);
    if (dividend.is_zero()) {
        return divisor.is_negative() ? -0.0 : 0.0;
    }
    return true_quotient(dividend, divisor);
}

Value real_power(double base, double exponent) {
    if (base == 0 && exponent < 0) {
        divided_by_zero("0.0 cannot be raised to a negative power");
    }
    if (base < 0 && std::isfinite(base) && std::isfinite(exponent)
        && std::floor(exponent) != exponent) {
        internal::raise_value_error("a negative number to a fractional power is complex");
    }
    const double result = std::pow(base, exponent);
    if (std::isinf(result) && std::isfinite(base) && std::isfinite(exponent)) {
        throw PythonError("OverflowError", "(34, 'Numerical result out of range')");
    }
    return result;
}

Value integer_power(const Value& base, const Value& exponent) {
    const BigInteger x = to_big(base);
    const BigInteger y = to_big(exponent);
    if (y.is_negative()) {
        return real_power(real_of(base), real_of(exponent));
    }
    const bool is_trivial = x.bit_length() <= 1;  // 0, 1 and -1 stay small
    const auto small_exponent = y.to_int64();
    const std::size_t most_bits = internal::limits().max_integer_bits;
    if (is_trivial) {
        if (x.is_zero()) {
            return y.is_zero() ? 1 : 0;
        }
        return x.is_negative() && y.is_odd() ? -1 : 1;
    }
    if (!small_exponent
        || static_cast<double>(*small_exponent) * static_cast<double>(x.bit_length() - 1)
            > static_cast<double>(most_bits)) {
        throw PythonError(
            "OverflowError", fmt::format("integer result has more than {} bits", most_bits));
    }
    return Value::big(x.power(static_cast<std::uint64_t>(*small_exponent)));
}

}  // namespace

Value add(const Value& a, const Value& b) {
    if (both_small(a, b)) {
        std::int64_t sum = 0;
        if (!__builtin_add_overflow(Access::small_integer(a), Access::small_integer(b), &sum)) {
            return sum;
        }
    }
    if (both_numeric(a, b)) {
        if (both_integral(a, b)) {
            return Value::big(to_big(a) + to_big(b));
        }
        return real_of(a) + real_of(b);
    }
    if (a.is_string() && b.is_string()) {
        return add_texts(a, b);
    }
    if (a.is_list() && b.is_list()) {
        return List(joined_items(a, b));
    }
    if (a.is_tuple() && b.is_tuple()) {
        return Value::tuple(joined_items(a, b));
    }
    if (auto result = internal::operate_on_objects(Operator::add, a, b)) {
        return *std::move(result);
    }
    if (is_sequence(a) && !a.is_markup()) {
        internal::raise_type_error(fmt::format(
            "can only concatenate {0} (not \"{1}\") to {0}", type_name(a), type_name(b)));
    }
    return unsupported(Operator::add, "+", a, b);
}

Value subtract(const Value& a, const Value& b) {
    if (both_small(a, b)) {
        std::int64_t difference = 0;
        if (!__builtin_sub_overflow(
                Access::small_integer(a), Access::small_integer(b), &difference)) {
            return difference;
        }
    }
    if (!both_numeric(a, b)) {
        return unsupported(Operator::subtract, "-", a, b);
    }
    if (both_integral(a, b)) {
        return Value::big(to_big(a) - to_big(b));
    }
    return real_of(a) - real_of(b);
}

Value multiply(const Value& a, const Value& b) {
    if (both_small(a, b)) {
        std::int64_t product = 0;
        if (!__builtin_mul_overflow(Access::small_integer(a), Access::small_integer(b), &product)) {
            return product;
        }
    }
    if (both_numeric(a, b)) {
        if (both_integral(a, b)) {
            const BigInteger x = to_big(a);
            const BigInteger y = to_big(b);
            const std::size_t most_bits = internal::limits().max_integer_bits;
            if (x.bit_length() + y.bit_length() > most_bits + 1) {
                throw PythonError(
                    "OverflowError",
                    fmt::format("integer result has more than {} bits", most_bits));
            }
            return Value::big(x * y);
        }
        return real_of(a) * real_of(b);
    }
    if (is_sequence(a) && is_integral(b)) {
        return internal::repeat(a, b);
    }
    if (is_sequence(b) && is_integral(a)) {
        return internal::repeat(b, a);
    }
    if (auto result = internal::operate_on_objects(Operator::multiply, a, b)) {
        return *std::move(result);
    }
    if (a.is_markup() || b.is_markup()) {
        internal::raise_type_error(
            "'" + type_name(a.is_markup() ? b : a)
            + "' object cannot be interpreted as an integer");
    }
    if (is_sequence(a) || is_sequence(b)) {
        internal::raise_type_error(fmt::format(
            "can't multiply sequence by non-int of type '{}'", type_name(is_sequence(a) ? b : a)));
    }
    return unsupported(Operator::multiply, "*", a, b);
}

Value divide(const Value& a, const Value& b) {
    if (!both_numeric(a, b)) {
        return unsupported(Operator::divide, "/", a, b);
    }
    if (both_integral(a, b)) {
        return divide_integers(a, b);
    }
    const double divisor = real_of(b);
    if (divisor == 0) {
        divided_by_zero("float division by zero");
    }
    return real_of(a) / divisor;
}

Value floor_divide(const Value& a, const Value& b) {
    if (!both_numeric(a, b)) {
        return unsupported(Operator::floor_divide, "//", a, b);
    }
    if (!both_integral(a, b)) {
        const double dividend = real_of(a);
        const double divisor = real_of(b);
        if (divisor == 0) {
            divided_by_zero("float floor division by zero");
        }
        return floored(dividend, divisor).first;
    }
    if (!truth(b)) {
        divided_by_zero("integer division or modulo by zero");
    }
    if (both_small(a, b) && !is_lowest(a)) {
        return floored(Access::small_integer(a), Access::small_integer(b)).first;
    }
    return Value::big(to_big(a).divide(to_big(b)).first);
}

Value modulo(const Value& a, const Value& b) {
    if (a.is_string()) {
        return percent_format(a, b);
    }
    if (!both_numeric(a, b)) {
        return unsupported(Operator::modulo, "%", a, b);
    }
    if (!both_integral(a, b)) {
        const double dividend = real_of(a);
        const double divisor = real_of(b);
        if (divisor == 0) {
            divided_by_zero("float modulo");
        }
        return floored(dividend, divisor).second;
    }
    if (!truth(b)) {
        divided_by_zero("integer modulo by zero");
    }
    if (both_small(a, b) && !is_lowest(a)) {
        return floored(Access::small_integer(a), Access::small_integer(b)).second;
    }
    return Value::big(to_big(a).divide(to_big(b)).second);
}

Value power(const Value& a, const Value& b) {
    if (!both_numeric(a, b)) {
        return unsupported(Operator::power, "** or pow()", a, b);
    }
    if (both_integral(a, b)) {
        return integer_power(a, b);
    }
    return real_power(real_of(a), real_of(b));
}

namespace {

Value unsupported_unary(Operator operation, char symbol, const Value& value) {
    if (value.is_object() || value.is_undefined()) {
        if (auto result = value.as_object()->operate(operation, Side::left, Value())) {
            return *std::move(result);
        }
    }
    throw PythonError(
        "TypeError", fmt::format("bad operand type for unary {}: '{}'", symbol, type_name(value)));
}

}  // namespace

Value negate(const Value& value) {
    if (value.is_real()) {
        return -value.as_real();
    }
    if (!is_integral(value)) {
        return unsupported_unary(Operator::negate, '-', value);
    }
    return Value::big(-to_big(value));
}

Value positive(const Value& value) {
    if (value.is_boolean()) {
        return Access::small_integer(value);
    }
    if (!is_numeric(value)) {
        return unsupported_unary(Operator::positive, '+', value);
    }
    return value;
}

Value concat(const Value& a, const Value& b) {
    if (a.is_markup() || b.is_markup()) {
        return add_texts(escape(a), escape(b));
    }
    return concat_text(a, b);
}

Value concat_text(const Value& a, const Value& b) {
    const Mark mark = mark_of(a) | mark_of(b);
    if (a.is_string() && b.is_string()) {
        return joined_texts(Kind::string, a.as_string(), b.as_string(), mark);
    }
    std::string text;
    append_str(text, a);
    append_str(text, b);
    return Value::string(text, mark);
}

}  // namespace tutor::value
