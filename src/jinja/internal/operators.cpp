// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/operators.hpp"

#include "value/arithmetic.hpp"
#include "value/operations.hpp"

namespace tutor::jinja {

value::Value unary_result(Op op, const value::Value& operand) {
    switch (op) {
        case Op::negate: return value::negate(operand);
        case Op::plus: return value::positive(operand);
        default: return !value::truth(operand);
    }
}

value::Value binary_result(Op op, const value::Value& left, const value::Value& right) {
    switch (op) {
        case Op::add: return value::add(left, right);
        case Op::subtract: return value::subtract(left, right);
        case Op::multiply: return value::multiply(left, right);
        case Op::divide: return value::divide(left, right);
        case Op::floor_divide: return value::floor_divide(left, right);
        case Op::modulo: return value::modulo(left, right);
        default: return value::power(left, right);
    }
}

bool comparison_result(
    Comparison comparison, const value::Value& left, const value::Value& right) {
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
