// SPDX-License-Identifier: Apache-2.0
//
// The file that holds what plugins written in Python contributed, for runs that need nothing more
// of them.

#pragma once

#include "base/error.hpp"
#include "plugin_python/internal/dependencies.hpp"
#include "plugin_python/loading.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugin_python::internal {

/// One thing a plugin does to the hooks.
struct Event {
    enum class Kind : std::uint8_t { callback, items, clear, clear_context };

    Kind kind = Kind::callback;
    std::size_t hook = 0;
    double priority = 0;
    std::vector<std::string> contexts = {};  ///< of `clear_context`: the one
    Position where = {};
    std::string content = {};  ///< items, or what is known of a callback

    bool operator==(const Event&) const = default;
};

/// The loading of a plugin, or a callback that runs while plugins are loaded.
struct Step {
    std::optional<LoadRequest> load = {};
    std::vector<std::string> loaded = {};  ///< the plugins before it, of any kind
    std::size_t callback = 0;              ///< counted over all callbacks; when `load` is none
    std::vector<std::string> contexts = {};
    std::vector<Event> events = {};

    bool operator==(const Step&) const = default;
};

struct GroupCommand {
    std::string group;
    std::size_t index = 0;  ///< among those of the group
    std::string content;

    bool operator==(const GroupCommand&) const = default;
};

struct Snapshot {
    std::string key = {};  ///< what must be the same text: see `Loading`
    std::vector<Dependency> dependencies = {};
    /// Whether loading the plugins again gave the same; when not, `steps` is empty.
    bool repeatable = true;
    std::vector<Step> steps = {};
    std::vector<GroupCommand> group_commands = {};

    bool operator==(const Snapshot&) const = default;
};

std::string encode(const Snapshot& snapshot);
/// None when the bytes are no snapshot of this format, or not complete.
std::optional<Snapshot> decode(std::string_view bytes);

/// A file of a folder that holds those of several project roots.
class SnapshotFile {
public:
    /// `identity` tells the world it is about from others.
    SnapshotFile(std::filesystem::path folder, std::string_view identity);

    /// None when there is no usable one.
    std::optional<Snapshot> read() const;

    /// Atomically, for the user alone; removes snapshots that nobody has written for long. A folder
    /// that cannot be written to is no error: there is no snapshot then.
    void write(const Snapshot& snapshot) const noexcept;
    void remove() const noexcept;

    const std::filesystem::path& path() const { return path_; }

private:
    void prune() const;

    std::filesystem::path path_;
};

}  // namespace tutor::plugin_python::internal
