// SPDX-License-Identifier: Apache-2.0

#include "env/tree.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"
#include "yaml/load.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::env {
namespace {

namespace fs = std::filesystem;

std::string join_path(const std::string& folder, const std::string& path) {
    std::string trimmed = folder;
    while (trimmed.ends_with('/')) {
        trimmed.pop_back();
    }
    return trimmed.empty() ? path : trimmed + "/" + path;
}

// A destination of a plugin must not lead out of ENV.
void require_inside(const std::string& path, const catalog::TemplateTarget& target) {
    const std::vector<std::string> parts = split(path, '/');
    if (path.starts_with('/') || std::find(parts.begin(), parts.end(), "..") != parts.end()) {
        throw Error(
            {.message = fmt::format(
                 "template target ('{}', '{}') leads out of the environment",
                 target.source,
                 target.destination),
             .hint = "destinations are folders below ENV"});
    }
}

}  // namespace

Tree render_tree(
    const catalog::Catalog& catalog,
    render::Renderer& renderer,
    const catalog::Configuration& config) {
    std::map<std::string, File> files;
    for (const catalog::TemplateTarget& target : catalog.env_template_targets.items()) {
        for (const std::string& template_path : renderer.templates(target.source)) {
            File file;
            file.path = join_path(target.destination, template_path);
            require_inside(file.path, target);
            file.template_path = template_path;
            if (renderer.is_rendered(template_path)) {
                file.content = renderer.render_template(template_path, config);
            } else {
                file.content = renderer.read(template_path)->text;
            }
            files[file.path] = std::move(file);
        }
    }
    Tree tree;
    tree.reserve(files.size());
    for (auto& [path, file] : files) {
        tree.push_back(std::move(file));
    }
    return tree;
}

std::optional<std::string> version_of(const fs::path& environment) {
    const std::optional<std::string> text = read_file_if_exists(environment / "version");
    return text ? std::optional(std::string(trim(*text))) : std::nullopt;
}

namespace {

std::optional<Error> syntax_error(const File& file) {
    try {
        if (file.path.ends_with(".yml") || file.path.ends_with(".yaml")) {
            yaml::load_all(file.content, file.path);
        } else if (file.path.ends_with(".json")) {
            json::parse(file.content, file.path);
        }
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

// "patch 'x' of plugin 'y', y.yml:12" for the line of a rendered file.
std::string author_of(const jinja::Rendering& rendering, int line) {
    std::size_t begin = 0;
    for (int i = 1; i < line && begin != std::string::npos; ++i) {
        begin = rendering.text.find('\n', begin);
        begin = begin == std::string::npos ? begin : begin + 1;
    }
    if (begin == std::string::npos) {
        return {};
    }
    const std::size_t end = std::min(rendering.text.find('\n', begin), rendering.text.size());
    const jinja::Range* author = nullptr;
    for (const jinja::Range& range : rendering.ranges) {
        const bool touches = range.begin < std::max(end, begin + 1) && range.end > begin;
        if (touches && (author == nullptr || !rendering.origins[range.origin].patch.empty())) {
            author = &range;
        }
    }
    if (author == nullptr) {
        return {};
    }
    const jinja::Origin& origin = rendering.origins[author->origin];
    const std::string& source = origin.path.empty() ? origin.name : origin.path;
    return fmt::format("{} ({}:{})", origin.name, source, origin.first_line + author->line - 1);
}

}  // namespace

void check_syntax(
    const Plan& plan,
    render::Renderer& renderer,
    const catalog::Configuration& config,
    term::Output& output) {
    for (const Change& change : plan.changes) {
        if (change.kind == ChangeKind::removed || change.path.starts_with("plugins/")) {
            continue;
        }
        const File& file = planned_file(plan, change.path);
        const std::optional<Error> error = syntax_error(file);
        if (!error) {
            continue;
        }
        const int line = error->info().where ? error->info().where->line : 0;
        const std::string author = renderer.is_rendered(file.template_path)
            ? author_of(renderer.render_template_recorded(file.template_path, config), line)
            : std::string();
        output.alert(fmt::format(
            "The rendered file '{}' cannot be read, line {}: {}{}",
            file.path,
            line,
            error->what(),
            author.empty() ? "" : "\n    written by " + author));
    }
}

}  // namespace tutor::env
