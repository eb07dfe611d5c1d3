// SPDX-License-Identifier: Apache-2.0
//
// Plugin indexes: lists of plugins that can be installed, fetched once and kept in a cache.

#pragma once

#include "base/error.hpp"
#include "value/value.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugins {

/// What an index says of one plugin.
struct IndexEntry {
    /// As written, "name" in lower case, with the address of the index as "index".
    value::Dict data;

    std::string name() const { return text("name"); }
    /// Empty when there is none.
    std::string text(std::string_view key) const;
};

/// Sorted by name, one for each.
using IndexEntries = std::vector<IndexEntry>;

/// Where the list of an index is: BASE/RELEASE/plugins.yml.
std::string index_location(const std::string& base, const std::string& release);

/// The entries of one list. What is wrong with single ones goes to `problems`; they are left out.
///
/// @throws Error  it is no YAML list
IndexEntries
parse_index(std::string_view text, const std::string& location, std::vector<Error>& problems);

/// Entries of `added` take the place of those of the same name.
void merge(IndexEntries& entries, IndexEntries added);

/// nullptr when there is none; names are compared in lower case.
const IndexEntry* find(const IndexEntries& entries, std::string_view name);

/// What the indexes offered when they were last fetched: a YAML list, sorted by name.
///
/// Upstream: same file, same format
class IndexCache {
public:
    explicit IndexCache(const std::filesystem::path& environment)
        : path_(environment / "plugins" / "index" / "cache.yml") {}

    const std::filesystem::path& path() const { return path_; }

    /// None when nothing was fetched yet.
    ///
    /// @throws Error  damaged
    std::optional<IndexEntries> read() const;
    void write(const IndexEntries& entries) const;

private:
    std::filesystem::path path_;
};

}  // namespace tutor::plugins
