// SPDX-License-Identifier: Apache-2.0
//
// Where in which kinds of objects labels, annotations, names and so on stand.

#pragma once

#include "kustomize/internal/item.hpp"

#include <functional>
#include <span>
#include <string_view>

namespace tutor::kustomize::internal {

enum class Missing : std::uint8_t { skip, create };

/// A field of all objects whose type fits; empty parts fit everything.
struct FieldSpec {
    std::string_view group;
    std::string_view version;
    std::string_view kind;
    std::string_view path;  ///< "spec/template/metadata"; lists on the way are gone through
    Missing missing = Missing::skip;

    bool fits(const Identity& identity) const;
};

/// Calls `visit` with the mapping and the key in it of every field at `path`. With
/// `Missing::create` mappings on the way are made; then, too, the field itself may not be there.
void visit_fields(
    value::Dict document,
    std::string_view path,
    Missing missing,
    const std::function<void(value::Dict&, std::string_view key)>& visit);

/// Labels of the object, of what it makes, and of what it selects.
std::span<const FieldSpec> label_fields();
/// Labels of the object and of what it makes.
std::span<const FieldSpec> template_label_fields();
std::span<const FieldSpec> annotation_fields();
std::span<const FieldSpec> replica_fields();

/// The fields in which other objects name an object of that kind.
struct Reference {
    std::string_view group;  ///< empty fits every group
    std::string_view kind;
    std::span<const FieldSpec> fields;
};
std::span<const Reference> references();

}  // namespace tutor::kustomize::internal
