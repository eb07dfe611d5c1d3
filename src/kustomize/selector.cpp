// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/selector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::kustomize::internal {
namespace {

std::regex whole(const Section& section, std::string_view key) {
    const std::string text = section.text(key);
    try {
        return std::regex(text.empty() ? ".*" : "(?:" + text + ")", std::regex::ECMAScript);
    } catch (const std::regex_error&) {
        section.fail(key, fmt::format("'{}' is no regular expression", text));
    }
}

value::Dict metadata_of(const Item& item, std::string_view field) {
    const value::Value* metadata = item.document.find("metadata");
    if (metadata == nullptr || !metadata->is_dict()) {
        return {};
    }
    const value::Value* found = metadata->as_dict().find(field);
    return found != nullptr && found->is_dict() ? found->as_dict() : value::Dict();
}

}  // namespace

Selector::Selector(const Section& parent, const yaml::Node& node) {
    const Section section(
        parent.document(),
        node,
        "a patch's target",
        {"group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector"});
    group_ = whole(section, "group");
    version_ = whole(section, "version");
    kind_ = whole(section, "kind");
    name_ = whole(section, "name");
    space_ = whole(section, "namespace");
    any_space_ = section.text("namespace").empty();
    labels_ = section.text("labelSelector");
    annotations_ = section.text("annotationSelector");
}

bool Selector::fits(const Item& item) const {
    const std::vector<Identity> identities = item.identities();
    return std::any_of(
               identities.begin(),
               identities.end(),
               [&](const Identity& one) {
                   const std::string space = one.space.empty() ? "default" : one.space;
                   return std::regex_match(one.group, group_)
                       && std::regex_match(one.version, version_)
                       && std::regex_match(one.kind, kind_) && std::regex_match(one.name, name_)
                       && (any_space_ || std::regex_match(space, space_));
               })
        && labels_fit(labels_, metadata_of(item, "labels"))
        && labels_fit(annotations_, metadata_of(item, "annotations"));
}

}  // namespace tutor::kustomize::internal
