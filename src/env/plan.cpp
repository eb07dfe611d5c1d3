// SPDX-License-Identifier: Apache-2.0

#include "base/assert.hpp"
#include "base/files.hpp"
#include "crypto/digest.hpp"
#include "env/tree.hpp"
#include "json/dump.hpp"
#include "json/parse.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace tutor::env {
namespace {

namespace fs = std::filesystem;

// Path below ENV to the hash of what we wrote there.
using Manifest = std::map<std::string, std::string>;

constexpr const char* manifest_name = ".manifest.json";

Manifest read_manifest(const fs::path& environment) {
    Manifest manifest;
    const fs::path path = environment / manifest_name;
    const std::optional<std::string> text = read_file_if_exists(path);
    if (!text) {
        return manifest;
    }
    try {
        const value::Value document = json::parse(*text, path.string());
        if (!document.is_dict()) {
            return manifest;
        }
        const value::Value* files = document.as_dict().find("files");
        if (files == nullptr || !files->is_dict()) {
            return manifest;
        }
        for (const auto& [name, hash] : files->as_dict()) {
            if (name.is_string() && hash.is_string()) {
                manifest.emplace(name.as_string(), hash.as_string());
            }
        }
    } catch (const Error&) {
        manifest.clear();  // a damaged manifest is as good as none: it is written anew
    }
    return manifest;
}

std::string to_text(const Manifest& manifest) {
    value::Dict files;
    for (const auto& [path, hash] : manifest) {
        files.set(path, hash);
    }
    return json::dump(value::Dict{{"files", files}}, {.indent = 1}) + "\n";
}

bool stays_inside(const std::string& path) {
    return !path.empty() && !path.starts_with('/')
        && ("/" + path + "/").find("/../") == std::string::npos;
}

// Removes folders that became empty, up to the environment.
void prune(const fs::path& environment, fs::path folder) {
    std::error_code error;
    while (folder != environment && fs::is_empty(folder, error) && !error) {
        if (!fs::remove(folder, error)) {
            return;
        }
        folder = folder.parent_path();
    }
}

void remove_file(const fs::path& environment, const std::string& path) {
    std::error_code error;
    fs::remove(environment / path, error);
    if (error) {
        throw Error(
            {.message = fmt::format(
                 "cannot remove '{}': {}", (environment / path).string(), error.message()),
             .hint = "it may belong to another user: remove it with sudo"});
    }
    prune(environment, (environment / path).parent_path());
}

bool holds(const Tree& tree, const std::string& path) {
    return std::binary_search(
        tree.begin(), tree.end(), File{path, {}, {}}, [](const File& a, const File& b) {
            return a.path < b.path;
        });
}

fs::path folder_for_edited(const fs::path& environment) {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return environment.parent_path() / "env-edited"
        / fmt::format("{:%Y%m%d-%H%M%S}", fmt::localtime(now));
}

}  // namespace

Plan make_plan(const fs::path& environment, const Tree& tree) {
    Plan plan;
    plan.environment = environment;
    plan.tree = &tree;
    const Manifest manifest = read_manifest(environment);
    Manifest expected;
    for (const File& file : tree) {
        const std::optional<std::string> on_disk = read_file_if_exists(environment / file.path);
        const auto written = manifest.find(file.path);
        if (!on_disk) {
            plan.changes.push_back({ChangeKind::added, file.path});
        } else if (*on_disk != file.content) {
            const bool edited =
                written != manifest.end() && crypto::sha256_hex(*on_disk) != written->second;
            plan.changes.push_back(
                {ChangeKind::changed, file.path, edited, edited ? written->second : ""});
        } else if (written != manifest.end()) {
            plan.hashes.emplace(file.path, written->second);
        }
    }
    for (const auto& [path, hash] : manifest) {
        if (holds(tree, path) || !stays_inside(path)) {
            continue;
        }
        if (const std::optional<std::string> on_disk = read_file_if_exists(environment / path)) {
            plan.changes.push_back(
                {ChangeKind::removed, path, crypto::sha256_hex(*on_disk) != hash, hash});
        }
    }
    plan.manifest_is_current =
        plan.changes.empty() && plan.hashes.size() == tree.size() && manifest.size() == tree.size();
    return plan;
}

const File& planned_file(const Plan& plan, const std::string& path) {
    const auto file = std::lower_bound(
        plan.tree->begin(), plan.tree->end(), path, [](const File& other, const auto& wanted) {
            return other.path < wanted;
        });
    TUTOR_ASSERT(file != plan.tree->end() && file->path == path);
    return *file;
}

void keep_edited(Plan& plan, const std::string& path) {
    const auto change =
        std::find_if(plan.changes.begin(), plan.changes.end(), [&](const Change& other) {
            return other.path == path;
        });
    TUTOR_ASSERT(change != plan.changes.end() && change->edited_by_hand);
    if (change->kind == ChangeKind::changed) {
        plan.hashes.emplace(path, change->written_hash);
    }
    plan.changes.erase(change);
}

void apply(const Plan& plan, AtomicWriter& writer, term::Output& output) {
    const fs::path edited = folder_for_edited(plan.environment);
    for (const Change& change : plan.changes) {
        if (change.edited_by_hand) {
            writer.stage(edited / change.path, read_file(plan.environment / change.path));
        }
    }
    Manifest manifest = plan.hashes;
    auto change = plan.changes.begin();
    for (const File& file : *plan.tree) {
        if (change != plan.changes.end() && change->path == file.path) {
            writer.stage(plan.environment / file.path, file.content);
            ++change;
        }
        if (!manifest.contains(file.path)) {
            manifest.emplace(file.path, crypto::sha256_hex(file.content));
        }
    }
    if (!plan.manifest_is_current) {
        writer.stage(plan.environment / manifest_name, to_text(manifest));
    }
    writer.commit();
    for (const Change& written : plan.changes) {
        if (written.edited_by_hand) {
            output.alert(fmt::format(
                "'{}' was edited by hand; your version is kept in '{}'",
                (plan.environment / written.path).string(),
                (edited / written.path).string()));
        }
    }
    for (; change != plan.changes.end(); ++change) {
        remove_file(plan.environment, change->path);
    }
}

void remove_foreign(const fs::path& environment, const Tree& tree, term::Output& output) {
    std::error_code error;
    if (!fs::exists(environment, error)) {
        output.info(fmt::format("Nothing to delete in '{}'", environment.string()));
        return;
    }
    output.alert(fmt::format("Deleting what was in '{}'", environment.string()));
    for (const std::string& path : foreign_files(environment, tree)) {
        remove_file(environment, path);
    }
}

std::vector<std::string> foreign_files(const fs::path& environment, const Tree& tree) {
    std::error_code error;
    std::vector<std::string> foreign;
    for (fs::recursive_directory_iterator entry(environment, error), end; entry != end;
         entry.increment(error)) {
        const std::string path = entry->path().lexically_relative(environment).string();
        if (!entry->is_directory(error) && path != manifest_name && !holds(tree, path)) {
            foreign.push_back(path);
        }
    }
    std::sort(foreign.begin(), foreign.end());
    return foreign;
}

}  // namespace tutor::env
