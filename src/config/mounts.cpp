// SPDX-License-Identifier: Apache-2.0

#include "config/mounts.hpp"

#include "base/text.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

namespace tutor::config {
namespace {

using catalog::StringPair;
using value::Arguments;
using value::Value;

struct ExplicitMount {
    std::vector<std::string> services;
    std::string host;
    std::string container;
};

// svc1[, svc2]:HOST:CONTAINER
std::optional<ExplicitMount> parse_explicit(const std::string& mount) {
    const std::vector<std::string> parts = split(mount, ':');
    if (parts.size() < 3 || parts[0].empty() || parts[1].empty() || parts[2].empty()) {
        return std::nullopt;
    }
    const bool names_services = std::all_of(parts[0].begin(), parts[0].end(), [](char c) {
        return is_ascii_alnum(c) || c == '-' || c == '_' || c == ',' || c == ' ';
    });
    if (!names_services) {
        return std::nullopt;
    }
    ExplicitMount result{{}, parts[1], parts[2]};
    for (const std::string& service : split(parts[0], ',')) {
        result.services.emplace_back(trim(service));
    }
    return result;
}

std::string base_name(const std::string& path) {
    return std::filesystem::path(path.ends_with('/') ? path.substr(0, path.size() - 1) : path)
        .filename()
        .string();
}

std::vector<std::string> expand_service(const std::string& service) {
    if (service != "openedx") {
        return {service};
    }
    return {"lms", "cms", "lms-worker", "cms-worker", "lms-job", "cms-job"};
}

bool matches(const std::string& pattern, const std::string& name) {
    try {
        return std::regex_search(name, std::regex(pattern), std::regex_constants::match_continuous);
    } catch (const std::regex_error&) {
        throw Error(
            {.message =
                 fmt::format("mounted directory pattern '{}' is no regular expression", pattern),
             .hint = "patterns come from plugins: MOUNTED_DIRECTORIES"});
    }
}

std::vector<std::string> text_list(const Value& value, std::string_view function) {
    if (!value.is_list() && !value.is_tuple()) {
        throw value::PythonError("TypeError", fmt::format("{}() needs a list of mounts", function));
    }
    std::vector<std::string> result;
    for (const Value& item : value.items()) {
        result.push_back(value::str(item));
    }
    return result;
}

Value to_list(const std::vector<std::string>& items) {
    value::List list;
    for (const std::string& item : items) {
        list.append(item);
    }
    return list;
}

const Value& required(const Arguments& arguments, std::size_t index, std::string_view function) {
    if (index >= arguments.positional.size()) {
        throw value::PythonError(
            "TypeError", fmt::format("{}() needs {} arguments", function, index + 1));
    }
    return arguments.positional[index];
}

bool is_platform(const std::string& name) {
    return name == "edx-platform" || name == "openedx-platform";
}

}  // namespace

bool is_explicit_mount(const std::string& mount) {
    return parse_explicit(mount).has_value();
}

std::string mount_host_path(const std::string& mount) {
    const std::optional<ExplicitMount> explicit_mount = parse_explicit(mount);
    return explicit_mount ? explicit_mount->host : mount;
}

std::vector<StringPair> mount_targets(const catalog::Catalog& catalog, const std::string& mount) {
    std::vector<StringPair> targets;
    if (const std::optional<ExplicitMount> explicit_mount = parse_explicit(mount)) {
        for (const std::string& service : explicit_mount->services) {
            targets.emplace_back(service, explicit_mount->container);
        }
        return targets;
    }
    for (const auto& [service, path] : catalog.compose_mounts.items(base_name(mount))) {
        for (const std::string& name : expand_service(service)) {
            targets.emplace_back(name, path);
        }
    }
    return targets;
}

std::vector<std::string> compose_volumes(
    const catalog::Catalog& catalog,
    const std::vector<std::string>& mounts,
    const std::vector<std::string>& services) {
    std::vector<std::string> volumes;
    for (const std::string& mount : mounts) {
        for (const auto& [service, path] : mount_targets(catalog, mount)) {
            if (std::find(services.begin(), services.end(), service) == services.end()) {
                continue;
            }
            std::string volume = mount_host_path(mount) + ":" + path;
            if (std::find(volumes.begin(), volumes.end(), volume) == volumes.end()) {
                volumes.push_back(std::move(volume));
            }
        }
    }
    return volumes;
}

std::vector<std::string> mounted_directories(
    const catalog::Catalog& catalog,
    const std::vector<std::string>& mounts,
    const std::string& image) {
    std::set<std::string> names;
    for (const std::string& mount : mounts) {
        const std::string name = base_name(mount_host_path(mount));
        for (const auto& [listed_image, pattern] : catalog.mounted_directories.items()) {
            if (listed_image == image && matches(pattern, name)) {
                names.insert(name);
            }
        }
    }
    return {names.begin(), names.end()};
}

void contribute_mounts(catalog::Catalog& catalog) {
    catalog.mounted_directories.add_items(
        {{"openedx", ".*[xX][bB]lock.*"},
         {"openedx", "edx-enterprise"},
         {"openedx", "edx-ora2"},
         {"openedx", "edx-search"},
         {"openedx", "openedx-(?!platform)(.*)"},
         {"openedx", "opaque-keys"},
         {"openedx", "platform-plugin-.*"}});
    catalog.mounted_directories.add(
        [](std::vector<StringPair> items) {
            const std::size_t count = items.size();
            for (std::size_t i = 0; i < count; ++i) {
                if (items[i].first == "openedx") {
                    items.emplace_back("openedx-dev", items[i].second);
                }
            }
            return items;
        },
        hooks::priority::low);
    catalog.compose_mounts.add([&catalog](std::vector<StringPair> items, const std::string& name) {
        if (is_platform(name)) {
            items.emplace_back("openedx", "/openedx/edx-platform");
        }
        for (const auto& [image, pattern] : catalog.mounted_directories.items()) {
            if (matches(pattern, name)) {
                items.emplace_back(image, "/mnt/" + name);
            }
        }
        return items;
    });
    catalog.images_build_mounts.add(
        [&catalog](std::vector<StringPair> items, const std::string& path) {
            const std::string name = base_name(path);
            if (is_platform(name)) {
                items.emplace_back("openedx", "edx-platform");
                items.emplace_back("openedx-dev", "edx-platform");
            }
            for (const auto& [image, pattern] : catalog.mounted_directories.items()) {
                if (matches(pattern, name)) {
                    items.emplace_back(image, "mnt-" + name);
                }
            }
            return items;
        });
    catalog.env_template_variables.add_items(
        {{"iter_mounts",
          value::function(
              "iter_mounts",
              [&catalog](Arguments& arguments) {
                  std::vector<std::string> services;
                  for (std::size_t i = 1; i < arguments.positional.size(); ++i) {
                      services.push_back(value::str(arguments.positional[i]));
                  }
                  const Value& mounts = required(arguments, 0, "iter_mounts");
                  return to_list(
                      compose_volumes(catalog, text_list(mounts, "iter_mounts"), services));
              })},
         {"iter_mounted_directories",
          value::function("iter_mounted_directories", [&catalog](Arguments& arguments) {
              const Value& mounts = required(arguments, 0, "iter_mounted_directories");
              const Value& image = required(arguments, 1, "iter_mounted_directories");
              return to_list(mounted_directories(
                  catalog, text_list(mounts, "iter_mounted_directories"), value::str(image)));
          })}});
}

}  // namespace tutor::config
