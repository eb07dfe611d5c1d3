// SPDX-License-Identifier: Apache-2.0

#include "kustomize/internal/fields.hpp"
#include "kustomize/internal/transformers.hpp"
#include "value/operations.hpp"

#include <string>

namespace tutor::kustomize::internal {
namespace {

struct Image {
    std::string name;
    std::string tag;     ///< with its ':'; empty when there is none
    std::string digest;  ///< with its '@'
};

/// "registry:5000/lms:1@sha256:…"
Image split_image(const std::string& text) {
    Image image;
    const std::size_t at = text.find('@');
    const std::string left = text.substr(0, at);
    image.digest = at == std::string::npos ? "" : text.substr(at);
    const std::size_t slash = left.rfind('/');
    const std::size_t colon = left.find(':', slash == std::string::npos ? 0 : slash);
    image.name = left.substr(0, colon);
    image.tag = colon == std::string::npos ? "" : left.substr(colon);
    return image;
}

struct Replacement {
    std::string name, new_name, new_tag, digest;

    std::string apply(const std::string& text) const;
};

std::string Replacement::apply(const std::string& text) const {
    Image image = split_image(text);
    if (image.name != name) {
        return text;
    }
    if (!new_name.empty()) {
        image.name = new_name;
    }
    if (!new_tag.empty()) {
        image.tag = ":" + new_tag;
        image.digest.clear();
    }
    if (!digest.empty()) {
        image.digest = "@" + digest;
        if (new_tag.empty()) {
            image.tag.clear();
        }
    }
    return image.name + image.tag + image.digest;
}

/// Every list of containers, wherever it stands.
void replace_in(const value::Value& node, const Replacement& replacement) {
    if (node.is_list()) {
        for (const value::Value& item : node.items()) {
            replace_in(item, replacement);
        }
        return;
    }
    if (!node.is_dict()) {
        return;
    }
    for (const value::Dict::Entry& entry : node.as_dict()) {
        const bool holds_containers =
            entry.key.as_string() == "containers" || entry.key.as_string() == "initContainers";
        if (holds_containers && entry.value.is_list()) {
            for (const value::Value& container : entry.value.items()) {
                if (container.is_dict() && !text_at(container.as_dict(), "image").empty()) {
                    value::Dict dict = container.as_dict();
                    dict.set("image", replacement.apply(text_at(dict, "image")));
                }
            }
        } else {
            replace_in(entry.value, replacement);
        }
    }
}

}  // namespace

void set_images(const Kustomization& kustomization, std::vector<Item>& items) {
    const Section whole = kustomization.section();
    whole.each("images", [&](const yaml::Node& node) {
        const Section section(
            whole.document(), node, "an image entry", {"name", "newName", "newTag", "digest"});
        const Replacement replacement{
            .name = section.text("name"),
            .new_name = section.text("newName"),
            .new_tag = section.text("newTag"),
            .digest = section.text("digest"),
        };
        for (Item& item : items) {
            if (item.identity().kind != "CustomResourceDefinition") {
                replace_in(item.document, replacement);
            }
        }
    });
}

}  // namespace tutor::kustomize::internal
