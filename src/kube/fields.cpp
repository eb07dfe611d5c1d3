// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/fields.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::kube::internal {

Fields::Fields(const yaml::Document& document, const yaml::Node& node, std::string what)
    : document_(document), node_(node), what_(std::move(what)) {
    if (node.kind != yaml::NodeKind::mapping) {
        throw Error(
            {.message = fmt::format("{} is no mapping", what_),
             .where = document.position(node.begin)});
    }
}

const yaml::Node* Fields::find(std::string_view name) const {
    const yaml::Node* found = node_.find(name);
    const bool is_null =
        found != nullptr && found->kind == yaml::NodeKind::scalar && found->value.is_none();
    return is_null ? nullptr : found;
}

Position Fields::where(std::string_view name) const {
    const yaml::Node* found = name.empty() ? nullptr : find(name);
    return document_.position(found == nullptr ? node_.begin : found->begin);
}

void Fields::fail(std::string_view name, std::string message, std::string hint) const {
    throw Error({.message = std::move(message), .where = where(name), .hint = std::move(hint)});
}

std::string Fields::text(std::string_view name) const {
    const yaml::Node* found = find(name);
    if (found == nullptr) {
        return {};
    }
    if (found->kind != yaml::NodeKind::scalar || !found->value.is_string()) {
        fail(name, fmt::format("'{}' of {} is no text", name, what_), "put it into quotes");
    }
    return std::string(found->value.as_string());
}

bool Fields::boolean(std::string_view name) const {
    const yaml::Node* found = find(name);
    if (found == nullptr) {
        return false;
    }
    if (found->kind != yaml::NodeKind::scalar || !found->value.is_boolean()) {
        fail(name, fmt::format("'{}' of {} is neither true nor false", name, what_));
    }
    return found->value.as_boolean();
}

void Fields::each(std::string_view name, const std::function<void(const Fields&)>& use) const {
    const yaml::Node* found = find(name);
    if (found == nullptr) {
        return;
    }
    if (found->kind != yaml::NodeKind::sequence) {
        fail(name, fmt::format("'{}' of {} is no list", name, what_));
    }
    for (const yaml::Node& item : found->items) {
        use(Fields(document_, item, fmt::format("an entry of '{}'", name)));
    }
}

std::vector<std::string> Fields::texts(std::string_view name) const {
    const yaml::Node* found = find(name);
    if (found == nullptr) {
        return {};
    }
    if (found->kind != yaml::NodeKind::sequence) {
        fail(name, fmt::format("'{}' of {} is no list", name, what_));
    }
    std::vector<std::string> result;
    for (const yaml::Node& item : found->items) {
        if (item.kind != yaml::NodeKind::scalar || !item.value.is_string()) {
            throw Error(
                {.message = fmt::format("an entry of '{}' of {} is no text", name, what_),
                 .where = document_.position(item.begin),
                 .hint = "put it into quotes"});
        }
        result.emplace_back(item.value.as_string());
    }
    return result;
}

void Fields::inside(std::string_view name, const std::function<void(const Fields&)>& use) const {
    const yaml::Node* found = find(name);
    if (found != nullptr) {
        use(Fields(document_, *found, fmt::format("'{}' of {}", name, what_)));
    }
}

}  // namespace tutor::kube::internal
