// SPDX-License-Identifier: Apache-2.0
//
// The Python host as the program sees it: made by the shared object `libtutor-python.so`.

#pragma once

#include "plugin_python/services.hpp"
#include "plugin_python/tape.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tutor::plugin_python {

/// What an interpreter is started with.
struct Start {
    std::filesystem::path executable;               ///< a real Python: `sys.executable`
    std::filesystem::path package;                  ///< folder that holds the package `tutor`
    std::vector<std::filesystem::path> extra = {};  ///< put at the end of `sys.path`
    std::vector<std::string> arguments;             ///< `sys.argv`
    Tape* tape = nullptr;                           ///< outlives the host
};

/// What plugins looked at while they were loaded.
struct Watched {
    struct Dependency {
        std::string kind;  ///< "file", "kind" or "variable": see Dependency
        std::string name;
        std::string state;  ///< when it was looked at; empty: not known
    };
    std::vector<Dependency> dependencies;
    std::vector<std::string> problems;  ///< why that is not all
};

/// One interpreter. Belongs to the main thread, which holds Python's lock from start to end.
class Host {
public:
    virtual ~Host() = default;

    // Each runs the plugin's code and leaves what it contributes in the catalog.
    // @throws Error  naming plugin, file and line

    virtual void load_file(const std::string& plugin, const std::filesystem::path& file) = 0;
    virtual void load_module(const std::string& plugin, const std::string& module) = 0;
    /// `target` is MODULE or MODULE:ATTRIBUTE.
    virtual void load_v0(const std::string& plugin, const std::string& target) = 0;

    /// What plugins added to the click group of that name: "local", "dev" …
    virtual std::vector<cli::Command> group_commands(const std::string& group) = 0;

    /// Around the loading of plugins, to learn what their contributions depend on.
    virtual void begin_watch() = 0;
    virtual Watched end_watch() = 0;
};

/// Of the shared object: `extern "C" Host* tutor_python_start(build, services, start)`, which
/// returns null when `build` is not the text it was built with.
using StartFunction = Host* (*)(const char* build, Services* services, const Start* start);
inline constexpr const char* start_function_name = "tutor_python_start";

}  // namespace tutor::plugin_python
