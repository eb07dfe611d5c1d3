// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "plugin_python/internal/snapshot.hpp"
#include "plugin_python/tape.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tutor::plugin_python::internal {

/// What plugins add to the program's groups; `added` tells it of one.
std::vector<GroupCommand>
all_group_commands(const std::function<std::vector<cli::Command>(const std::string& group)>& added);

/// Makes a snapshot of what plugins contribute while they are loaded for real.
class Recorder {
public:
    void begin_load(
        LoadRequest request, std::vector<std::string> loaded, std::vector<std::string> contexts);
    void end_load() { step_open_ = false; }
    void begin_call(const void* identity, std::vector<std::string> contexts);
    void end_call();

    void add(Contribution contribution, std::vector<std::string> contexts);
    void add(Event event);

    /// There will be no snapshot. The first reason is kept.
    void impure(std::string_view what);
    const std::string& problem() const { return problem_; }

    struct End {
        std::string key;
        const Watched& watched;
        std::vector<std::filesystem::path> files;
        std::vector<GroupCommand> group_commands;
    };
    /// None when what was contributed cannot be kept, or depends on what cannot be told.
    std::optional<Snapshot> finish(const End& end);

private:
    struct Content {
        std::size_t step;
        std::size_t event;
        std::function<void(Writer&)> write;
    };

    Event* new_event();
    void add_dependencies(const End& end);

    Snapshot snapshot_;
    std::vector<Content> contents_;
    std::vector<const void*> callbacks_;
    bool step_open_ = false;
    bool in_call_ = false;
    std::string problem_;
};

}  // namespace tutor::plugin_python::internal
