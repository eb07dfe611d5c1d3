// SPDX-License-Identifier: Apache-2.0
//
// Errors as the user meets them: what failed, where, while doing what, and what
// to try next.
//
//     throw Error({
//         .message = fmt::format("service '{}' does not exist", name),
//         .where = position,
//         .hint = fmt::format("did you mean '{}'?", closest),
//     });

#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tutor {

/// A place in a text the user can open: a template, a YAML file, a manifest.
struct Position {
    std::string source;  ///< path or template name, as the user knows it
    int line = 0;        ///< counted from 1; 0 when unknown
    int column = 0;      ///< counted from 1, in code points; 0 when unknown

    bool operator==(const Position&) const = default;
};

struct ErrorInfo {
    std::string message;  ///< lower case, no final period, names in 'quotes'
    std::optional<Position> where = {};
    std::string hint = {};  ///< what to try next, one sentence; may be empty
};

/// An error that ends the running command with a message for the user.
///
/// Throw by value; catch by reference, only where something better than stopping
/// can be done. Defects of the program itself are not errors: see
/// `TUTOR_ASSERT` in base/assert.hpp.
class Error : public std::exception {
public:
    explicit Error(ErrorInfo info) : info_(std::move(info)) {}

    /// The message alone; `term::render` shows position, frames and hint too.
    const char* what() const noexcept override { return info_.message.c_str(); }
    const ErrorInfo& info() const noexcept { return info_; }

    /// What was being done, innermost first: "rendering 'lms.env.yml'".
    const std::vector<std::string>& frames() const noexcept { return frames_; }

    /// Adds an outer frame. For a handler that ends with a bare `throw;`, which
    /// keeps the type of the error.
    void add_frame(std::string doing) { frames_.push_back(std::move(doing)); }

    /// The status with which the process ends.
    virtual int exit_status() const noexcept { return 1; }

private:
    ErrorInfo info_;
    std::vector<std::string> frames_;
};

/// The command line itself is wrong. Ends the process with 2, as click does.
class UsageError final : public Error {
public:
    using Error::Error;

    int exit_status() const noexcept override { return 2; }
};

/// The user pressed Ctrl-C. Deliberately no `Error`: only `main` catches it.
class Interrupted final : public std::exception {
public:
    const char* what() const noexcept override { return "interrupted"; }
};

}  // namespace tutor
