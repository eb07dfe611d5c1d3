// SPDX-License-Identifier: Apache-2.0

#include "jinja/internal/pretty.hpp"

#include "value/operations.hpp"

namespace tutor::jinja {

std::string pretty_text(const value::Value& value, std::size_t /*width*/) {
    return value::repr(value);
}

}  // namespace tutor::jinja
