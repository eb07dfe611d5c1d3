// SPDX-License-Identifier: Apache-2.0

#include "plugins/index.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "value/operations.hpp"
#include "yaml/dump.hpp"
#include "yaml/load.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tutor::plugins {
namespace {

using value::Value;

Error invalid(const std::string& location, std::size_t number, const std::string& why) {
    return Error(
        {.message = fmt::format("invalid plugin, entry {} of '{}': {}", number, location, why)});
}

std::optional<IndexEntry> parse_entry(
    const Value& item,
    const std::string& location,
    std::size_t number,
    std::vector<Error>& problems) {
    if (!item.is_dict()) {
        problems.push_back(invalid(
            location,
            number,
            fmt::format("it is of type {}, not a mapping", value::type_name(item))));
        return std::nullopt;
    }
    const Value* name = item.as_dict().find("name");
    if (name == nullptr) {
        problems.push_back(invalid(location, number, "it has no 'name'"));
        return std::nullopt;
    }
    if (!name->is_string()) {
        problems.push_back(invalid(
            location,
            number,
            fmt::format("its 'name' is of type {}, not a string", value::type_name(*name))));
        return std::nullopt;
    }
    IndexEntry entry{value::deep_copy(item).as_dict()};
    entry.data.set("name", to_ascii_lower(name->as_string()));
    return entry;
}

}  // namespace

std::string IndexEntry::text(std::string_view key) const {
    const Value* value = data.find(key);
    return value == nullptr || value->is_none() ? "" : value::str(*value);
}

std::string index_location(const std::string& base, const std::string& release) {
    std::string location = base;
    while (location.size() > 1 && location.ends_with('/')) {
        location.pop_back();
    }
    return fmt::format("{}/{}/plugins.yml", location, release);
}

IndexEntries
parse_index(std::string_view text, const std::string& location, std::vector<Error>& problems) {
    const Value document = yaml::load(text, location);
    if (!document.is_list()) {
        throw Error(
            {.message = fmt::format(
                 "'{}' is no list of plugins, it is of type {}",
                 location,
                 value::type_name(document))});
    }
    IndexEntries entries;
    for (std::size_t i = 0; i < document.items().size(); ++i) {
        if (auto entry = parse_entry(document.items()[i], location, i + 1, problems)) {
            entry->data.set("index", location);
            merge(entries, {std::move(*entry)});
        }
    }
    return entries;
}

void merge(IndexEntries& entries, IndexEntries added) {
    for (IndexEntry& entry : added) {
        const std::string name = entry.name();
        const auto place = std::lower_bound(
            entries.begin(), entries.end(), name, [](const IndexEntry& other, const auto& wanted) {
                return other.name() < wanted;
            });
        if (place != entries.end() && place->name() == name) {
            *place = std::move(entry);
        } else {
            entries.insert(place, std::move(entry));
        }
    }
}

const IndexEntry* find(const IndexEntries& entries, std::string_view name) {
    const std::string wanted = to_ascii_lower(name);
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const IndexEntry& entry) {
        return entry.name() == wanted;
    });
    return found == entries.end() ? nullptr : &*found;
}

std::optional<IndexEntries> IndexCache::read() const {
    const std::optional<std::string> text = read_file_if_exists(path_);
    if (!text) {
        return std::nullopt;
    }
    try {
        const Value document = yaml::load(*text, path_.string());
        IndexEntries entries;
        std::vector<Error> ignored;
        if (document.is_list()) {
            for (const Value& item : document.items()) {
                if (auto entry = parse_entry(item, path_.string(), 0, ignored)) {
                    merge(entries, {std::move(*entry)});
                }
            }
        }
        return entries;
    } catch (Error& error) {
        error.add_frame(
            "reading the cache of plugin indexes; make it anew with: tutor plugins update");
        throw;
    }
}

void IndexCache::write(const IndexEntries& entries) const {
    value::List list;
    for (const IndexEntry& entry : entries) {
        list.append(entry.data);
    }
    write_atomically(path_, yaml::dump(list));
}

}  // namespace tutor::plugins
