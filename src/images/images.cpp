// SPDX-License-Identifier: Apache-2.0

#include "images/images.hpp"

#include "base/text.hpp"
#include "images/internal/select.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace tutor::images {
namespace {

using catalog::Configuration;
using catalog::ImageBuild;
using catalog::ImageTag;

constexpr const char* openedx_tag = "{{ DOCKER_IMAGE_OPENEDX }}";
constexpr const char* permissions_tag = "{{ DOCKER_IMAGE_PERMISSIONS }}";
constexpr const char* service_images[] = {
    "caddy", "meilisearch", "mongodb", "mysql", "redis", "smtp"};

// Files that the development image writes into mounted folders belong to the user.
std::string development_user() {
    const uid_t user = ::getuid();
    return std::to_string(user == 0 ? 1000 : user);
}

// Whether the platform runs the service itself: RUN_X is true or absent.
bool is_run(const Configuration& config, std::string_view service) {
    const std::optional<value::Value> run = config.find("RUN_" + to_ascii_upper(service));
    return !run || value::truth(*run);
}

void transfer(
    const Images& images,
    const std::vector<ImageTag>& items,
    std::string_view doing,
    const std::string& verb) {
    std::vector<std::string> tags;
    for (const ImageTag& item : items) {
        tags.push_back(internal::tag_of(images, item));
    }
    for (const std::string& tag : tags) {
        images.output.info(fmt::format("{} image {}", doing, tag));
        internal::execute(images, {"docker", verb, tag});
    }
}

}  // namespace

void internal::check_tag_setting(const Images& images, std::string_view tag) {
    constexpr std::string_view open = "{{ ";
    constexpr std::string_view close = " }}";
    if (tag.starts_with("{{ DOCKER_IMAGE_") && tag.ends_with(close)) {
        tag.remove_prefix(open.size());
        tag.remove_suffix(close.size());
        static_cast<void>(images.config.text(tag));
    }
}

void internal::execute(const Images& images, std::vector<std::string> argv) {
    const process::Command command{.argv = std::move(argv)};
    images.output.command(command.argv);
    if (const int status = images.runner.run(command); status != 0) {
        throw process::failure(command, status);
    }
}

void contribute_core(catalog::Catalog& catalog) {
    catalog.images_build.add([](std::vector<ImageBuild> items, const Configuration&) {
        items.push_back({.name = "openedx", .path = "build/openedx", .tag = openedx_tag});
        items.push_back(
            {.name = "permissions", .path = "build/permissions", .tag = permissions_tag});
        items.push_back(
            {.name = "openedx-dev",
             .path = "build/openedx",
             .tag = "{{ DOCKER_IMAGE_OPENEDX_DEV }}",
             .arguments = {
                 "--target=development", "--build-arg=APP_USER_ID=" + development_user()}});
        return items;
    });
    catalog.images_build_required.add(
        [](std::vector<std::string> names, const std::string& context) {
            if (context == "dev") {
                names.emplace_back("openedx-dev");
            }
            return names;
        });
    catalog.images_pull.add([](std::vector<ImageTag> items, const Configuration& config) {
        for (const std::string_view service : service_images) {
            if (is_run(config, service)) {
                items.push_back(
                    {.name = std::string(service),
                     .tag = fmt::format("{{{{ DOCKER_IMAGE_{} }}}}", to_ascii_upper(service))});
            }
        }
        items.push_back({.name = "openedx", .tag = openedx_tag});
        items.push_back({.name = "permissions", .tag = permissions_tag});
        return items;
    });
    catalog.images_push.add([](std::vector<ImageTag> items, const Configuration&) {
        items.push_back({.name = "openedx", .tag = openedx_tag});
        items.push_back({.name = "permissions", .tag = permissions_tag});
        return items;
    });
}

void pull(const Images& images, const std::vector<std::string>& names) {
    transfer(
        images,
        internal::select(images.catalog.images_pull.items(images.config), names),
        "Pulling",
        "pull");
}

void push(const Images& images, const std::vector<std::string>& names) {
    transfer(
        images,
        internal::select(images.catalog.images_push.items(images.config), names),
        "Pushing",
        "push");
}

std::vector<std::string> tags(const Images& images, const std::vector<std::string>& names) {
    std::vector<std::string> result;
    for (const ImageBuild& image :
         internal::select(images.catalog.images_build.items(images.config), names)) {
        result.push_back(internal::tag_of(images, image));
    }
    return result;
}

std::vector<std::string> names(const Images& images, Purpose purpose) {
    switch (purpose) {
    case Purpose::build:
        return internal::unique_names(images.catalog.images_build.items(images.config));
    case Purpose::pull:
        return internal::unique_names(images.catalog.images_pull.items(images.config));
    case Purpose::push:
        return internal::unique_names(images.catalog.images_push.items(images.config));
    }
    return {};
}

}  // namespace tutor::images
