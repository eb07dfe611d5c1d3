// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/distributions.hpp"

#include "base/files.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cstdint>

namespace tutor::plugin_python {
namespace {

namespace fs = std::filesystem;

// Without a comment that begins the line or follows white space.
std::string_view without_comment(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if ((line[i] == '#' || line[i] == ';') && (i == 0 || is_ascii_space(line[i - 1]))) {
            return line.substr(0, i);
        }
    }
    return line;
}

// The value of the first header field of that name; what follows an empty line is no header.
std::vector<std::string> fields(std::string_view text, std::string_view name) {
    std::vector<std::string> values;
    for (const std::string_view line : split_lines(text)) {
        if (trim(line).empty()) {
            break;
        }
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos
            && to_ascii_lower(line.substr(0, colon)) == to_ascii_lower(name)) {
            values.emplace_back(trim(line.substr(colon + 1)));
        }
    }
    return values;
}

std::optional<Distribution>
read_distribution(const fs::path& folder, const std::vector<std::string>& groups) {
    const std::optional<std::string> points = read_file_if_exists(folder / "entry_points.txt");
    if (!points) {
        return std::nullopt;
    }
    Distribution result{.metadata = folder};
    for (EntryPoint& point : parse_entry_points(*points)) {
        if (std::find(groups.begin(), groups.end(), point.group) != groups.end()) {
            result.entry_points.push_back(std::move(point));
        }
    }
    if (result.entry_points.empty()) {
        return std::nullopt;
    }
    const std::optional<std::string> wheel = read_file_if_exists(folder / "METADATA");
    const std::string metadata =
        wheel ? *wheel : read_file_if_exists(folder / "PKG-INFO").value_or("");
    const auto first = [&](std::string_view name) {
        const std::vector<std::string> values = fields(metadata, name);
        return values.empty() ? std::string() : values.front();
    };
    result.name = first("Name");
    result.version = first("Version");
    if (result.name.empty()) {
        const std::string stem = folder.stem().string();
        result.name = stem.substr(0, stem.find('-'));
    }
    result.requirements = fields(metadata, "Requires-Dist");
    if (!wheel) {
        // An egg keeps them in a file of its own; what follows "[" is for extras.
        const std::string listed = read_file_if_exists(folder / "requires.txt").value_or("");
        for (const std::string_view line : split_lines(listed)) {
            if (line.starts_with('[')) {
                break;
            }
            if (!trim(line).empty()) {
                result.requirements.emplace_back(trim(line));
            }
        }
    }
    return result;
}

// The numbers of a release, "21.0.8" as {21, 0, 8}; what follows them is ignored.
std::vector<std::int64_t> release_of(std::string_view version) {
    std::vector<std::int64_t> numbers;
    version = trim(version);
    if (version.starts_with('v')) {
        version.remove_prefix(1);
    }
    while (!version.empty()) {
        std::size_t digits = 0;
        while (digits < version.size() && is_ascii_digit(version[digits])) {
            ++digits;
        }
        const std::optional<std::int64_t> number = parse_int(version.substr(0, digits));
        if (!number) {
            break;
        }
        numbers.push_back(*number);
        version.remove_prefix(digits);
        if (!version.starts_with('.')) {
            break;
        }
        version.remove_prefix(1);
    }
    return numbers;
}

int compare(std::vector<std::int64_t> a, std::vector<std::int64_t> b) {
    const std::size_t size = std::max(a.size(), b.size());
    a.resize(size);
    b.resize(size);
    return a < b ? -1 : (a == b ? 0 : 1);
}

bool satisfies_one(std::string_view version, std::string_view condition) {
    constexpr std::string_view operators[] = {"===", "~=", "==", "!=", "<=", ">=", "<", ">"};
    for (const std::string_view sign : operators) {
        if (!condition.starts_with(sign)) {
            continue;
        }
        std::string_view wanted = trim(condition.substr(sign.size()));
        const bool prefix = wanted.ends_with(".*");
        if (prefix) {
            wanted.remove_suffix(2);
        }
        std::vector<std::int64_t> ours = release_of(version);
        std::vector<std::int64_t> limit = release_of(wanted);
        if (limit.empty()) {
            return true;
        }
        if (prefix) {
            ours.resize(limit.size());
        }
        const int order = compare(ours, limit);
        if (sign == "~=") {
            std::vector<std::int64_t> series(
                limit.begin(), limit.end() - (limit.size() > 1 ? 1 : 0));
            ours.resize(series.size());
            return order >= 0 && ours == series;
        }
        return sign == "===" || sign == "==" ? order == 0
            : sign == "!="                   ? order != 0
            : sign == "<="                   ? order <= 0
            : sign == ">="                   ? order >= 0
            : sign == "<"                    ? order < 0
                                             : order > 0;
    }
    return true;
}

}  // namespace

