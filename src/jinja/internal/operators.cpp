// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/operators.hpp"

#include "jinja/internal/complex.hpp"
#include "jinja/internal/undefined.hpp"
#include "value/arithmetic.hpp"
#include "value/errors.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <cmath>

namespace tutor::jinja {

value::Value unary_result(Op op, const value::Value& operand) {
    switch (op) {
    case Op::negate: return value::negate(operand);
    case Op::plus: return value::positive(operand);
    default: return !value::truth(operand);
    }
}

namespace {

/// `pattern % operand` with Python's rule that an undefined is a mapping, and fails as one
/// when a number is wanted.
value::Value modulo_of(const value::Value& left, const value::Value& right) {
    if (left.is_string() && right.is_undefined()
        && left.as_string().find('%') == std::string_view::npos) {
        return left;
    }
    try {
        return value::modulo(left, right);
    } catch (const value::PythonError& error) {
        const std::string& message = error.info().message;
        // %x and %o ask for no number, %d and %f do.
        if (!left.is_string() || !message.ends_with("Undefined")
            || message.find("an integer is required") != std::string::npos) {
            throw;
        }
        if (right.is_undefined()) {
            as_undefined(right).fail();
        }
        if (right.is_tuple()) {
            for (const value::Value& item : right.items()) {
                if (item.is_undefined()) {
                    as_undefined(item).fail();
                }
            }
        }
        throw;
    }
}

value::Value power_of(const value::Value& left, const value::Value& right) {
    if (right.is_real() && value::is_number(left)) {
        const double base = value::to_real(left);
        const double exponent = right.as_real();
        if (base < 0 && std::isfinite(base) && std::isfinite(exponent)
            && exponent != std::floor(exponent)) {
            return complex_power(base, exponent);
        }
    }
    return value::power(left, right);
}

}  // namespace

value::Value binary_result(Op op, const value::Value& left, const value::Value& right) {
    switch (op) {
    case Op::add: return value::add(left, right);
    case Op::subtract: return value::subtract(left, right);
    case Op::multiply: return value::multiply(left, right);
    case Op::divide: return value::divide(left, right);
    case Op::floor_divide: return value::floor_divide(left, right);
    case Op::modulo: return modulo_of(left, right);
    default: return power_of(left, right);
    }
}

bool comparison_result(Comparison comparison, const value::Value& left, const value::Value& right) {
    switch (comparison) {
    case Comparison::eq: return value::compare(value::Comparison::equal, left, right);
    case Comparison::ne: return value::compare(value::Comparison::not_equal, left, right);
    case Comparison::lt: return value::compare(value::Comparison::less, left, right);
    case Comparison::le: return value::compare(value::Comparison::less_equal, left, right);
    case Comparison::gt: return value::compare(value::Comparison::greater, left, right);
    case Comparison::ge: return value::compare(value::Comparison::greater_equal, left, right);
    case Comparison::in: return value::contains(right, left);
    case Comparison::not_in: return !value::contains(right, left);
    }
    return false;
}

}  // namespace tutor::jinja
