// SPDX-License-Identifier: Apache-2.0

#include "config/store.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "value/operations.hpp"
#include "yaml/document.hpp"
#include "yaml/edit.hpp"
#include "yaml/load.hpp"
#include "yaml/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tutor::config {
namespace {

using value::Dict;
using value::Value;

std::vector<catalog::Setting>
settings_of_template(render::Renderer& renderer, std::string_view path) {
    const std::optional<jinja::Loader::Source> source = renderer.read(path);
    if (!source) {
        throw Error(
            {.message = fmt::format("template '{}' does not exist", path),
             .hint =
                 "the program's own templates are missing: set TUTOR_TEMPLATES_ROOT correctly"});
    }
    const Value settings = yaml::load(source->text, path);
    std::vector<catalog::Setting> result;
    for (const auto& [name, value] : settings.as_dict()) {
        result.push_back({std::string(name.as_string()), value, {}});
    }
    return result;
}

[[noreturn]] void
fail_invalid(const std::filesystem::path& path, const std::string& why, const Position& where) {
    throw Error(
        {.message = fmt::format("Invalid configuration file '{}': {}", path.string(), why),
         .where = where,
         .hint = "correct it by hand: tutor config edit"});
}

}  // namespace

struct Store::UserFile {
    std::string text;
    bool exists = false;
    bool is_json = false;
    Dict settings;                     // obsolete names replaced
    std::map<std::string, int> lines;  // of each key, as written
};

Store::Store(
    Project project,
    const catalog::Catalog& catalog,
    render::Renderer& renderer,
    term::Output& output,
    Masker& masker)
    : project_(std::move(project)),
      catalog_(catalog),
      renderer_(renderer),
      output_(output),
      masker_(masker) {}

bool Store::exists() const {
    return std::filesystem::exists(project_.config_file())
        || std::filesystem::exists(project_.old_config_file());
}

Store::UserFile Store::read_file() const {
    const std::filesystem::path path = project_.config_file();
    UserFile file;
    std::optional<std::string> text = read_file_if_exists(path);
    if (const std::optional<std::string> old = read_file_if_exists(project_.old_config_file())) {
        if (text) {
            throw Error(
                {.message = fmt::format(
                     "both '{}' and '{}' exist",
                     path.string(),
                     project_.old_config_file().string()),
                 .hint = "remove the one that is out of date, usually config.json"});
        }
        const Value settings = json::parse(*old, project_.old_config_file().string());
        if (!settings.is_dict()) {
            fail_invalid(project_.old_config_file(), "it must be an object", {path.string(), 1, 1});
        }
        file.settings = settings.as_dict();
        file.exists = true;
        file.is_json = true;
        upgrade_obsolete(file.settings);
        return file;
    }
    if (!text) {
        return file;
    }
    file.exists = true;
    file.text = std::move(*text);
    const yaml::Document document = yaml::load_with_positions(file.text, path.string());
    if (!document.root.value.is_dict()) {
        fail_invalid(
            path,
            fmt::format("it must be a mapping, found {}", value::type_name(document.root.value)),
            {path.string(), std::max(1, document.root.begin.line), 1});
    }
    for (const yaml::Node::Entry& entry : document.root.entries) {
        if (!entry.key.value.is_string()) {
            fail_invalid(
                path,
                fmt::format(
                    "key {} is of type {}, keys must be strings",
                    value::str(entry.key.value),
                    value::type_name(entry.key.value)),
                document.position(entry.key.begin));
        }
        file.lines[std::string(entry.key.value.as_string())] =
            entry.value.content_line > 0 ? entry.value.content_line : entry.key.begin.line;
    }
    for (const auto& [name, value] : document.root.value.as_dict()) {
        file.settings.set(name, value);
    }
    upgrade_obsolete(file.settings);
    return file;
}

Dict Store::read_user() const {
    return read_file().settings;
}

void Store::add_user_layers(Config& config) const {
    const UserFile file = read_file();
    for (const auto& [name, value] : file.settings) {
        const std::string key(name.as_string());
        const auto line = file.lines.find(key);
        const Position where{
            project_.config_file().string(), line == file.lines.end() ? 0 : line->second, 0};
        config.set(key, value, Layer::user, {.where = where});
    }
}

namespace {

// TUTOR_ variables replace settings that exist, whatever their layer; a setting that is stored
// keeps being stored.
void apply_environment(Config& config, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        if (const char* text = std::getenv(("TUTOR_" + name).c_str())) {
            const std::optional<Layer> layer = config.layer(name);
            config.set(
                name,
                yaml::parse_environment_setting(text),
                layer == Layer::default_ ? Layer::default_ : Layer::given,
                {.where = {.source = "$TUTOR_" + name}});
        }
    }
}

std::string shown(const catalog::Setting& setting) {
    return is_secret_name(setting.name) ? "***" : value::str(setting.value);
}

}  // namespace

