// SPDX-License-Identifier: Apache-2.0
//
// `images build`: the words of the build line, in the order that plugins and scripts know.

#include "config/mounts.hpp"
#include "images/images.hpp"
#include "images/internal/select.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tutor::images {
namespace {

namespace fs = std::filesystem;
using catalog::ImageBuild;

/// What the engine's client can do.
enum class Builder { buildx, plain };

/// An image whose line is ready to be made.
struct Build {
    ImageBuild image;
    std::string tag;
    fs::path folder;
    std::vector<catalog::StringPair> contexts = {};  ///< name and path of mounted folders
};

bool names_dockerfile(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        return word == "-f" || word.starts_with("--file") || word.starts_with("-f=");
    });
}

// The user may name another file with `--docker-arg=--file=…`.
void check_dockerfile(const Build& build, const BuildOptions& options) {
    std::error_code error;
    if (names_dockerfile(options.docker_args) || names_dockerfile(build.image.arguments)
        || fs::exists(build.folder / "Dockerfile", error)) {
        return;
    }
    throw Error(
        {.message = fmt::format(
             "image '{}'{} cannot be built: there is no Dockerfile in '{}'",
             build.image.name,
             build.image.source.plugin.empty()
                 ? ""
                 : fmt::format(" of plugin '{}'", build.image.source.plugin),
             build.folder.string()),
         .hint = "the environment is made by: tutor config save"});
}

Builder detect_builder(const Images& images) {
    const auto ignore = [](std::string_view) {
    };
    int status = 0;
    try {
        status = images.runner.stream({.argv = {"docker", "buildx", "version"}}, ignore, ignore);
    } catch (Error& error) {
        error.add_frame("building images, which needs the program 'docker'");
        throw;
    }
    if (status == 0) {
        return Builder::buildx;
    }
    images.output.alert(
        "docker has no buildx: images are built with \"docker build\", without --output and "
        "without a cache in the registry");
    return Builder::plain;
}

// An explicit mount is for containers only. Upstream takes its last part for a folder's name and
// hands docker the whole of it as a path: pinned by "explicit mounts are no build contexts".
void find_mounted_folders(const Images& images, Build& build) {
    for (const std::string& mount : images.config.texts("MOUNTS")) {
        if (config::is_explicit_mount(mount)) {
            continue;
        }
        for (const auto& [image, context] : images.catalog.images_build_mounts.items(mount)) {
            if (image == build.image.name) {
                build.contexts.emplace_back(context, mount);
            }
        }
    }
}

std::vector<std::string>
build_words(const Build& build, const BuildOptions& options, Builder builder) {
    std::vector<std::string> words{"build", "--tag=" + build.tag};
    const auto add = [&words](std::initializer_list<std::string> more) {
        words.insert(words.end(), more);
    };
    if (builder == Builder::buildx) {
        words.insert(words.begin(), "buildx");
    }
    if (options.no_cache) {
        add({"--no-cache"});
    }
    for (const std::string& argument : options.build_args) {
        add({"--build-arg", argument});
    }
    for (const std::string& host : options.add_hosts) {
        add({"--add-host", host});
    }
    if (!options.target.empty()) {
        add({"--target", options.target});
    }
    if (!options.output.empty() && builder == Builder::buildx) {
        add({"--output=" + options.output});
    }
    words.insert(words.end(), options.docker_args.begin(), options.docker_args.end());
    words.insert(words.end(), build.image.arguments.begin(), build.image.arguments.end());
    if (builder == Builder::buildx) {
        const std::string cache = fmt::format("ref={}-cache", build.tag);
        if (!options.no_registry_cache) {
            add({"--cache-from=type=registry," + cache});
        }
        if (options.cache_to_registry) {
            add({"--cache-to=type=registry,mode=max," + cache + ",image-manifest=true"});
        }
    }
    for (const auto& [context, path] : build.contexts) {
        add({fmt::format("--build-context={}={}", context, path)});
    }
    add({build.folder.string()});
    return words;
}

/// The images of `names`. One of the core whose tag a plugin builds under another name is left to
/// the plugin: the sandbox makes every image that way.
std::vector<ImageBuild> stand_ins(const Images& images, const std::vector<std::string>& names) {
    const std::vector<ImageBuild> known = images.catalog.images_build.items(images.config);
    std::vector<ImageBuild> result;
    std::set<std::string> from_plugins;
    for (const ImageBuild& image : internal::select(known, names)) {
        const auto same_tag = [&](const ImageBuild& other) {
            return !other.source.plugin.empty() && other.name != image.name
                && internal::tag_of(images, other) == internal::tag_of(images, image);
        };
        const auto found = image.source.plugin.empty()
            ? std::find_if(known.begin(), known.end(), same_tag)
            : known.end();
        const ImageBuild& chosen = found == known.end() ? image : *found;
        if (found == known.end() || from_plugins.insert(chosen.name).second) {
            result.push_back(chosen);
        }
    }
    return result;
}

void check_contexts(const Build& build, Builder builder) {
    if (builder == Builder::plain && !build.contexts.empty()) {
        throw Error(
            {.message = fmt::format(
                 "image '{}' cannot be built with a mounted folder: that needs docker buildx",
                 build.image.name),
             .hint = "install the buildx plugin of docker, or see: tutor mounts list"});
    }
}

}  // namespace

void build(
    const Images& images, const std::vector<std::string>& names, const BuildOptions& options) {
    std::vector<Build> builds;
    for (const ImageBuild& image : stand_ins(images, names)) {
        Build build{image, internal::tag_of(images, image), images.environment / image.path};
        check_dockerfile(build, options);
        find_mounted_folders(images, build);
        builds.push_back(std::move(build));
    }
    if (builds.empty()) {
        return;
    }
    const Builder builder = detect_builder(images);
    for (const Build& build : builds) {
        check_contexts(build, builder);
    }
    for (const Build& build : builds) {
        for (const auto& [context, path] : build.contexts) {
            images.output.info(fmt::format(
                "Mounting {} as build context '{}' of image '{}'",
                path,
                context,
                build.image.name));
        }
        images.output.info(fmt::format("Building image {}", build.tag));
        std::vector<std::string> words =
            images.catalog.docker_build_command.apply(build_words(build, options, builder));
        words.insert(words.begin(), "docker");
        internal::execute(images, std::move(words));
    }
}

}  // namespace tutor::images
