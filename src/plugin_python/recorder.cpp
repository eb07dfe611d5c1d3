// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/internal/recorder.hpp"

#include "plugin_python/internal/items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace tutor::plugin_python::internal {
namespace {

// What decides how Python itself starts and reads text.
constexpr const char* variables[] = {
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "PYTHONDEVMODE",
    "PYTHONHASHSEED",
    "PYTHONHOME",
    "PYTHONNOUSERSITE",
    "PYTHONOPTIMIZE",
    "PYTHONPATH",
    "PYTHONUTF8",
    "PYTHONWARNINGS"};

// Of the program, by path: those that plugins can add commands to.
constexpr const char* groups[] = {
    "local",
    "dev",
    "k8s",
    "config",
    "config patches",
    "images",
    "mounts",
    "plugins",
    "plugins index"};

std::optional<Dependency::Kind> kind_of(std::string_view name) {
    if (name == "file") {
        return Dependency::Kind::file;
    }
    if (name == "kind") {
        return Dependency::Kind::kind;
    }
    return name == "variable" ? std::optional(Dependency::Kind::variable) : std::nullopt;
}

}  // namespace

std::vector<GroupCommand> all_group_commands(
    const std::function<std::vector<cli::Command>(const std::string& group)>& added) {
    std::vector<GroupCommand> result;
    for (const char* group : groups) {
        std::size_t index = 0;
        for (const cli::Command& command : added(group)) {
            Writer out;
            write_command(out, command);
            result.push_back({group, index++, out.take()});
        }
    }
    return result;
}

void Recorder::begin_load(
    LoadRequest request, std::vector<std::string> loaded, std::vector<std::string> contexts) {
    if (step_open_) {
        impure("a plugin loads another one");
    }
    step_open_ = true;
    snapshot_.steps.push_back(
        {.load = std::move(request), .loaded = std::move(loaded), .contexts = std::move(contexts)});
}

void Recorder::begin_call(const void* identity, std::vector<std::string> contexts) {
    const auto found = std::find(callbacks_.begin(), callbacks_.end(), identity);
    if (step_open_ || found == callbacks_.end()) {
        impure("a plugin runs an action");
        return;
    }
    step_open_ = true;
    in_call_ = true;
    snapshot_.steps.push_back(
        {.callback = static_cast<std::size_t>(found - callbacks_.begin()),
         .contexts = std::move(contexts)});
}

void Recorder::end_call() {
    if (std::exchange(in_call_, false)) {
        step_open_ = false;
    }
}

Event* Recorder::new_event() {
    if (!step_open_) {
        impure("a plugin contributes while a filter runs");
        return nullptr;
    }
    return &snapshot_.steps.back().events.emplace_back();
}

void Recorder::add(Contribution contribution, std::vector<std::string> contexts) {
    Event* event = new_event();
    if (event == nullptr) {
        return;
    }
    event->kind = contribution.items ? Event::Kind::items : Event::Kind::callback;
    event->hook = contribution.hook;
    event->priority = contribution.priority;
    event->contexts = std::move(contexts);
    event->where = std::move(contribution.where);
    if (!contribution.items) {
        callbacks_.push_back(contribution.identity);
    }
    contents_.push_back(
        {snapshot_.steps.size() - 1,
         snapshot_.steps.back().events.size() - 1,
         std::move(contribution.write)});
}

void Recorder::add(Event event) {
    if (Event* place = new_event()) {
        *place = std::move(event);
    }
}

void Recorder::impure(std::string_view what) {
    if (problem_.empty()) {
        problem_ = what;
    }
}

std::optional<Snapshot> Recorder::finish(const End& end) {
    if (step_open_) {
        impure("a plugin is not loaded to its end");
    }
    try {
        for (const Content& content : contents_) {
            Writer out;
            content.write(out);
            snapshot_.steps[content.step].events[content.event].content = out.take();
        }
    } catch (const Unrecordable& why) {
        impure(why.what());
    } catch (const Error& error) {
        impure(error.what());
    }
    add_dependencies(end);
    snapshot_.key = end.key;
    snapshot_.group_commands = end.group_commands;
    if (!problem_.empty()) {
        return std::nullopt;
    }
    return std::exchange(snapshot_, {});
}

void Recorder::add_dependencies(const End& end) {
    std::set<std::pair<Dependency::Kind, std::string>> known;
    const auto add = [&](Dependency::Kind kind, const std::string& name) -> const std::string& {
        if (known.emplace(kind, name).second) {
            snapshot_.dependencies.push_back({kind, name, state_of(kind, name)});
        }
        return snapshot_.dependencies.back().state;
    };
    for (const std::filesystem::path& file : end.files) {
        add(Dependency::Kind::file, file.string());
    }
    for (const char* name : variables) {
        add(Dependency::Kind::variable, name);
    }
    for (const Watched::Dependency& one : end.watched.dependencies) {
        const std::optional<Dependency::Kind> kind = kind_of(one.kind);
        if (!kind) {
            impure(fmt::format("'{}' is no kind of dependency", one.kind));
        } else if (known.contains({*kind, one.name})) {
            continue;
        } else if (add(*kind, one.name) != one.state && *kind != Dependency::Kind::variable) {
            impure(fmt::format("{} has been changed meanwhile", one.name));
        }
    }
}

}  // namespace tutor::plugin_python::internal
