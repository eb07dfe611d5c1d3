// SPDX-License-Identifier: Apache-2.0
//
// A Kubernetes object on its way through a build.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tutor::kustomize::internal {

/// What an object is called. A name is looked up under every identity the object ever had.
struct Identity {
    std::string group;    ///< empty for the core group
    std::string version;  ///< "v1"
    std::string kind;
    std::string space;  ///< the namespace; empty when none is written
    std::string name;

    bool operator==(const Identity&) const = default;
    bool same_type(const Identity& other) const {
        return group == other.group && version == other.version && kind == other.kind;
    }
};

struct Item {
    value::Dict document;
    Position where = {};
    std::vector<Identity> previous = {};    ///< as written first
    std::vector<std::string> affixes = {};  ///< prefixes and suffixes its name was given
    bool needs_hash = false;

    Identity identity() const;
    /// Keeps the present identity as a previous one; called before it changes.
    void remember();
    /// The present one and all before.
    std::vector<Identity> identities() const;
};

/// `document` must have apiVersion, kind and metadata.name.
///
/// @throws Error  it has not
Identity identity_of(const value::Dict& document);

/// "" and "default" are the same namespace.
bool same_namespace(std::string_view a, std::string_view b);

/// As messages name it: Deployment 'lms', ConfigMap 'settings' of namespace 'openedx'.
std::string describe(const Identity& identity);

/// The dict at `key`, made when it is not there.
///
/// @throws Error  there is something else
value::Dict child(value::Dict& parent, std::string_view key);

/// The string at `key`, or "".
std::string text_at(const value::Dict& dict, std::string_view key);

/// Whether objects of that kind live outside namespaces.
bool is_cluster_scoped(std::string_view kind);

}  // namespace tutor::kustomize::internal
