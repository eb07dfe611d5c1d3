// SPDX-License-Identifier: Apache-2.0
//
// The operators of the tree on values.

#pragma once

#include "jinja/internal/ast.hpp"
#include "value/value.hpp"

namespace tutor::jinja {

/// negate, plus, not.
value::Value unary_result(Op op, const value::Value& operand);
/// add to power.
value::Value binary_result(Op op, const value::Value& left, const value::Value& right);
bool comparison_result(Comparison comparison, const value::Value& left, const value::Value& right);

}  // namespace tutor::jinja
