// SPDX-License-Identifier: Apache-2.0
//
// Any text compiles and renders, or fails with an error that has a place.

#include "input.hpp"

namespace tutor::jinja::fuzz {

void run_source(std::string_view bytes) {
    const Input input = split_input(bytes);
    check_nothing_stays([&] {
        Environment environment(make_options(input.options));
        prepare(environment, input);
        attempt(
            [&] { return environment.from_string(input.templates.front()).render(value::Dict()); });
    });
}

}  // namespace tutor::jinja::fuzz
