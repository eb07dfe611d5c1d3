// SPDX-License-Identifier: Apache-2.0
//
// What the fuzz targets make of an input.
//
// Bytes are templates, an FF byte, and a context; both parts may be missing. Templates are parted
// by FE bytes: the first is rendered, the others can be included under the names in
// `template_names`. The context is an option byte and a program for a small stack machine (see
// input.cpp) whose stack then becomes the variables in `variable_names`. Neither byte occurs in
// UTF-8.

#pragma once

#include "jinja/environment.hpp"
#include "value/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::jinja::fuzz {

/// Says what was violated and aborts.
void require(bool holds, std::string_view what);

struct Input {
    std::vector<std::string> templates;
    std::uint8_t options = 0;
    std::string program;
};
Input split_input(std::string_view bytes);

/// Small limits, all extensions; the rest as the bits of `options` say.
Options make_options(std::uint8_t options);

/// New values each time. Strings stay within UTF-8.
value::Dict run_program(std::string_view program);

/// Serves all templates but the first; nothing in it is random.
void prepare(Environment& environment, const Input& input);

/// What a rendering came to: its text, or the error's class, message and place.
struct Outcome {
    bool failed = false;
    std::string text;
    bool operator==(const Outcome&) const = default;
};

/// Runs `work`; an error must be an `Error`, and one of a template must have a place.
Outcome attempt(const std::function<std::string()>& work);

/// Runs `work` and requires that no container survives it.
void check_nothing_stays(const std::function<void()>& work);

// The targets. They abort when something is wrong.
void run_source(std::string_view bytes);
void run_context(std::string_view bytes);
void run_provenance(std::string_view bytes);

}  // namespace tutor::jinja::fuzz
