// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/packages.hpp"

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "json/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace tutor::plugin_python {
namespace {

// The distribution of the reference was called otherwise up to its release 12.
constexpr const char* names_of_tutor[] = {"tutor", "tutor-openedx"};

// What the distribution requires of Tutor, when it says so and `version` is not admitted.
std::optional<std::string>
unmet_requirement(const Distribution& distribution, std::string_view version) {
    for (const char* name : names_of_tutor) {
        std::optional<std::string> wanted = requirement_of(distribution, name);
        if (wanted && !satisfies(version, *wanted)) {
            return wanted;
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<Package> find_packages(const Installation& installation) {
    std::vector<Package> packages;
    if (std::getenv("TUTOR_IGNORE_ENTRYPOINT_PLUGINS") != nullptr) {
        return packages;
    }
    for (const Distribution& distribution :
         find_distributions(installation.folders, {"tutor.plugin.v0", "tutor.plugin.v1"})) {
        for (const EntryPoint& point : distribution.entry_points) {
            packages.push_back({point.name, point.value, distribution});
        }
    }
    return packages;
}

const Package* find_package(const std::vector<Package>& packages, std::string_view name) {
    const auto by_plugin = std::find_if(
        packages.begin(), packages.end(), [&](const Package& one) { return one.plugin == name; });
    if (by_plugin != packages.end()) {
        return &*by_plugin;
    }
    const std::string wanted = normalized_name(name);
    const auto by_distribution =
        std::find_if(packages.begin(), packages.end(), [&](const Package& one) {
            return normalized_name(one.distribution.name) == wanted;
        });
    return by_distribution == packages.end() ? nullptr : &*by_distribution;
}

std::string source_address(const Distribution& distribution) {
    const std::optional<std::string> text =
        read_file_if_exists(distribution.metadata / "direct_url.json");
    if (!text) {
        return {};
    }
    try {
        const value::Value content = json::parse(*text, "direct_url.json");
        const value::Value* url = content.is_dict() ? content.as_dict().find("url") : nullptr;
        return url != nullptr && url->is_string() ? std::string(url->as_string()) : std::string();
    } catch (const Error&) {
        return {};  // not written by an installer: then nothing is known
    }
}

Fit fit_of(const Distribution& distribution, std::string_view version) {
    const std::optional<std::string> wanted = unmet_requirement(distribution, version);
    if (!wanted) {
        return Fit::fits;
    }
    const std::int64_t major = parse_int(version.substr(0, version.find('.'))).value_or(1);
    const bool previous = satisfies(fmt::format("{}.0.0", major - 1), *wanted)
        || satisfies(fmt::format("{}.999.999", major - 1), *wanted);
    return previous ? Fit::previous : Fit::other;
}

std::string describe_misfit(const Distribution& distribution, std::string_view version) {
    return fmt::format(
        "{} {} is made for Tutor {}, this is Tutor {}",
        distribution.name,
        distribution.version,
        unmet_requirement(distribution, version).value_or("of any version"),
        version);
}

}  // namespace tutor::plugin_python
