// SPDX-License-Identifier: Apache-2.0

#include "plugins/yaml_loader.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "plugins/internal/yaml_v1.hpp"
#include "value/operations.hpp"
#include "yaml/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace tutor::plugins {
namespace {

namespace fs = std::filesystem;
using value::Value;

// The core's mysql task runs just before, its lms task after: see jobs/core_tasks.cpp.
constexpr double pre_init_priority = 9.9;

class YamlPlugin final : public Plugin {
public:
    struct Place {
        fs::path file;
        EmbeddedTree templates;  // of a shipped plugin
    };

    YamlPlugin(yaml::Document document, Place place, render::Renderer& renderer, Services& services)
        : document_(std::move(document)),
          place_(std::move(place)),
          renderer_(renderer),
          services_(services) {
        const yaml::Node& root = document_.root;
        if (root.kind != yaml::NodeKind::mapping) {
            fail(
                fmt::format("a plugin must be a mapping, found {}", value::type_name(root.value)),
                root);
        }
        const yaml::Node* name = root.find("name");
        if (name == nullptr) {
            throw Error(
                {.message = fmt::format("plugin '{}' has no name", place_.file.string()),
                 .where = Position{document_.source, 1, 1},
                 .hint = "add a line such as \"name: myplugin\""});
        }
        if (!name->value.is_string() || name->value.as_string().empty()) {
            fail(
                fmt::format("'name' must be a string, found {}", value::type_name(name->value)),
                *name);
        }
        name_ = name->value.as_string();
        if (const yaml::Node* version = root.find("version");
            version != nullptr && !version->value.is_none()) {
            if (version->kind != yaml::NodeKind::scalar) {
                fail(
                    fmt::format(
                        "'version' must be a string, found {}", value::type_name(version->value)),
                    *version);
            }
            version_ = value::str(version->value);
        }
    }

    const std::string& name() const override { return name_; }
    const std::string& version() const override { return version_; }

    void load(catalog::Catalog& catalog) override {
        load_templates(catalog);  // first: hooks read scripts from there
        load_config(catalog);
        load_patches(catalog);
        load_hooks(catalog);
        if (const yaml::Node* command = document_.root.find("command")) {
            fail("a YAML plugin cannot define a command", *command);
        }
        if (const yaml::Node* part = document_.root.find("v1")) {
            const fs::path folder = place_.file.parent_path();
            internal::load_yaml_v1(
                *part, {document_, name_, folder, catalog, renderer_, services_});
        }
    }

private:
    [[noreturn]] void fail(std::string_view what, const yaml::Node& node) const {
        const std::string plugin =
            name_.empty() ? place_.file.filename().string() : std::string(name_);
        throw Error(
            {.message = fmt::format("plugin '{}': {}", plugin, what),
             .where = document_.position(node.begin)});
    }

    catalog::Source source(const yaml::Node& node) const {
        const int line = node.content_line > 0 ? node.content_line : node.begin.line;
        const int column = node.lines_correspond ? node.content_column : 0;
        return {.plugin = name_, .where = {document_.source, line, column}};
    }

    // The mapping `key` of `parent`, checked; nullptr when it is absent or empty.
    const yaml::Node*
    mapping(const yaml::Node& parent, std::string_view key, std::string_view path) const {
        const yaml::Node* node = parent.find(key);
        if (node == nullptr || (node->kind == yaml::NodeKind::scalar && node->value.is_none())) {
            return nullptr;
        }
        if (node->kind != yaml::NodeKind::mapping) {
            fail(
                fmt::format(
                    "'{}' must be a mapping, found {}", path, value::type_name(node->value)),
                *node);
        }
        for (const yaml::Node::Entry& entry : node->entries) {
            if (!entry.key.value.is_string()) {
                fail(
                    fmt::format(
                        "a key of '{}' must be a string, found {}",
                        path,
                        value::type_name(entry.key.value)),
                    entry.key);
            }
        }
        return node;
    }

