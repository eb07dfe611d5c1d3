// SPDX-License-Identifier: Apache-2.0
//
// The exceptions of Python's own operations.

#pragma once

#include "base/error.hpp"

#include <string>
#include <utility>

namespace tutor::value {

/// A failed operation, as Python would raise it: class_name "TypeError", message
/// "unhashable type: 'list'".
class PythonError final : public Error {
public:
    PythonError(std::string class_name, std::string message)
        : Error({.message = std::move(message)}), class_name_(std::move(class_name)) {}

    const std::string& class_name() const noexcept { return class_name_; }

private:
    std::string class_name_;
};

}  // namespace tutor::value