void Store::add_missing(Config& config) const {
    struct Candidate {
        catalog::Setting setting;
        Layer layer;
    };
    std::vector<Candidate> candidates;
    const auto add = [&](std::vector<catalog::Setting> settings, Layer layer) {
        for (catalog::Setting& setting : settings) {
            if (config.has(setting.name)) {
                continue;
            }
            const auto earlier =
                std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& other) {
                    return other.setting.name == setting.name;
                });
            if (earlier == candidates.end()) {
                candidates.push_back({std::move(setting), layer});
                continue;
            }
            if (!value::equal(earlier->setting.value, setting.value)) {
                output_.alert(fmt::format(
                    "Setting '{}' is given twice: plugin '{}' replaces {} by {}",
                    setting.name,
                    setting.source.plugin,
                    shown(earlier->setting),
                    shown(setting)));
            }
            *earlier = {std::move(setting), layer};
        }
    };
    add(settings_of_template(renderer_, "config/base.yml"), Layer::base);
    add(catalog_.config_unique.items(), Layer::unique);
    add(catalog_.config_overrides.items(), Layer::override_);
    for (Candidate& candidate : candidates) {
        config.set(
            candidate.setting.name,
            std::move(candidate.setting.value),
            candidate.layer,
            std::move(candidate.setting.source));
    }
}

Config Store::load_minimal() const {
    Config config(renderer_, masker_);
    add_user_layers(config);
    add_missing(config);
    apply_environment(config, config.names());
    for (catalog::Setting& setting : catalog_.config_user.items()) {
        config.set(setting.name, std::move(setting.value), Layer::given, std::move(setting.source));
    }
    return config;
}

void Store::add_defaults(Config& config) const {
    std::vector<std::string> added;
    for (catalog::Setting& setting : catalog_.config_defaults.items()) {
        // A later default wins but keeps the place of the first.
        const std::optional<Layer> layer = config.layer(setting.name);
        if (layer && *layer != Layer::default_) {
            continue;
        }
        added.push_back(setting.name);
        config.set(
            setting.name, std::move(setting.value), Layer::default_, std::move(setting.source));
    }
    apply_environment(config, added);
}

Config Store::load_full() const {
    Config config = load_minimal();
    add_defaults(config);
    return config;
}

void Store::complete(Config& config) const {
    add_missing(config);
    add_defaults(config);
}

ConfigFile Store::file_for(const Config& config) const {
    const UserFile file = read_file();
    Dict wanted;
    for (const std::string& name : config.names()) {
        const Layer layer = *config.layer(name);
        if (layer == Layer::default_) {
            continue;
        }
        wanted.set(name, layer == Layer::user ? *config.raw(name) : *config.find(name));
    }
    const yaml::Edited edited = yaml::edit(file.text, wanted, project_.config_file().string());
    return {.old_text = file.text, .new_text = edited.text, .exists = file.exists && !file.is_json};
}

void Store::stage(const ConfigFile& file, AtomicWriter& writer) const {
    if (file.changes()) {
        writer.stage(project_.config_file(), file.new_text, {.mode = 0600, .sync = Sync::yes});
    }
}

void Store::remove_old_file() const {
    std::error_code ignored;
    if (std::filesystem::remove(project_.old_config_file(), ignored)) {
        output_.info(fmt::format(
            "'{}' was converted to '{}' and removed",
            project_.old_config_file().string(),
            project_.config_file().string()));
    }
}

std::vector<std::string> Store::enabled_plugins() const {
    Config config(renderer_, masker_);
    add_user_layers(config);
    if (!config.has("PLUGINS")) {
        for (catalog::Setting& setting : settings_of_template(renderer_, "config/base.yml")) {
            if (setting.name == "PLUGINS") {
                config.set(setting.name, std::move(setting.value), Layer::base);
            }
        }
    }
    apply_environment(config, {"PLUGINS"});
    for (catalog::Setting& setting : catalog_.config_user.items()) {
        if (setting.name == "PLUGINS") {
            config.set(setting.name, std::move(setting.value), Layer::given);
        }
    }
    std::vector<std::string> names = config.texts("PLUGINS");
    std::vector<std::string> result;
    for (std::string& name : names) {
        if (std::find(result.begin(), result.end(), name) == result.end()) {
            result.push_back(std::move(name));
        }
    }
    return result;
}

void contribute_defaults(catalog::Catalog& catalog, render::Renderer& renderer) {
    catalog.config_defaults.add(
        [&renderer](std::vector<catalog::Setting> settings) {
            for (catalog::Setting& setting :
                 settings_of_template(renderer, "config/defaults.yml")) {
                settings.push_back(std::move(setting));
            }
            return settings;
        },
        hooks::priority::high);
}

std::string printable(const Value& value) {
    if (value.is_none()) {
        return "null";
    }
    return value.is_boolean() ? (value.as_boolean() ? "true" : "false") : value::str(value);
}

}  // namespace tutor::config
