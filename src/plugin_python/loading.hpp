// SPDX-License-Identifier: Apache-2.0
//
// Loading plugins written in Python: for real, or from the snapshot of an earlier run, so that no
// interpreter starts until a command reaches one of their functions. How and when:
// docs/decisions/0009-plugin-snapshot.md.

#pragma once

#include "plugin_python/host.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tutor::plugin_python {

/// The kinds of plugins, in the order of their discovery.
enum class Kind : std::uint8_t {
    v0_package,  ///< entry points of the group tutor.plugin.v0
    v1_file,     ///< *.py in the plugins root
    v1_package,  ///< entry points of the group tutor.plugin.v1
};

struct LoadRequest {
    Kind kind = Kind::v1_package;
    std::string plugin = {};
    std::string target = {};  ///< the file, MODULE or MODULE:ATTRIBUTE

    bool operator==(const LoadRequest&) const = default;
};

/// All of it belongs to the main thread.
class Loading {
public:
    struct World {
        /// Where snapshots are; empty: none are made or used.
        std::filesystem::path folder = {};
        /// What a snapshot is for: project root, plugins root, environment …
        std::string identity = {};
        std::filesystem::path program = {};
        std::vector<std::string> arguments = {};
        /// Files and folders that every snapshot depends on.
        std::function<std::vector<std::filesystem::path>()> files = {};
        std::function<Host&()> start_host = {};
        /// Is told, with TUTOR_PYTHON_SNAPSHOT=trace, what is done and why.
        std::function<void(const std::string&)> trace = {};
    };

    virtual ~Loading() = default;

    /// The enabled plugins, of any kind, are about to be loaded.
    virtual void begin(std::vector<std::string> enabled) = 0;
    /// Within the contexts of the plugin.
    ///
    /// @throws Error  as Host's functions
    virtual void load(const LoadRequest& request) = 0;
    /// All are loaded, and the actions that go with it have run.
    virtual void finish() = 0;

    /// Only warnings have been printed so far: plugins that are not repeatable may still be met
    /// with a new start of the program, which prints them once more.
    virtual void excuse_warnings() = 0;

    /// As Host's.
    virtual std::vector<cli::Command> group_commands(const std::string& group) = 0;

    /// For the host.
    virtual Tape& tape() = 0;
};

/// `services` must outlive it.
std::shared_ptr<Loading> make_loading(Loading::World world, Services& services);

}  // namespace tutor::plugin_python
