// SPDX-License-Identifier: Apache-2.0
//
// Carries the record of where text comes from through what templates do with text.

#pragma once

#include "jinja/internal/output.hpp"
#include "value/object.hpp"

#include <string_view>
#include <vector>

namespace tutor::jinja {

/// `result` is the texts of `parts` one after the other; those without runs are from `here`.
value::Value keep_runs_joined(
    Recorder& recorder,
    const value::Value& result,
    const std::vector<value::Value>& parts,
    const Recorder::Run& here);

/// `result` is what the filter `name` made of `arguments`, the filtered value first.
value::Value keep_runs_of_filter(
    Recorder& recorder,
    std::string_view name,
    const value::Arguments& arguments,
    const value::Value& result,
    const Recorder::Run& here);

/// `result` is what the string method `name` made of `self`.
value::Value keep_runs_of_method(
    Recorder& recorder,
    std::string_view name,
    const value::Value& self,
    const value::Arguments& arguments,
    const value::Value& result,
    const Recorder::Run& here);

}  // namespace tutor::jinja
