// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/selector.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::kustomize::internal {
namespace {

/// Parts between commas that are not in parentheses.
std::vector<std::string> requirements_of(std::string_view selector) {
    std::vector<std::string> parts(1);
    int depth = 0;
    for (const char c : selector) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth == 0) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

struct Requirement {
    std::string key;
    std::vector<std::string> values;
    bool negated = false;
    bool exists_only = false;
};

Requirement parse(std::string_view text) {
    Requirement result;
    if (const std::size_t paren = text.find('('); paren != std::string_view::npos) {
        if (!text.ends_with(')')) {
            throw Error({.message = fmt::format("'{}' is no label selector", text)});
        }
        const std::vector<std::string> words = split(std::string(trim(text.substr(0, paren))), ' ');
        if (words.size() != 2 || (words[1] != "in" && words[1] != "notin")) {
            throw Error({.message = fmt::format("'{}' is no label selector", text)});
        }
        result.key = words[0];
        result.negated = words[1] == "notin";
        for (const std::string& one : split(text.substr(paren + 1, text.size() - paren - 2), ',')) {
            result.values.emplace_back(trim(one));
        }
        return result;
    }
    if (const std::size_t equals = text.find('='); equals != std::string_view::npos) {
        result.negated = equals > 0 && text[equals - 1] == '!';
        result.key = trim(text.substr(0, result.negated ? equals - 1 : equals));
        const std::string_view rest = text.substr(equals + 1);
        result.values.emplace_back(trim(rest.starts_with('=') ? rest.substr(1) : rest));
        return result;
    }
    result.exists_only = true;
    result.negated = text.starts_with('!');
    result.key = trim(result.negated ? text.substr(1) : text);
    return result;
}

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

bool labels_fit(std::string_view selector, const value::Dict& labels) {
    for (const std::string& part : requirements_of(selector)) {
        const std::string_view text = trim(part);
        if (text.empty()) {
            continue;
        }
        const Requirement wanted = parse(text);
        const value::Value* found = labels.find(wanted.key);
        const bool fits = found != nullptr
            && (wanted.exists_only
                || std::find(
                       wanted.values.begin(), wanted.values.end(), text_at(labels, wanted.key))
                    != wanted.values.end());
        if (fits == wanted.negated) {
            return false;
        }
    }
    return true;
}

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
