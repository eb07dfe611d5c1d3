// SPDX-License-Identifier: Apache-2.0
//
// What the named hooks carry. Each item knows which plugin it comes from and where that
// plugin says it, so that errors and `tutor why` can tell.

#pragma once

#include "base/embedded.hpp"
#include "base/error.hpp"
#include "cli/command.hpp"
#include "jinja/environment.hpp"
#include "value/value.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor::catalog {

/// Who contributed something, and where it is written.
struct Source {
    std::string plugin = {};  ///< empty: the core
    Position where = {};      ///< first line of the content; source empty when unknown
};

/// A setting contributed by the core or a plugin, with its full name.
struct Setting {
    std::string name;
    value::Value value;  ///< strings in it are templates
    Source source = {};
};

/// Text for `{{ patch("NAME") }}`.
struct Patch {
    std::string name;
    std::string content;  ///< a template
    Source source = {};
};

/// What a task's output is.
enum class TaskOutput : std::uint8_t {
    log,       ///< progress for people: shown with the service's name before each line
    result,    ///< what the user asked for: shown as it comes
    terminal,  ///< a dialogue, when there is a terminal; else as `result`
};

/// A script for a service's job container.
struct Task {
    std::string service;
    std::string script;  ///< a template
    Source source = {};
    TaskOutput output = TaskOutput::log;
};

/// Tasks one by one: the next is asked for only after the one before succeeded.
using TaskSequence = std::function<std::optional<Task>()>;

/// A sub-command of `local do`, `dev do` and `k8s do`.
struct Job {
    cli::Command command;  ///< its `run` is not used
    std::function<TaskSequence(const cli::Invocation&)> tasks;
    Source source = {};
    /// Before anything else, for jobs that parse their own words: reports what is wrong with
    /// them, answers `--help`.
    std::function<void(const cli::Invocation&)> parse = {};
};

/// A folder of templates, on disk or in the program.
struct TemplateRoot {
    std::string folder;  ///< as shown to the user; a real path unless `files` is not empty
    EmbeddedTree files = {};
    Source source = {};
};

/// Templates whose path begins with `source` are written below ENV/`destination`.
struct TemplateTarget {
    std::string source;
    std::string destination;
    std::string plugin = {};
};

struct TemplateFilter {
    std::string name;
    jinja::Function function;
    Source source = {};
};

struct TemplateVariable {
    std::string name;
    value::Value value;
    Source source = {};
};

/// An image that `images build` can build.
struct ImageBuild {
    std::string name;
    std::string path;  ///< build folder: absolute, or relative to ENV
    std::string tag;   ///< a template
    std::vector<std::string> arguments = {};
    Source source = {};
};

/// An image to pull or push.
struct ImageTag {
    std::string name;
    std::string tag;  ///< a template
    Source source = {};
};

/// A test of the running platform: a file or folder for pytest.
struct Test {
    std::string service;  ///< what it is about: "lms"
    std::string suite;    ///< "smoke"
    std::filesystem::path path;
    Source source = {};
};

/// A plugin that `plugins list` shows.
struct PluginInfo {
    std::string name;
    std::string version;
};

using StringPair = std::pair<std::string, std::string>;
using Configuration = jinja::Variables;

}  // namespace tutor::catalog
