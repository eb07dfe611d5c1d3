// SPDX-License-Identifier: Apache-2.0
//
// What the API server refuses.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::kube {

/// One of several reasons, as a Status document lists them.
struct Cause {
    std::string reason;   ///< "FieldValueInvalid"; may be empty
    std::string message;  ///< may be empty
    std::string field;    ///< "spec.replicas"; may be empty
};

/// A Status document (or what stands in for one when a proxy answered).
struct Status {
    int code = 0;        ///< the HTTP status
    std::string reason;  ///< "NotFound", "AlreadyExists", "Conflict", "Forbidden" …; may be empty
    std::string message;  ///< the server's words
    std::vector<Cause> causes;
    std::optional<std::chrono::seconds> retry_after = {};
};

/// From a body; an HTTP response whose body is no Status makes one from its text and `code`. Never
/// throws, whatever the body is.
Status parse_status(int code, std::string_view body);

/// The API server answered with an error.
class ApiError final : public Error {
public:
    /// `doing` says what was asked for: "creating job/lms-1".
    ApiError(Status status, std::string_view doing);

    const Status& status() const noexcept { return status_; }
    int code() const noexcept { return status_.code; }
    const std::string& reason() const noexcept { return status_.reason; }
    /// The server's own words alone.
    const std::string& server_message() const noexcept { return status_.message; }

    bool is_unauthorized() const noexcept { return code() == 401; }
    bool is_forbidden() const noexcept { return code() == 403; }
    bool is_not_found() const noexcept { return code() == 404; }
    /// Something of that name exists already.
    bool is_already_exists() const noexcept { return reason() == "AlreadyExists"; }
    /// Another field manager has a field, or the object changed in the meantime.
    bool is_conflict() const noexcept { return reason() == "Conflict"; }
    /// A resourceVersion or continue token is too old.
    bool is_gone() const noexcept { return code() == 410; }
    /// A quota forbids it.
    bool is_quota() const noexcept;

private:
    Status status_;
};

}  // namespace tutor::kube
