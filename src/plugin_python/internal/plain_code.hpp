// SPDX-License-Identifier: Apache-2.0
//
// Runs callbacks that python/tutor/_host/plain_code.py has translated: those that do nothing but
// handle strings, lists and settings. What it does not know, it leaves to Python.

#pragma once

#include "value/value.hpp"

#include <exception>
#include <vector>

namespace tutor::plugin_python::internal {

/// The callback has to be run by Python.
class NeedsPython final : public std::exception {
public:
    const char* what() const noexcept override { return "the callback has to be run by Python"; }
};

/// The result of the callback. Of what it is given it changes nothing but `arguments[0]` when that
/// is a list.
///
/// @throws NeedsPython, Error  it did not come to an end: run the function itself
value::Value run_plain(const value::Value& code, const std::vector<value::Value>& arguments);

}  // namespace tutor::plugin_python::internal
