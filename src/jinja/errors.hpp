// SPDX-License-Identifier: Apache-2.0
//
// What goes wrong in templates, with Jinja2's class names and messages.

#pragma once

#include "base/error.hpp"

#include <string>
#include <vector>

namespace tutor::jinja {

/// Any failure of a template. `info().message` is Jinja2's (or Python's) message alone;
/// `info().where` the line that failed; frames tell the chain of includes and patches.
class TemplateError : public Error {
public:
    TemplateError(std::string class_name, ErrorInfo info)
        : Error(std::move(info)), class_name_(std::move(class_name)) {}

    /// Python's class: "UndefinedError", "TemplateSyntaxError", "TypeError", "KeyError" …
    const std::string& class_name() const noexcept { return class_name_; }

    bool is_syntax_error() const noexcept {
        return class_name_ == "TemplateSyntaxError" || class_name_ == "TemplateAssertionError";
    }

private:
    std::string class_name_;
};

/// A name that has no value under strict rules.
class UndefinedError final : public TemplateError {
public:
    explicit UndefinedError(ErrorInfo info) : TemplateError("UndefinedError", std::move(info)) {}
};

class TemplateNotFound final : public TemplateError {
public:
    explicit TemplateNotFound(ErrorInfo info)
        : TemplateError("TemplateNotFound", std::move(info)) {}
};

/// The host asked the rendering to end: see Environment::set_stop_token.
class Cancelled final : public TemplateError {
public:
    explicit Cancelled(ErrorInfo info) : TemplateError("Cancelled", std::move(info)) {}
};

}  // namespace tutor::jinja
