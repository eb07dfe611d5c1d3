// SPDX-License-Identifier: Apache-2.0

#include "kustomize/build.hpp"

#include "base/files.hpp"
#include "kustomize/internal/generators.hpp"
#include "kustomize/internal/item.hpp"
#include "kustomize/internal/kustomization.hpp"
#include "kustomize/internal/patches.hpp"
#include "kustomize/internal/transformers.hpp"
#include "value/operations.hpp"
#include "yaml/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::kustomize {
namespace {

using namespace internal;  // NOLINT(google-build-using-namespace): this file is their user

class Builder {
public:
    std::vector<Item> accumulate(const Kustomization& kustomization, std::vector<Item> items);

private:
    void add_named(
        const Section& section,
        const std::filesystem::path& folder,
        const std::string& name,
        std::vector<Item>& items);
    void add_folder(
        const Section& section,
        const std::filesystem::path& folder,
        KustomizationKind kind,
        std::vector<Item>& items);
    static void
    add_file(const std::string& text, const std::string& path, std::vector<Item>& items);

    std::vector<std::filesystem::path> open_;  ///< folders being built, outermost first
};

void reject_remote(const Section& section, const std::string& name) {
    if (name.find("://") != std::string::npos || name.starts_with("git@")
        || name.find("?ref=") != std::string::npos) {
        throw Error({
            .message = fmt::format("'{}' is not on this machine", name),
            .where = section.position_of("resources"),
            .hint = "download it and name the file",
        });
    }
}

/// An object as written; lists of objects become their items.
void add_object(const value::Value& value, const Position& where, std::vector<Item>& items) {
    if (!value.is_dict()) {
        throw Error({.message = "a Kubernetes object must be a mapping", .where = where});
    }
    const value::Dict document = value.as_dict();
    const value::Value* inner = document.find("items");
    if (text_at(document, "kind").ends_with("List") && inner != nullptr && inner->is_list()) {
        for (const value::Value& item : inner->items()) {
            add_object(item, where, items);
        }
        return;
    }
    try {
        identity_of(document);
    } catch (const Error& error) {
        throw Error({.message = error.what(), .where = where});
    }
    items.push_back({.document = document, .where = where});
}

void Builder::add_file(const std::string& text, const std::string& path, std::vector<Item>& items) {
    for (const yaml::Manifest& manifest : yaml::load_manifests(text, path)) {
        add_object(manifest.value, manifest.where, items);
    }
}

void Builder::add_folder(
    const Section& section,
    const std::filesystem::path& folder,
    KustomizationKind kind,
    std::vector<Item>& items) {
    const std::filesystem::path canonical = std::filesystem::weakly_canonical(folder);
    if (std::find(open_.begin(), open_.end(), canonical) != open_.end()) {
        throw Error({
            .message = fmt::format("{} is a part of itself", folder.string()),
            .where = section.position(),
        });
    }
    const Kustomization inner = read_kustomization(folder);
    if (inner.kind != kind) {
        throw Error({
            .message = kind == KustomizationKind::component
                ? fmt::format("{} is no Component", folder.string())
                : fmt::format("{} is a Component: name it under 'components'", folder.string()),
            .where = section.position(),
        });
    }
    if (kind == KustomizationKind::component) {
        items = accumulate(inner, std::move(items));
        return;
    }
    for (Item& item : accumulate(inner, {})) {
        items.push_back(std::move(item));
    }
}

void Builder::add_named(
    const Section& section,
    const std::filesystem::path& folder,
    const std::string& name,
    std::vector<Item>& items) {
    reject_remote(section, name);
    if (std::filesystem::is_directory(folder / name)) {
        add_folder(section, folder / name, KustomizationKind::kustomization, items);
        return;
    }
    add_file(read_named_file(section, folder, name), (folder / name).string(), items);
}

void check_unique(const std::vector<Item>& items) {
    std::vector<Identity> seen;
    for (const Item& item : items) {
        const Identity identity = item.identity();
        const auto same = [&](const Identity& other) {
            return other.same_type(identity) && other.name == identity.name
                && same_namespace(other.space, identity.space);
        };
        if (std::any_of(seen.begin(), seen.end(), same)) {
            throw Error({
                .message = fmt::format("{} is there twice", describe(identity)),
                .where = item.where,
            });
        }
        seen.push_back(identity);
    }
}

/// `items` are those that a component changes; a kustomization begins with none.
std::vector<Item> Builder::accumulate(const Kustomization& kustomization, std::vector<Item> items) {
    open_.push_back(std::filesystem::weakly_canonical(kustomization.folder));
    const Section section = kustomization.section();
    for (const char* field : {"resources", "bases"}) {
        for (const std::string& name : section.texts(field)) {
            add_named(section, kustomization.folder, name, items);
        }
    }
    check_unique(items);
    for (const std::string& name : section.texts("components")) {
        reject_remote(section, name);
        add_folder(section, kustomization.folder / name, KustomizationKind::component, items);
    }
    generate(kustomization, items);
    apply_patches(kustomization, items);
    set_namespace(kustomization, items);
    add_affixes(kustomization, items);
    add_labels(kustomization, items);
    add_annotations(kustomization, items);
    apply_json_patches(kustomization, items);
    set_replicas(kustomization, items);
    set_images(kustomization, items);
    check_unique(items);
    open_.pop_back();
    return items;
}

/// Objects that are only there for the build. Empty annotations are dropped on the way.
bool is_local(Item& item) {
    value::Dict metadata = child(item.document, "metadata");
    const value::Value* annotations = metadata.find("annotations");
    if (annotations == nullptr || !annotations->is_dict()) {
        return false;
    }
    if (annotations->as_dict().empty()) {
        metadata.erase("annotations");
        return false;
    }
    return text_at(annotations->as_dict(), "config.kubernetes.io/local-config") == "true";
}

}  // namespace

std::vector<Resource> build(const std::filesystem::path& folder) {
    const Kustomization kustomization = read_kustomization(folder);
    std::vector<Item> items = Builder().accumulate(kustomization, {});
    add_hashes(items);
    fix_references(items);
    sort(kustomization, items);
    std::vector<Resource> resources;
    for (Item& item : items) {
        if (!is_local(item)) {
            resources.push_back({item.document, std::move(item.where)});
        }
    }
    return resources;
}

std::string to_text(const std::vector<Resource>& resources) {
    std::string text;
    for (const Resource& resource : resources) {
        text += (text.empty() ? "" : "---\n") + yaml::dump_manifest(resource.document);
    }
    return text;
}

}  // namespace tutor::kustomize
