// SPDX-License-Identifier: Apache-2.0
//
// Templates with variables of every kind, mutated by one rendering and used by the next.

#include "input.hpp"

namespace tutor::jinja::fuzz {

void run_context(std::string_view bytes) {
    const Input input = split_input(bytes);
    check_nothing_stays([&] {
        Environment environment(make_options(input.options));
        prepare(environment, input);
        const value::Dict variables = run_program(input.program);
        for (int turn = 0; turn < 2; ++turn) {
            attempt(
                [&] { return environment.from_string(input.templates.front()).render(variables); });
        }
    });
}

}  // namespace tutor::jinja::fuzz
