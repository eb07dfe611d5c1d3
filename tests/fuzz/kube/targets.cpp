// SPDX-License-Identifier: Apache-2.0
//
// kubeconfig: one or two files, an FF byte between them. frames: a byte that says into what pieces
// the rest is cut, then what an API server sends. merge: a manifest, an FF byte, a patch.

#include "base/error.hpp"
#include "kube/error.hpp"
#include "kube/internal/frames.hpp"
#include "kube/internal/log_lines.hpp"
#include "kube/kinds.hpp"
#include "kube/kubeconfig.hpp"
#include "kustomize/internal/merge.hpp"
#include "target.hpp"
#include "value/errors.hpp"
#include "yaml/manifest.hpp"

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tutor::fuzz {
namespace {

void require(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "violated: %s\n", what);
        std::abort();
    }
}

std::pair<std::string_view, std::string_view> split_input(std::string_view bytes) {
    const std::size_t end = bytes.find('\xFF');
    return end == std::string_view::npos ? std::pair(bytes, std::string_view())
                                         : std::pair(bytes.substr(0, end), bytes.substr(end + 1));
}

// What `work` gives; none where it refuses its input. Anything but an Error ends the process.
template <class Work>
auto attempt(const Work& work) -> std::optional<decltype(work())> {
    try {
        return work();
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error says something");
        return std::nullopt;
    }
}

void run_kubeconfig(std::string_view bytes) {
    const auto [first, second] = split_input(bytes);
    const auto parse = [](std::string_view text, const char* file) {
        return attempt([&] { return kube::parse_kubeconfig(text, file); });
    };
    std::optional<kube::Kubeconfig> config = parse(first, "/a/config");
    const std::optional<kube::Kubeconfig> other = parse(second, "/b/config");
    if (!config || !other) {
        return;
    }
    const std::string current = config->current_context;
    kube::merge_kubeconfig(*config, *other);
    require(current.empty() || config->current_context == current, "the first file wins");
    const std::size_t users = config->users.size();
    kube::merge_kubeconfig(*config, *other);
    require(config->users.size() == users, "merging again adds nothing");
    for (const kube::Context& context : config->contexts) {
        require(config->find_context(context.name) != nullptr, "a context is found by its name");
    }
    for (const kube::User& user : config->users) {
        require(
            user.token_file.empty() || user.token_file.is_absolute(),
            "files are relative to the kubeconfig");
    }
}

std::vector<std::string> lines_of(std::string_view text, std::size_t piece) {
    kube::internal::LineCutter cutter;
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < text.size(); i += piece) {
        cutter.add(text.substr(i, piece), [&](std::string_view line) { lines.emplace_back(line); });
    }
    lines.push_back(cutter.rest());
    return lines;
}

void run_frames(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    const std::size_t piece = static_cast<unsigned char>(bytes.front()) + 1U;
    bytes.remove_prefix(1);
    const std::vector<std::string> lines = lines_of(bytes, piece);
    require(lines == lines_of(bytes, bytes.size() + 1), "pieces do not matter");
    kube::internal::SeenLines seen;
    for (const std::string& line : lines) {
        attempt([&] {
            const kube::internal::Frame frame = kube::internal::parse_frame(line);
            require(frame.object.is_dict(), "the object of a frame is a mapping");
            return kube::string_field(frame.object, {"metadata", "resourceVersion"});
        });
        const kube::ApiError error(kube::parse_status(418, line), "testing");
        require(*error.what() != '\0', "an error says something");
        seen.is_new(kube::internal::split_log_line(line));
    }
    seen.begin_again();
    for (const std::string& line : lines) {
        const kube::internal::LogLine again = kube::internal::split_log_line(line);
        const bool remembered = again.time && seen.resume_from() <= *again.time;
        require(!remembered || !seen.is_new(again), "no line comes twice");
    }
}

std::optional<value::Value> manifest_of(std::string_view text) {
    const auto manifests = attempt([&] { return yaml::load_manifests(text, "input"); });
    return manifests && !manifests->empty() ? std::optional(manifests->front().value)
                                            : std::nullopt;
}

// The manifest with its patch, as text.
std::optional<std::string> patched(std::string_view text, std::string_view patch_text) {
    const std::optional<value::Value> document = manifest_of(text);
    const std::optional<value::Value> patch = manifest_of(patch_text);
    const bool fits = document && patch && document->is_dict();
    if (!fits || (!patch->is_dict() && !patch->is_list())) {
        return std::nullopt;
    }
    value::Dict result = document->as_dict();
    return attempt([&] {
        if (patch->is_dict()) {
            const bool deleted = kustomize::internal::strategic_merge(result, patch->as_dict());
            return deleted ? std::string("deleted") : yaml::dump_manifest(result);
        }
        kustomize::internal::json_patch(result, *patch, {.source = "patch", .line = 1});
        return yaml::dump_manifest(result);
    });
}

void run_merge(std::string_view bytes) {
    const auto [document, patch] = split_input(bytes);
    const std::optional<std::string> result = patched(document, patch);
    require(result == patched(document, patch), "the same input gives the same result");
    const std::optional<value::Value> plain = manifest_of(document);
    if (plain && plain->is_dict()) {
        const auto before = attempt([&] { return yaml::dump_manifest(*plain); });
        require(!before || patched(document, "{}") == before, "an empty patch changes nothing");
    }
}

}  // namespace

Target find_target(std::string_view name) {
    return name == "kubeconfig" ? run_kubeconfig
        : name == "frames"      ? run_frames
        : name == "merge"       ? run_merge
                                : nullptr;
}

}  // namespace tutor::fuzz
