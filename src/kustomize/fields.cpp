// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/fields.hpp"

#include <string>

namespace tutor::kustomize::internal {
namespace {

void visit_below(
    const value::Value& node,
    std::string_view path,
    Missing missing,
    const std::function<void(value::Dict&, std::string_view)>& visit) {
    if (node.is_list()) {
        for (const value::Value& item : node.items()) {
            visit_below(item, path, missing, visit);
        }
        return;
    }
    if (!node.is_dict()) {
        return;
    }
    value::Dict dict = node.as_dict();
    const std::size_t slash = path.find('/');
    const std::string_view key = path.substr(0, slash);
    const value::Value* found = dict.find(key);
    const bool is_missing = found == nullptr || found->is_none();
    if (slash == std::string_view::npos) {
        if (!is_missing || missing == Missing::create) {
            visit(dict, key);
        }
        return;
    }
    if (is_missing) {
        if (missing == Missing::skip) {
            return;
        }
        dict.set(key, value::Dict());
        found = dict.find(key);
    }
    visit_below(value::Value(*found), path.substr(slash + 1), missing, visit);
}

}  // namespace

bool FieldSpec::fits(const Identity& identity) const {
    return (group.empty() || group == identity.group)
        && (version.empty() || version == identity.version)
        && (kind.empty() || kind == identity.kind);
}

void visit_fields(
    value::Dict document,
    std::string_view path,
    Missing missing,
    const std::function<void(value::Dict&, std::string_view)>& visit) {
    visit_below(document, path, missing, visit);
}

}  // namespace tutor::kustomize::internal
