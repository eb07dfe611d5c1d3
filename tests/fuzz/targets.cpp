// SPDX-License-Identifier: Apache-2.0

#include "input.hpp"
#include "target.hpp"

namespace tutor::fuzz {

Target find_target(std::string_view name) {
    return name == "source"    ? jinja::fuzz::run_source
        : name == "context"    ? jinja::fuzz::run_context
        : name == "provenance" ? jinja::fuzz::run_provenance
                               : nullptr;
}

}  // namespace tutor::fuzz
