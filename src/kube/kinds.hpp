// SPDX-License-Identifier: Apache-2.0
//
// Kinds of Kubernetes objects, and where the API has them.
//
//     find_builtin_kind("apps/v1", "Deployment")->plural;     // "deployments"

#pragma once

#include "value/value.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tutor::kube {

/// What a document calls itself.
struct Kind {
    std::string api_version;  ///< "v1", "apps/v1"
    std::string kind;         ///< "Deployment"

    bool operator==(const Kind&) const = default;
};

/// A kind as the API serves it.
struct Resource {
    Kind kind;
    std::string plural;  ///< as paths have it: "deployments"
    bool namespaced = true;
};

/// From the table of kinds that every cluster has; nullptr for others. Valid for ever.
const Resource* find_builtin_kind(std::string_view api_version, std::string_view kind);

/// The same by a name as the command line has it: "deploy", "deployments", "Deployment".
const Resource* find_builtin_kind_by_name(std::string_view name);

/// One object.
struct ObjectName {
    Kind kind;
    std::string name_space;  ///< empty: the client's namespace, or none for kinds without
    std::string name;
};

/// The name of a document; what is missing in it stays empty.
ObjectName name_of(const value::Dict& document);

/// "deployment/lms": for messages.
std::string to_text(const ObjectName& name);

/// The collection's path: "/apis/apps/v1/namespaces/openedx/deployments". An empty namespace means
/// all of them.
std::string collection_path(const Resource& resource, std::string_view name_space);

/// A field deep in a document: find_field(pod, {"status", "phase"}). Numbers are indexes of lists.
/// nullptr when there is none, or something on the way is no mapping.
const value::Value*
find_field(const value::Value& document, std::initializer_list<std::string_view> path);

/// As `find_field`, for a string; empty when there is none or it is something else.
std::string
string_field(const value::Value& document, std::initializer_list<std::string_view> path);

/// As `find_field`, for an integer; `otherwise` when there is none.
std::int64_t integer_field(
    const value::Value& document,
    std::initializer_list<std::string_view> path,
    std::int64_t otherwise = 0);

}  // namespace tutor::kube
