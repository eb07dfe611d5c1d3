// SPDX-License-Identifier: Apache-2.0

#include "kube/error.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "kube/kinds.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube {
namespace {

constexpr std::size_t max_foreign_text = 300;

// What a proxy or a load balancer says instead of the API server: the beginning of its text.
std::string foreign_text(std::string_view body) {
    std::string text;
    for (const char c : trim(body)) {
        const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
        text += control ? ' ' : c;
        if (text.size() == max_foreign_text) {
            break;
        }
    }
    const std::optional<std::size_t> invalid = find_invalid_utf8(text);
    return std::string(trim(text.substr(0, invalid.value_or(text.size()))));
}

void take_causes(const value::Value& document, Status& status) {
    const value::Value* causes = find_field(document, {"details", "causes"});
    if (causes == nullptr || !causes->is_list()) {
        return;
    }
    for (const value::Value& cause : causes->items()) {
        status.causes.push_back(
            {.reason = string_field(cause, {"reason"}),
             .message = string_field(cause, {"message"}),
             .field = string_field(cause, {"field"})});
    }
}

std::string text_of(const Status& status) {
    if (!status.message.empty()) {
        return status.message;
    }
    return status.reason.empty() ? "no reason given" : status.reason;
}

std::string hint_of(const Status& status) {
    switch (status.code) {
    case 401:
        return "the credentials are missing, wrong or expired: log in to the cluster again, or "
               "get a new kubeconfig";
    case 403:
        return "ask for a role that allows it; 'kubectl auth can-i' or the cluster's "
               "administrator can tell";
    case 409:
        return status.reason == "AlreadyExists" ? "delete it first, or choose another name"
                                                : "something else manages it too";
    case 422: return "correct the manifest, or the patch that changed it";
    default: return {};
    }
}

ErrorInfo info_of(const Status& status, std::string_view doing) {
    std::string message;
    switch (status.code) {
    case 401:
        message = fmt::format("the cluster does not know us ({}): {}", doing, text_of(status));
        break;
    case 403: message = fmt::format("not allowed ({}): {}", doing, text_of(status)); break;
    default: message = fmt::format("{}: {}", doing, text_of(status)); break;
    }
    return {.message = std::move(message), .hint = hint_of(status)};
}

}  // namespace

Status parse_status(int code, std::string_view body) {
    Status status;
    status.code = code;
    value::Value document;
    try {
        document = json::parse(body, "answer");
    } catch (const Error&) {
        document = value::Value();
    }
    if (string_field(document, {"kind"}) != "Status") {
        const std::string text = foreign_text(body);
        status.message = fmt::format("HTTP status {}{}{}", code, text.empty() ? "" : ": ", text);
        return status;
    }
    status.reason = string_field(document, {"reason"});
    status.message = string_field(document, {"message"});
    const std::int64_t seconds = integer_field(document, {"details", "retryAfterSeconds"});
    if (seconds > 0 && seconds < 3600) {
        status.retry_after = std::chrono::seconds(seconds);
    }
    take_causes(document, status);
    return status;
}

ApiError::ApiError(Status status, std::string_view doing)
    : Error(info_of(status, doing)), status_(std::move(status)) {}

bool ApiError::is_quota() const noexcept {
    return code() == 403 && status_.message.find("exceeded quota") != std::string::npos;
}

}  // namespace tutor::kube
