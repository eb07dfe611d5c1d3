// SPDX-License-Identifier: Apache-2.0
//
// From the names that were typed to the images they stand for.

#pragma once

#include "base/error.hpp"
#include "base/suggest.hpp"
#include "catalog/types.hpp"
#include "images/images.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tutor::images::internal {

/// Names without duplicates, in order.
template <class Item>
std::vector<std::string> unique_names(const std::vector<Item>& items) {
    std::vector<std::string> names;
    for (const Item& item : items) {
        if (std::find(names.begin(), names.end(), item.name) == names.end()) {
            names.push_back(item.name);
        }
    }
    return names;
}

/// The items of each name in turn, of "all" all of them. All names are checked first.
///
/// @throws Error  "Image 'X' could not be found"
template <class Item>
std::vector<Item> select(const std::vector<Item>& items, const std::vector<std::string>& wanted) {
    std::vector<Item> selected;
    for (const std::string& name : wanted) {
        const std::size_t before = selected.size();
        for (const Item& item : items) {
            if (name == "all" || item.name == name) {
                selected.push_back(item);
            }
        }
        if (selected.size() == before && name != "all") {
            throw Error(
                {.message = fmt::format("Image '{}' could not be found", name),
                 .hint = did_you_mean(name, unique_names(items))});
        }
    }
    return selected;
}

/// @throws Error  the tag is a core setting of another type than text
void check_tag_setting(const Images& images, std::string_view tag);

/// The tag of an image, rendered.
///
/// @throws Error  as `check_tag_setting`, or the template is wrong
template <class Item>
std::string tag_of(const Images& images, const Item& item) {
    const jinja::Origin origin{
        .name = fmt::format("tag of image '{}'", item.name),
        .path = item.source.where.source,
        .first_line = std::max(1, item.source.where.line),
        .plugin = item.source.plugin};
    check_tag_setting(images, item.tag);
    return images.renderer.render_text(item.tag, origin, images.config);
}

/// Echoes and runs a command on the terminal.
///
/// @throws Error  it failed
void execute(const Images& images, std::vector<std::string> argv);

}  // namespace tutor::images::internal
