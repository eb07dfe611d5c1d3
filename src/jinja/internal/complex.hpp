// SPDX-License-Identifier: Apache-2.0
//
// Complex numbers, as far as templates can meet them: the root of a negative number.

#pragma once

#include "value/value.hpp"

namespace tutor::jinja {

/// `base ** exponent` of a negative base and a broken exponent.
value::Value complex_power(double base, double exponent);

}  // namespace tutor::jinja
