// SPDX-License-Identifier: Apache-2.0

#include "plugin_python/host/commands.hpp"

#include "base/text.hpp"
#include "cli/invocation.hpp"
#include "cli/program.hpp"
#include "plugin_python/host/click_tree.hpp"
#include "plugin_python/host/runtime.hpp"
#include "plugin_python/internal/links.hpp"

#include <fmt/format.h>

#include <utility>

namespace tutor::plugin_python {
namespace {

py::object python_commands() {
    return py::module_::import("tutor._host.commands");
}

// The values of the call, without walking up to the groups above.
const cli::Invocation::Value* value_of(const cli::Invocation& call, std::string_view name) {
    for (const cli::Invocation::Value& value : call.values()) {
        if (value.name == name) {
            return &value;
        }
    }
    return nullptr;
}

std::vector<std::string> words_of(const cli::Invocation& call) {
    const cli::Invocation::Value* words = value_of(call, "args");
    return words == nullptr ? std::vector<std::string>() : words->texts;
}

py::object borrowed(const SharedHandle& handle) {
    return py::reinterpret_borrow<py::object>(handle->get());
}

/// Runs a click command.
struct RunClick {
    SharedHandle command;
    catalog::Source source;

    void operator()(const cli::Invocation& call) const {
        const int status = guarded_for(source, [&] {
            const py::object run = python_commands().attr("run");
            return py::cast<int>(
                run(borrowed(command), split(call.command_path(), ' '), words_of(call)));
        });
        if (status != 0) {
            throw cli::Exit(status);
        }
    }
};

/// What click offers next.
struct CompleteClick {
    SharedHandle command;

    std::vector<cli::Completion>
    operator()(const std::vector<std::string>& words, const std::string& incomplete) const {
        return guarded([&] {
            std::vector<cli::Completion> result;
            for (py::handle item :
                 python_commands().attr("complete")(borrowed(command), words, incomplete)) {
                const auto [value, type, help] =
                    py::cast<std::tuple<std::string, std::string, std::string>>(item);
                result.push_back({.value = value, .type = type, .help = help});
            }
            return result;
        });
    }
};

std::string text_of(const py::object& object, const char* attribute) {
    const py::object text = py::getattr(object, attribute, py::none());
    return py::isinstance<py::str>(text) ? py::cast<std::string>(text) : "";
}

void require_command(py::handle object) {
    if (!py::cast<bool>(python_commands().attr("is_command")(object))) {
        throw py::type_error(fmt::format(
            "'{}' is no click command: commands are made with click.command or click.group",
            py::cast<std::string>(py::repr(object))));
    }
    if (!py::isinstance<py::str>(py::getattr(object, "name", py::none()))) {
        throw py::type_error("a click command has no name: give it one with name=");
    }
}

/// One run of a `do` job: made by `parse`, used by `tasks`.
struct PythonJob {
    SharedHandle command;
    catalog::Source source;
    SharedHandle run = {};

    void parse(const cli::Invocation& call) {
        guarded_for(source, [&] {
            py::object started = python_commands().attr("start_job")(
                borrowed(command), split(call.command_path(), ' '), words_of(call));
            runtime().job_parameters = share(started.attr("parameters"));
            run = share(std::move(started));
        });
    }
};

struct JobTasks {
    std::shared_ptr<PythonJob> job;

    catalog::TaskSequence operator()(const cli::Invocation& call) const {
        if (!job->run) {
            job->parse(call);
        }
        runtime().job_parameters.reset();  // DO_JOB has run; the next job may be the core's
        return [run = std::exchange(job->run, nullptr),
                source = job->source]() -> std::optional<catalog::Task> {
            return guarded_for(source, [&]() -> std::optional<catalog::Task> {
                const py::object next = borrowed(run).attr("next_task")();
                if (next.is_none()) {
                    return std::nullopt;
                }
                const auto pair = py::cast<std::pair<std::string, std::string>>(next);
                return catalog::Task{
                    pair.first, pair.second, {.plugin = source.plugin}, catalog::TaskOutput::log};
            });
        };
    }
};

struct JobParse {
    std::shared_ptr<PythonJob> job;

