// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/kustomization.hpp"

#include "base/files.hpp"
#include "base/suggest.hpp"
#include "base/text.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tutor::kustomize::internal {
namespace {

/// Fields that the real tool knows and we do not.
constexpr std::array<std::string_view, 12> unsupported{
    "buildMetadata",
    "configurations",
    "crds",
    "generators",
    "helmCharts",
    "helmGlobals",
    "openapi",
    "replacements",
    "tagSuffix",
    "transformers",
    "validators",
    "vars",
};

}  // namespace

Section::Section(
    const yaml::Document& document,
    const yaml::Node& node,
    std::string name,
    std::initializer_list<std::string_view> known)
    : document_(&document), node_(&node), name_(std::move(name)) {
    if (node.kind != yaml::NodeKind::mapping) {
        throw Error({
            .message = fmt::format("{} must be a mapping", name_),
            .where = document.position(node.begin),
        });
    }
    for (const yaml::Node::Entry& entry : node.entries) {
        const std::string key = value::str(entry.key.value);
        if (std::find(known.begin(), known.end(), key) != known.end()) {
            continue;
        }
        const bool is_real =
            std::find(unsupported.begin(), unsupported.end(), key) != unsupported.end();
        throw Error({
            .message = is_real ? fmt::format("field '{}' of {} is not supported", key, name_)
                               : fmt::format("{} has no field '{}'", name_, key),
            .where = document.position(entry.key.begin),
            .hint = is_real
                ? "build it with kustomize itself and name the result under 'resources'"
                : did_you_mean(key, std::vector<std::string>(known.begin(), known.end())),
        });
    }
}

const yaml::Node* Section::find(std::string_view key) const {
    const yaml::Node* found = node_->find(key);
    return found == nullptr || found->value.is_none() ? nullptr : found;
}

Position Section::position_of(std::string_view key) const {
    const yaml::Node* found = find(key);
    return document_->position(found == nullptr ? node_->begin : found->begin);
}

void Section::fail(std::string_view key, std::string message) const {
    throw Error({.message = std::move(message), .where = position_of(key)});
}

std::string scalar_text(const Section& section, const yaml::Node& node) {
    if (node.kind != yaml::NodeKind::scalar) {
        throw Error({
            .message = "a string is expected here",
            .where = section.document().position(node.begin),
        });
    }
    if (node.value.is_boolean()) {
        return node.value.as_boolean() ? "true" : "false";
    }
    return node.value.is_none() ? "" : value::str(node.value);
}

std::string Section::text(std::string_view key) const {
    const yaml::Node* found = find(key);
    return found == nullptr ? "" : scalar_text(*this, *found);
}

std::vector<std::string> Section::texts(std::string_view key) const {
    std::vector<std::string> texts;
    each(key, [&](const yaml::Node& node) { texts.push_back(scalar_text(*this, node)); });
    return texts;
}

std::vector<std::pair<std::string, std::string>> Section::pairs(std::string_view key) const {
    std::vector<std::pair<std::string, std::string>> pairs;
    const yaml::Node* found = find(key);
    if (found == nullptr) {
        return pairs;
    }
    if (found->kind != yaml::NodeKind::mapping) {
        fail(key, fmt::format("'{}' must be a mapping", key));
    }
    for (const yaml::Node::Entry& entry : found->entries) {
        pairs.emplace_back(scalar_text(*this, entry.key), scalar_text(*this, entry.value));
    }
    return pairs;
}

bool Section::flag(std::string_view key) const {
    const yaml::Node* found = find(key);
    if (found == nullptr) {
        return false;
    }
    if (!found->value.is_boolean()) {
        fail(key, fmt::format("'{}' must be true or false", key));
    }
    return found->value.as_boolean();
}

void Section::each(
    std::string_view key, const std::function<void(const yaml::Node&)>& visit) const {
    const yaml::Node* found = find(key);
    if (found == nullptr) {
        return;
    }
    if (found->kind != yaml::NodeKind::sequence) {
        fail(key, fmt::format("'{}' must be a list", key));
    }
    std::for_each(found->items.begin(), found->items.end(), visit);
}

Section Kustomization::section() const {
    return {
        document,
        document.root,
        "a kustomization",
        {
            "apiVersion",
            "kind",
            "metadata",
            "resources",
            "bases",
            "components",
            "namespace",
            "namePrefix",
            "nameSuffix",
            "labels",
            "commonLabels",
            "commonAnnotations",
            "configMapGenerator",
            "secretGenerator",
            "generatorOptions",
            "patches",
            "patchesStrategicMerge",
            "patchesJson6902",
            "images",
            "replicas",
            "sortOptions",
        }};
}

Kustomization read_kustomization(const std::filesystem::path& folder) {
    static constexpr std::array<const char*, 3> names{
        "kustomization.yaml", "kustomization.yml", "Kustomization"};
    std::vector<std::filesystem::path> found;
    for (const char* name : names) {
        if (std::filesystem::is_regular_file(folder / name)) {
            found.push_back(folder / name);
        }
    }
    if (found.size() != 1) {
        throw Error({
            .message = found.empty()
                ? fmt::format("there is no kustomization.yml in {}", folder.string())
                : fmt::format("there is more than one kustomization in {}", folder.string()),
        });
    }
    Kustomization result;
    result.folder = folder;
    result.document = yaml::load_with_positions(read_file(found[0]), found[0].string());
    const Section section = result.section();
    const std::string kind = section.text("kind");
    if (kind == "Component") {
        result.kind = KustomizationKind::component;
    } else if (!kind.empty() && kind != "Kustomization") {
        section.fail("kind", fmt::format("'{}' is no Kustomization and no Component", kind));
    }
    return result;
}

std::string read_named_file(
    const Section& section, const std::filesystem::path& folder, const std::string& name) {
    const std::filesystem::path path = folder / name;
    const std::filesystem::path relative =
        std::filesystem::weakly_canonical(path).lexically_relative(
            std::filesystem::weakly_canonical(folder));
    if (relative.empty() || *relative.begin() == "..") {
        throw Error({
            .message = fmt::format("file '{}' lies outside {}", name, folder.string()),
            .where = section.position(),
        });
    }
    const std::optional<std::string> text = read_file_if_exists(path);
    if (!text) {
        throw Error({
            .message = fmt::format("there is no file '{}'", name),
            .where = section.position(),
        });
    }
    return *text;
}

}  // namespace tutor::kustomize::internal
