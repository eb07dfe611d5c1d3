// SPDX-License-Identifier: Apache-2.0
//
// What the parts of the client share.

#pragma once

#include "kube/client.hpp"
#include "kube/internal/connection.hpp"

#include <string>
#include <string_view>

namespace tutor::kube {

struct Client::State {
    State(Access access, ClientOptions options);

    Connection connection;
};

namespace internal {

/// JSON without white space.
std::string compact(const value::Value& value);

/// @throws Error  it is no JSON object
value::Dict parse_object(std::string_view body, std::string_view source);

/// "?fieldManager=tutor&dryRun=All".
std::string write_query(const Client& client, const WriteOptions& options, bool with_force = false);

/// "?labelSelector=…" and the like; `more` is added.
std::string selection_query(
    const ListOptions& options, std::vector<std::pair<std::string, std::string>> more = {});

/// All pages of a collection.
ObjectList list_all(
    const Client& client,
    const std::string& path,
    const Kind& kind,
    const ListOptions& options,
    Repeat repeat = Repeat::always);

/// A server-side apply that is ready to be sent, from any thread.
struct PreparedApply {
    ObjectName name;
    RawRequest request;
};
PreparedApply
prepare_apply(const Client& client, const value::Dict& document, const WriteOptions& options);
value::Dict send_apply(const Client& client, const PreparedApply& prepared);

}  // namespace internal
}  // namespace tutor::kube