    std::string string_of(const yaml::Node& node, std::string_view what) const {
        if (!node.value.is_string()) {
            fail(
                fmt::format("{} must be a string, found {}", what, value::type_name(node.value)),
                node);
        }
        return std::string(node.value.as_string());
    }

    void load_templates(catalog::Catalog& catalog) {
        const yaml::Node* templates = document_.root.find("templates");
        if (templates == nullptr || templates->value.is_none()) {
            return;
        }
        const fs::path folder = string_of(*templates, "'templates'");
        catalog.env_template_roots.add_item(
            {.folder =
                 (folder.is_absolute() ? folder : place_.file.parent_path() / folder).string(),
             .files = place_.templates,
             .source = source(*templates)});
        catalog.env_template_targets.add_items(
            {{name_ + "/apps", "plugins", name_}, {name_ + "/build", "plugins", name_}});
    }

    void load_config(catalog::Catalog& catalog) {
        const yaml::Node* config = mapping(document_.root, "config", "config");
        if (config == nullptr) {
            return;
        }
        const std::string prefix = to_ascii_upper(name_) + "_";
        const auto add = [&](std::string_view key, const std::string& name_prefix, auto& filter) {
            const yaml::Node* settings = mapping(*config, key, fmt::format("config.{}", key));
            if (settings == nullptr) {
                return;
            }
            for (const yaml::Node::Entry& entry : settings->entries) {
                filter.add_item(
                    {name_prefix + value::str(entry.key.value),
                     entry.value.value,
                     source(entry.value)});
            }
        };
        add("add", prefix, catalog.config_unique);
        add("defaults", prefix, catalog.config_defaults);
        add("set", "", catalog.config_overrides);
    }

    void load_patches(catalog::Catalog& catalog) {
        const yaml::Node* patches = mapping(document_.root, "patches", "patches");
        if (patches == nullptr) {
            return;
        }
        for (const yaml::Node::Entry& entry : patches->entries) {
            const std::string name = value::str(entry.key.value);
            catalog.env_patches.add_item(
                {.name = name,
                 .content = string_of(entry.value, fmt::format("the content of patch '{}'", name)),
                 .source = source(entry.value)});
        }
    }

    void load_hooks(catalog::Catalog& catalog) {
        const yaml::Node* hooks = mapping(document_.root, "hooks", "hooks");
        if (hooks == nullptr) {
            return;
        }
        load_tasks(catalog, *hooks, "pre-init", pre_init_priority);
        load_tasks(catalog, *hooks, "init", hooks::priority::normal);
        for (const auto& [image, tag, where] : image_tags(*hooks, "build-image")) {
            catalog.images_build.add(
                [build =
                     catalog::ImageBuild{
                         .name = image,
                         .path = "plugins/" + name_ + "/build/" + image,
                         .tag = tag,
                         .source = where}](
                    std::vector<catalog::ImageBuild> images, const catalog::Configuration&) {
                    images.push_back(build);
                    return images;
                });
        }
        for (const auto& [image, tag, where] : image_tags(*hooks, "remote-image")) {
            const auto add = [item = catalog::ImageTag{image, tag, where}](
                                 std::vector<catalog::ImageTag> images,
                                 const catalog::Configuration&) {
                images.push_back(item);
                return images;
            };
            catalog.images_pull.add(add);
            catalog.images_push.add(add);
        }
    }

    std::vector<catalog::ImageTag>
    image_tags(const yaml::Node& hooks, const std::string& hook) const {
        std::vector<catalog::ImageTag> result;
        if (const yaml::Node* images = mapping(hooks, hook, "hooks." + hook)) {
            for (const yaml::Node::Entry& entry : images->entries) {
                const std::string image = value::str(entry.key.value);
                result.push_back(
                    {image,
                     string_of(entry.value, fmt::format("the tag of image '{}'", image)),
                     source(entry.value)});
            }
        }
        return result;
    }