std::vector<EntryPoint> parse_entry_points(std::string_view text) {
    std::vector<EntryPoint> result;
    std::string group;
    for (const std::string_view raw : split_lines(text)) {
        const std::string_view line = trim(without_comment(raw));
        if (line.starts_with('[') && line.ends_with(']')) {
            group = trim(line.substr(1, line.size() - 2));
            continue;
        }
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || group.empty()) {
            continue;
        }
        const std::string_view name = trim(line.substr(0, equals));
        std::string_view value = line.substr(equals + 1);
        value = value.substr(0, value.find('['));
        std::string target;
        std::copy_if(value.begin(), value.end(), std::back_inserter(target), [](char c) {
            return !is_ascii_space(c);
        });
        if (!name.empty() && !target.empty()) {
            result.push_back({group, std::string(name), std::move(target)});
        }
    }
    return result;
}

std::vector<Distribution>
find_distributions(const std::vector<fs::path>& folders, const std::vector<std::string>& groups) {
    std::vector<Distribution> result;
    std::vector<std::string> seen;
    for (const fs::path& folder : folders) {
        std::vector<fs::path> metadata;
        std::error_code error;
        for (fs::directory_iterator entry(folder, error);
             !error && entry != fs::directory_iterator();
             entry.increment(error)) {
            const fs::path& path = entry->path();
            if (path.extension() == ".dist-info" || path.extension() == ".egg-info") {
                metadata.push_back(path);
            }
        }
        std::sort(metadata.begin(), metadata.end());
        for (const fs::path& path : metadata) {
            std::optional<Distribution> found = read_distribution(path, groups);
            if (!found) {
                continue;
            }
            std::string name = normalized_name(found->name);
            if (std::find(seen.begin(), seen.end(), name) == seen.end()) {
                seen.push_back(std::move(name));
                result.push_back(std::move(*found));
            }
        }
    }
    return result;
}

std::string normalized_name(std::string_view name) {
    std::string result;
    for (const char c : to_ascii_lower(name)) {
        const bool separator = c == '-' || c == '_' || c == '.';
        if (!separator) {
            result.push_back(c);
        } else if (!result.ends_with('-')) {
            result.push_back('-');
        }
    }
    return result;
}

std::optional<std::string> requirement_of(const Distribution& distribution, std::string_view name) {
    for (const std::string& requirement : distribution.requirements) {
        // NAME [EXTRAS] (VERSIONS) ; MARKERS
        std::string_view text = requirement;
        const std::size_t semicolon = text.find(';');
        if (semicolon != std::string_view::npos
            && text.substr(semicolon).find("extra") != std::string_view::npos) {
            continue;
        }
        text = trim(text.substr(0, semicolon));
        const std::size_t end = text.find_first_of(" [(<>=!~");
        if (normalized_name(text.substr(0, end)) != normalized_name(name)) {
            continue;
        }
        std::string versions;
        bool in_extras = false;
        for (const char c : end == std::string_view::npos ? std::string_view() : text.substr(end)) {
            in_extras = c == '[' || (in_extras && c != ']');
            if (!in_extras && c != ']' && c != '(' && c != ')' && !is_ascii_space(c)) {
                versions.push_back(c);
            }
        }
        return versions;
    }
    return std::nullopt;
}

bool satisfies(std::string_view version, std::string_view requirement) {
    if (trim(requirement).empty()) {
        return true;
    }
    const std::vector<std::string> conditions = split(std::string(requirement), ',');
    return std::all_of(conditions.begin(), conditions.end(), [&](const std::string& condition) {
        return satisfies_one(version, trim(condition));
    });
}

}  // namespace tutor::plugin_python