    void operator()(const cli::Invocation& call) const { job->parse(call); }
};

cli::Command raw_command(const py::object& click_command) {
    const SharedHandle handle = share(click_command);
    return {
        .name = text_of(click_command, "name"),
        .help = text_of(click_command, "help"),
        .short_help = text_of(click_command, "short_help"),
        .hidden = py::cast<bool>(py::bool_(py::getattr(click_command, "hidden", py::bool_(false)))),
        .arguments = {{.name = "args", .arity = cli::Arity::any}},
        .raw_arguments = true,
        .complete_raw = internal::ClickCompletion{
            .tree = [handle] { return guarded([&] { return describe_click(handle->get()); }); },
            .ask = CompleteClick{handle}}};
}

}  // namespace

cli::Command command_of(py::handle click_command, const catalog::Source& source) {
    require_command(click_command);
    const py::object object = py::reinterpret_borrow<py::object>(click_command);
    cli::Command command = raw_command(object);
    command.run = RunClick{share(object), source};
    return command;
}

catalog::Job job_of(py::handle click_command, const catalog::Source& source) {
    require_command(click_command);
    const py::object object = py::reinterpret_borrow<py::object>(click_command);
    auto job = std::make_shared<PythonJob>(PythonJob{share(object), source});
    return {
        .command = raw_command(object),
        .tasks = JobTasks{job},
        .source = source,
        .parse = JobParse{job}};
}

namespace {

std::string type_name(cli::Type type) {
    switch (type) {
    case cli::Type::text: return "text";
    case cli::Type::integer: return "integer";
    case cli::Type::choice: return "choice";
    case cli::Type::path: return "path";
    case cli::Type::file: return "file";
    case cli::Type::directory: return "directory";
    case cli::Type::floating: return "floating";
    }
    return "text";
}

py::object text_or_none(const std::optional<std::string>& text) {
    return text ? py::object(py::str(*text)) : py::object(py::none());
}

py::dict describe(const cli::Option& option) {
    py::dict result;
    result["name"] = cli::parameter_name(option);
    result["names"] = option.names;
    result["negative"] = option.negative;
    result["help"] = option.help;
    result["is_flag"] = option.is_flag;
    result["multiple"] = option.multiple;
    result["type"] = type_name(option.type);
    result["choices"] = option.choices;
    result["default"] = text_or_none(option.default_value);
    result["required"] = option.required;
    result["hidden"] = option.hidden;
    return result;
}

py::dict describe(const cli::Argument& argument) {
    py::dict result;
    result["name"] = argument.name;
    result["required"] =
        argument.arity == cli::Arity::one || argument.arity == cli::Arity::at_least_one;
    result["several"] =
        argument.arity == cli::Arity::any || argument.arity == cli::Arity::at_least_one;
    result["default"] = text_or_none(argument.default_value);
    return result;
}

}  // namespace

py::dict describe_command(const cli::Command& command) {
    py::dict result;
    result["name"] = command.name;
    result["help"] = command.help;
    result["short_help"] = command.short_help;
    result["hidden"] = command.hidden;
    result["unknown_options"] = command.ignore_unknown_options;
    py::list options;
    for (const cli::Option& option : command.options) {
        options.append(describe(option));
    }
    py::list arguments;
    for (const cli::Argument& argument : command.arguments) {
        arguments.append(describe(argument));
    }
    py::list commands;
    for (const cli::Command& one : command.commands) {
        commands.append(describe_command(one));
    }
    result["options"] = options;
    result["arguments"] = arguments;
    result["commands"] = commands;
    result["is_group"] = command.is_group();
    return result;
}

py::object click_command_of(const cli::Command& command) {
    if (const auto* replayed = command.run.target<internal::ReplayedRun>()) {
        return click_command_of(replayed->live());
    }
    if (const auto* python = command.run.target<RunClick>()) {
        return borrowed(python->command);
    }
    return python_commands().attr("core_command")(
        describe_command(command), py::make_tuple(command.name));
}

py::object click_command_of(const catalog::Job& job) {
    if (const auto* replayed = job.parse.target<internal::ReplayedParse>()) {
        return click_command_of(replayed->live());
    }
    if (const auto* python = job.parse.target<JobParse>()) {
        return borrowed(python->job->command);
    }
    return python_commands().attr("core_command")(
        describe_command(job.command), py::make_tuple("local", "do", job.command.name));
}

py::dict parameters_of(const cli::Invocation& call) {
    py::dict result;
    for (const cli::Invocation::Value& value : call.values()) {
        py::object item = py::none();
        if (value.multiple) {
            item = py::tuple(py::cast(value.texts));
        } else if (value.is_flag) {
            item = py::bool_(!value.texts.empty() && value.texts.front() == "true");
        } else if (!value.texts.empty()) {
            item = py::str(value.texts.front());
        }
        result[py::str(value.name)] = item;
    }
    return result;
}

}  // namespace tutor::plugin_python
