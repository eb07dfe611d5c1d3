// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/patches.hpp"

#include "kustomize/internal/merge.hpp"
#include "kustomize/internal/selector.hpp"
#include "value/operations.hpp"
#include "yaml/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tutor::kustomize::internal {
namespace {

struct Patch {
    yaml::Manifest content;
    std::optional<Selector> target = {};
    bool may_rename = false;
    bool may_change_kind = false;
};

/// The documents of a patch file, or of a text in the kustomization.
std::vector<yaml::Manifest> read_patch(
    const Kustomization& kustomization,
    const Section& section,
    const std::string& path,
    const yaml::Node* text) {
    if (path.empty() == (text == nullptr)) {
        throw Error({
            .message = "a patch needs either 'path' or 'patch'",
            .where = section.position(),
        });
    }
    if (!path.empty()) {
        return yaml::load_manifests(
            read_named_file(section, kustomization.folder, path),
            (kustomization.folder / path).string());
    }
    const Position inside{section.document().source, text->content_line, text->content_column};
    std::vector<yaml::Manifest> manifests;
    try {
        manifests = yaml::load_manifests(scalar_text(section, *text), "patch");
    } catch (const Error& error) {
        throw Error({.message = fmt::format("the patch: {}", error.what()), .where = inside});
    }
    for (yaml::Manifest& manifest : manifests) {
        manifest.where = {
            inside.source, inside.line + std::max(manifest.where.line - 1, 0), inside.column};
    }
    return manifests;
}

/// Applies a merge to one object; names and kinds stay unless they may change.
/// @return false when the object is to go
bool merge_into(Item& item, const Patch& patch) {
    const Identity before = item.identity();
    item.remember();
    if (strategic_merge(item.document, value::deep_copy(patch.content.value).as_dict())) {
        return false;
    }
    value::Dict metadata = child(item.document, "metadata");
    if (!patch.may_rename) {
        metadata.set("name", before.name);
        if (before.space.empty()) {
            metadata.erase("namespace");
        } else {
            metadata.set("namespace", before.space);
        }
    }
    if (!patch.may_change_kind) {
        item.document.set("kind", before.kind);
        item.document.set(
            "apiVersion",
            before.group.empty() ? before.version : before.group + "/" + before.version);
    }
    return true;
}

bool apply_to(Item& item, const Patch& patch) {
    if (patch.content.value.is_list()) {
        item.remember();
        json_patch(item.document, patch.content.value, patch.content.where);
        return true;
    }
    try {
        return merge_into(item, patch);
    } catch (Error& error) {
        throw Error({
            .message = fmt::format("the patch of {}: {}", describe(item.identity()), error.what()),
            .where = patch.content.where,
        });
    }
}

void apply_patch(const Patch& patch, std::vector<Item>& items) {
    std::optional<Identity> own;
    if (!patch.target) {
        if (!patch.content.value.is_dict()) {
            throw Error({
                .message = "a patch of operations needs a 'target'",
                .where = patch.content.where,
            });
        }
        try {
            own = identity_of(patch.content.value.as_dict());
        } catch (const Error& error) {
            throw Error({
                .message = fmt::format("{}, which a patch without 'target' needs", error.what()),
                .where = patch.content.where,
            });
        }
    }
    const auto is_meant = [&](const Item& item) {
        if (patch.target) {
            return patch.target->fits(item);
        }
        const std::vector<Identity> identities = item.identities();
        return std::any_of(identities.begin(), identities.end(), [&](const Identity& one) {
            return one.same_type(*own) && one.name == own->name
                && (own->space.empty() || same_namespace(one.space, own->space));
        });
    };
    bool found = false;
    std::vector<Item> kept;
    for (Item& item : items) {
        if (!is_meant(item)) {
            kept.push_back(std::move(item));
            continue;
        }
        found = true;
        if (apply_to(item, patch)) {
            kept.push_back(std::move(item));
        }
    }
    items = std::move(kept);
    if (!found && own) {
        throw Error({
            .message = fmt::format("there is no {} for this patch", describe(*own)),
            .where = patch.content.where,
        });
    }
}

void apply_entry(
    const Kustomization& kustomization, const Section& section, std::vector<Item>& items) {
    Patch patch;
    if (const yaml::Node* target = section.find("target")) {
        patch.target.emplace(section, *target);
    }
    if (const yaml::Node* options = section.find("options")) {
        const Section known(
            section.document(),
            *options,
            "a patch's options",
            {"allowNameChange", "allowKindChange"});
        patch.may_rename = known.flag("allowNameChange");
        patch.may_change_kind = known.flag("allowKindChange");
    }
    for (yaml::Manifest& content :
         read_patch(kustomization, section, section.text("path"), section.find("patch"))) {
        patch.content = std::move(content);
        apply_patch(patch, items);
    }
}

}  // namespace

void apply_patches(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    whole.each("patchesStrategicMerge", [&](const yaml::Node& node) {
        // a file, or the patch itself
        const std::string text = scalar_text(whole, node);
        const bool is_inline = text.find('\n') != std::string::npos;
        for (yaml::Manifest& content :
             read_patch(kustomization, whole, is_inline ? "" : text, is_inline ? &node : nullptr)) {
            apply_patch({.content = std::move(content)}, items);
        }
    });
    whole.each("patches", [&](const yaml::Node& node) {
        apply_entry(
            kustomization,
            Section(whole.document(), node, "a patch", {"path", "patch", "target", "options"}),
            items);
    });
}

void apply_json_patches(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    whole.each("patchesJson6902", [&](const yaml::Node& node) {
        const Section section(
            whole.document(), node, "a JSON patch", {"path", "patch", "target", "options"});
        if (section.find("target") == nullptr) {
            throw Error({.message = "a JSON patch needs a 'target'", .where = section.position()});
        }
        apply_entry(kustomization, section, items);
    });
}

}  // namespace tutor::kustomize::internal
