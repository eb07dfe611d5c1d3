// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/v0_patches.hpp"

#include "base/text.hpp"
#include "value/operations.hpp"
#include "yaml/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tutor::commands::internal {
namespace {

constexpr std::string_view gone[] = {
    "https-create",
    "k8s-deployments-nginx-init-containers",
    "k8s-deployments-nginx-volume-mounts",
    "k8s-deployments-nginx-volumes",
    "k8s-ingress-rules",
    "k8s-ingress-tls-hosts",
    "local-docker-compose-nginx-aliases",
    "local-docker-compose-nginx-volumes",
    "nginx-extra",
    "proxy-apache",
    "proxy-nginx"};

constexpr std::string_view settings[] = {
    "cms-env",
    "cms-env-features",
    "common-env-features",
    "lms-env",
    "lms-env-features",
    "openedx-auth"};

template <std::size_t Size>
bool holds(const std::string_view (&names)[Size], std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// `"KEY": value,`
bool is_json_entry(std::string_view line) {
    line = trim(line);
    return line.starts_with('"') && line.ends_with(',') && line.find("\":") != std::string::npos;
}

// The first entry that a comma ends; none when it is fine.
std::optional<std::string> json_entry(const std::string& text) {
    try {
        const value::Value document = yaml::load(text, "settings");
        if (!document.is_dict()) {
            return std::nullopt;
        }
        for (const auto& [key, value] : document.as_dict()) {
            if (value.is_string() && value.as_string().ends_with(',')) {
                return value::str(key);
            }
        }
    } catch (const Error&) {
        for (const std::string_view line : split_lines(text)) {
            if (is_json_entry(line)) {
                return std::string(trim(line.substr(0, line.find(':'))));
            }
        }
    }
    return std::nullopt;
}

std::string place(const catalog::Patch& patch) {
    const Position& where = patch.source.where;
    return where.source.empty() ? "" : fmt::format(" ({}:{})", where.source, where.line);
}

}  // namespace

void alert_about_v0_patches(Context& context, const config::Config& config) {
    for (const catalog::Patch& patch : context.catalog().env_patches.items()) {
        if (patch.source.plugin.empty()) {
            continue;
        }
        if (holds(gone, patch.name)) {
            context.output().alert(fmt::format(
                "Patch '{}' of plugin '{}' has no effect: its place is gone with the web server "
                "that it was for{}",
                patch.name,
                patch.source.plugin,
                place(patch)));
        }
        if (!holds(settings, patch.name)) {
            continue;
        }
        const std::string text = context.renderer().render_text(
            patch.content, {.name = fmt::format("patch '{}'", patch.name)}, config);
        if (const std::optional<std::string> key = json_entry(text)) {
            context.output().alert(fmt::format(
                "Patch '{}' of plugin '{}' is written as JSON, it must be YAML: the comma after "
                "{} becomes part of the value. Remove the commas between entries{}",
                patch.name,
                patch.source.plugin,
                *key,
                place(patch)));
        }
    }
}

}  // namespace tutor::commands::internal
