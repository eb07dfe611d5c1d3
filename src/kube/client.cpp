// SPDX-License-Identifier: Apache-2.0

#include "kube/client.hpp"

#include "json/dump.hpp"
#include "json/parse.hpp"
#include "kube/internal/client_state.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube {

using internal::compact;
using internal::parse_object;

Client::State::State(Access access, ClientOptions options)
    : connection(std::move(access), std::move(options)) {}

Client::Client(Access access, ClientOptions options) : name_space_(access.name_space) {
    state_ = std::make_shared<State>(std::move(access), std::move(options));
}

Client::Client(std::shared_ptr<State> state, std::stop_token stop, std::string name_space)
    : state_(std::move(state)), stop_(std::move(stop)), name_space_(std::move(name_space)) {}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client::Client(const Client&) = default;
Client& Client::operator=(const Client&) = default;
Client& Client::operator=(Client&&) noexcept = default;

Client Client::stoppable(std::stop_token stop) const {
    return Client(state_, std::move(stop), name_space_);
}

Client Client::in_namespace(std::string name_space) const {
    return Client(state_, stop_, std::move(name_space));
}

const std::string& Client::name_space() const noexcept {
    return name_space_;
}

const std::string& Client::server() const noexcept {
    return state_->connection.access().cluster.server;
}

Connection& Client::connection() const noexcept {
    return state_->connection;
}

const std::stop_token& Client::stop_token() const noexcept {
    return stop_;
}

Resource Client::resource(const Kind& kind) const {
    const Resource* known = find_builtin_kind(kind.api_version, kind.kind);
    return known != nullptr ? *known : state_->connection.discover(kind, stop_);
}

std::string Client::path_of(const ObjectName& name) const {
    if (name.name.empty()) {
        throw Error(
            {.message = fmt::format("an object of kind '{}' has no name", name.kind.kind),
             .hint = "give it a name under 'metadata'"});
    }
    return collection_of(name.kind, name.name_space) + "/" + http::percent_encode(name.name);
}

std::string Client::collection_of(const Kind& kind, const std::string& name_space) const {
    return collection_path(resource(kind), name_space.empty() ? name_space_ : name_space);
}

http::Response Client::raw(const RawRequest& request, std::string_view doing) const {
    const bool creates = request.method == "POST";
    return state_->connection.send(
        {.request = request,
         .repeat = creates ? Repeat::unless_sent : Repeat::always,
         .doing = std::string(doing),
         .stop = stop_});
}

value::Dict Client::get(const ObjectName& name) const {
    const http::Response response =
        raw({.target = path_of(name)}, fmt::format("reading {}", to_text(name)));
    return parse_object(response.body, server());
}

std::optional<value::Dict> Client::find(const ObjectName& name) const {
    try {
        return get(name);
    } catch (const ApiError& error) {
        if (error.is_not_found()) {
            return std::nullopt;
        }
        throw;
    }
}

ObjectList Client::list(const Kind& kind, const ListOptions& options) const {
    return internal::list_all(*this, collection_of(kind, {}), kind, options);
}

value::Dict Client::create(const value::Dict& document, const WriteOptions& options) const {
    const ObjectName name = name_of(document);
    const std::string target =
        collection_of(name.kind, name.name_space) + internal::write_query(*this, options);
    const http::Response response =
        raw({.method = "POST",
             .target = target,
             .content_type = "application/json",
             .body = compact(document)},
            fmt::format("creating {}", to_text(name)));
    return parse_object(response.body, server());
}

value::Dict Client::apply(const value::Dict& document, const WriteOptions& options) const {
    return internal::send_apply(*this, internal::prepare_apply(*this, document, options));
}

value::Dict Client::patch(
    const ObjectName& name,
    PatchType type,
    const value::Value& patch,
    const WriteOptions& options) const {
    std::string content_type;
    switch (type) {
    case PatchType::json: content_type = "application/json-patch+json"; break;
    case PatchType::merge: content_type = "application/merge-patch+json"; break;
    case PatchType::strategic_merge: content_type = "application/strategic-merge-patch+json"; break;
    }
    // A JSON patch may add to a list: what it did once it would do twice.
    const http::Response response = state_->connection.send(
        {.request =
             {.method = "PATCH",
              .target = path_of(name) + internal::write_query(*this, options),
              .content_type = std::move(content_type),
              .body = compact(patch)},
         .repeat = type == PatchType::json ? Repeat::unless_sent : Repeat::always,
         .doing = fmt::format("changing {}", to_text(name)),
         .stop = stop_});
    return parse_object(response.body, server());
}

value::Dict Client::scale(const ObjectName& name, int replicas) const {
    value::Dict spec;
    spec.set("replicas", replicas);
    value::Dict scale;
    scale.set("spec", spec);
    const http::Response response =
        raw({.method = "PATCH",
             .target = path_of(name) + "/scale",
             .content_type = "application/merge-patch+json",
             .body = compact(scale)},
            fmt::format("scaling {}", to_text(name)));
    return parse_object(response.body, server());
}

int Client::replicas(const ObjectName& name) const {
    const http::Response response =
        raw({.target = path_of(name) + "/scale"},
            fmt::format("reading the scale of {}", to_text(name)));
    const value::Value scale(parse_object(response.body, server()));
    return static_cast<int>(integer_field(scale, {"spec", "replicas"}));
}

std::string Client::server_version() const {
    const http::Response response = raw({.target = "/version"}, "asking for the server's version");
    return string_field(json::parse(response.body, server()), {"gitVersion"});
}

}  // namespace tutor::kube