    void load_tasks(
        catalog::Catalog& catalog,
        const yaml::Node& hooks,
        const std::string& hook,
        double priority) {
        const yaml::Node* services = hooks.find(hook);
        if (services == nullptr || services->value.is_none()) {
            return;
        }
        if (services->kind != yaml::NodeKind::sequence) {
            fail(
                fmt::format(
                    "'hooks.{}' must be a list of services, found {}",
                    hook,
                    value::type_name(services->value)),
                *services);
        }
        for (const yaml::Node& item : services->items) {
            const std::string service =
                string_of(item, fmt::format("a service of 'hooks.{}'", hook));
            const std::string path = fmt::format("{}/hooks/{}/{}", name_, service, hook);
            const std::optional<jinja::Loader::Source> script = renderer_.read(path);
            if (!script) {
                fail(
                    fmt::format(
                        "the script of hook '{}' for service '{}' does not exist: template '{}'",
                        hook,
                        service,
                        path),
                    item);
            }
            catalog.cli_do_init_tasks.add_item(
                {.service = service,
                 .script = script->text,
                 .source = {.plugin = name_, .where = {script->path, 1, 0}}},
                priority);
        }
    }

    yaml::Document document_;
    Place place_;
    render::Renderer& renderer_;
    Services& services_;
    std::string name_;
    std::string version_;
};

std::vector<fs::path> files_of(const fs::path& folder, std::string_view extension) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() == extension && !entry.is_directory(error)) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> folders_of(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_directory(error)) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

YamlLoader::YamlLoader(
    fs::path plugins_root,
    EmbeddedTree shipped,
    fs::path shipped_folder,
    render::Renderer& renderer,
    Services& services)
    : plugins_root_(std::move(plugins_root)),
      shipped_(shipped),
      shipped_folder_(std::move(shipped_folder)),
      renderer_(renderer),
      services_(services) {}

// The part of the shipped tree below `folder`, with paths relative to it.
EmbeddedTree YamlLoader::subtree(const std::string& folder) {
    auto files = std::make_unique<std::vector<EmbeddedFile>>();
    for (const EmbeddedFile& file : shipped_) {
        if (file.path.starts_with(folder + "/")) {
            files->push_back({file.path.substr(folder.size() + 1), file.content});
        }
    }
    subtrees_.push_back(std::move(files));
    return *subtrees_.back();
}

std::vector<std::unique_ptr<Plugin>> YamlLoader::discover(std::vector<Error>& problems) {
    std::vector<std::unique_ptr<Plugin>> plugins;
    if (std::getenv("TUTOR_IGNORE_DICT_PLUGINS") != nullptr) {
        return plugins;
    }
    const auto add = [&](std::string_view text, YamlPlugin::Place place) {
        try {
            yaml::Document document = yaml::load_with_positions(text, place.file.string());
            plugins.push_back(std::make_unique<YamlPlugin>(
                std::move(document), std::move(place), renderer_, services_));
        } catch (const Error& error) {
            problems.push_back(error);
        }
    };
    for (const EmbeddedFile& file : shipped_) {
        if (file.path.ends_with("/plugin.yml")) {
            const std::string folder(file.path.substr(0, file.path.find('/')));
            add(file.content, {shipped_folder_ / file.path, subtree(folder + "/templates")});
        }
    }
    if (shipped_.empty()) {
        for (const fs::path& folder : folders_of(shipped_folder_)) {
            if (const auto text = read_file_if_exists(folder / "plugin.yml")) {
                add(*text, {folder / "plugin.yml", {}});
            }
        }
    }
    for (const fs::path& path : files_of(plugins_root_, ".yml")) {
        try {
            add(read_file(path), {path, {}});
        } catch (const Error& error) {
            problems.push_back(error);
        }
    }
    return plugins;
}

}  // namespace tutor::plugins
