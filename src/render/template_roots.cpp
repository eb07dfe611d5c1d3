// SPDX-License-Identifier: Apache-2.0

#include "render/internal/template_roots.hpp"

#include "base/files.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace tutor::render {
namespace {

namespace fs = std::filesystem;

std::vector<std::regex> compile(const std::vector<std::string>& patterns) {
    std::vector<std::regex> result;
    for (const std::string& pattern : patterns) {
        try {
            result.emplace_back(pattern);
        } catch (const std::regex_error& error) {
            throw Error(
                {.message =
                     fmt::format("template path pattern '{}' is no regular expression", pattern),
                 .hint = "patterns come from plugins: ENV_PATTERNS_IGNORE, ENV_PATTERNS_INCLUDE"});
        }
    }
    return result;
}

// As Python's re.match: anchored at the start only.
bool matches(const std::vector<std::regex>& patterns, const std::string& path) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::regex& pattern) {
        return std::regex_search(path, pattern, std::regex_constants::match_continuous);
    });
}

// Hidden files and folders, byte code, partials.
//
// Upstream: (.*/)?\.  (.*/)?__pycache__(/.*)?$  .*\.pyc$  (.*/)?partials(/.*)?$
bool is_ignored_by_core(std::string_view path) {
    if (path.ends_with(".pyc")) {
        return true;
    }
    while (true) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        if (part.starts_with('.') || part == "__pycache__" || part == "partials") {
            return true;
        }
        if (slash == std::string_view::npos) {
            return false;
        }
        path.remove_prefix(slash + 1);
    }
}

void list_folder(const std::string& root, std::vector<std::string>& paths) {
    std::error_code error;
    fs::recursive_directory_iterator entry(
        root, fs::directory_options::follow_directory_symlink, error);
    if (error) {
        return;  // a root that does not exist holds no templates
    }
    for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        if (!entry->is_directory(error)) {
            paths.push_back(entry->path().string().substr(root.size() + 1));
        }
    }
}

const EmbeddedFile* find_embedded(EmbeddedTree tree, std::string_view path) {
    const auto at = std::lower_bound(
        tree.begin(), tree.end(), path, [](const EmbeddedFile& file, std::string_view wanted) {
            return file.path < wanted;
        });
    return at != tree.end() && at->path == path ? &*at : nullptr;
}

bool stays_inside(std::string_view path) {
    if (path.empty() || path.starts_with('/')) {
        return false;
    }
    const std::vector<std::string> parts = split(path, '/');
    return std::find(parts.begin(), parts.end(), "..") == parts.end();
}

}  // namespace

TemplateRoots::TemplateRoots(
    std::vector<catalog::TemplateRoot> roots,
    const std::vector<std::string>& ignored,
    const std::vector<std::string>& included)
    : roots_(std::move(roots)), ignored_(compile(ignored)), included_(compile(included)) {
    for (catalog::TemplateRoot& root : roots_) {
        while (root.folder.size() > 1 && root.folder.ends_with('/')) {
            root.folder.pop_back();
        }
    }
}

std::optional<jinja::Loader::Source> TemplateRoots::load(std::string_view name) {
    if (!stays_inside(name)) {
        return std::nullopt;
    }
    for (const catalog::TemplateRoot& root : roots_) {
        if (!root.files.empty()) {
            if (const EmbeddedFile* file = find_embedded(root.files, name)) {
                return Source{.text = std::string(file->content), .path = {}};
            }
            continue;
        }
        const std::string path = root.folder + "/" + std::string(name);
        std::error_code error;
        if (fs::is_directory(path, error)) {
            continue;
        }
        if (std::optional<std::string> text = read_file_if_exists(path)) {
            return Source{.text = std::move(*text), .path = path};
        }
    }
    return std::nullopt;
}

const std::vector<std::string>& TemplateRoots::all() const {
    if (!all_) {
        std::vector<std::string> paths;
        for (const catalog::TemplateRoot& root : roots_) {
            if (root.files.empty()) {
                list_folder(root.folder, paths);
            }
            for (const EmbeddedFile& file : root.files) {
                paths.emplace_back(file.path);
            }
        }
        std::sort(paths.begin(), paths.end());
        paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
        all_ = std::move(paths);
    }
    return *all_;
}

std::vector<std::string> TemplateRoots::names() {
    return all();
}

std::vector<std::string> TemplateRoots::walk(std::string_view prefix) const {
    const std::vector<std::string> below = with_prefix(std::string(prefix) + "/");
    return below.empty() ? with_prefix(prefix) : below;
}

std::vector<std::string> TemplateRoots::with_prefix(std::string_view prefix) const {
    const std::vector<std::string>& paths = all();
    std::vector<std::string> result;
    for (auto path = std::lower_bound(paths.begin(), paths.end(), prefix);
         path != paths.end() && path->starts_with(prefix);
         ++path) {
        if (!is_ignored(*path)) {
            result.push_back(*path);
        }
    }
    return result;
}

bool TemplateRoots::is_ignored(const std::string& path) const {
    return (is_ignored_by_core(path) || matches(ignored_, path)) && !matches(included_, path);
}

}  // namespace tutor::render
