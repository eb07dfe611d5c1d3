// SPDX-License-Identifier: Apache-2.0
//
// Part of <tutor/plugin.hpp>: what a plugin contributes, commands with their parameters included.

#pragma once

#include <tutor/plugin/function.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tutor {
// Hidden: see plugin/errors.hpp.
namespace plugin __attribute__((visibility("hidden"))) {

    namespace priority {
    inline constexpr double high = TUTOR_PRIORITY_HIGH;
    inline constexpr double normal = TUTOR_PRIORITY_DEFAULT;
    inline constexpr double low = TUTOR_PRIORITY_LOW;
    }  // namespace priority

    struct Patch {
        std::string name;
        std::string content;  ///< a template
    };

    /// A script for the job container of a service.
    struct Task {
        std::string service;
        std::string script;  ///< a template
    };

    struct Image {
        std::string name;
        std::string path;  ///< folder of the Dockerfile, absolute or in the environment
        std::string tag;   ///< a template
        std::vector<std::string> arguments = {};
    };

    /// Options and arguments of a command line by name: "-n", "--dry-run" is "dry_run".
    class Parameters {
    public:
        explicit Parameters(Value dict) : dict_(std::move(dict)) {}

        Value operator[](std::string_view name) const { return dict_.get(name); }
        bool flag(std::string_view name) const { return dict_.get(name).boolean(); }
        /// None when it was not given and has no default.
        std::optional<std::string> text(std::string_view name) const {
            const Value value = dict_.get(name);
            return value.is_none() ? std::nullopt : std::optional(value.str());
        }
        std::vector<std::string> texts(std::string_view name) const {
            std::vector<std::string> result;
            for (const Value& item : dict_.get(name).items()) {
                result.push_back(item.str());
            }
            return result;
        }
        std::optional<std::int64_t> integer(std::string_view name) const {
            const Value value = dict_.get(name);
            return value.is_none() ? std::nullopt : std::optional(value.integer());
        }

    private:
        Value dict_;
    };

    /// What has been typed to candidates; those that do not begin with it are left out.
    using Completer = std::function<std::vector<std::string>(const std::string& incomplete)>;

    struct Option {
        std::vector<std::string> names;  ///< "-n", "--dry-run"
        std::string help = {};
        bool flag = false;
        std::string negative = {};  ///< of a flag: "--no-dry-run"
        bool multiple = false;      ///< may be repeated
        std::string type = "text";  ///< text, integer, float, choice, path, file, directory
        std::vector<std::string> choices = {};
        Value default_value = {};
        bool required = false;
        bool hidden = false;
        bool exists = false;  ///< of the path types: must be there
        std::string metavar = {};
        std::string environment = {};  ///< variable that gives the value
        bool show_default = false;
        Completer complete = {};
    };

    struct Argument {
        std::string name;
        std::string count = "one";  ///< one, optional, any, at-least-one
        std::string type = "text";
        std::vector<std::string> choices = {};
        Value default_value = {};
        bool exists = false;
        std::string metavar = {};
        Completer complete = {};
    };

    /// A command, or with `commands` a group of them; a group that has `run`, too, runs it when no
    /// subcommand is named.
    struct Command {
        std::string name;
        std::string help = {};
        std::string short_help = {};
        std::string epilog = {};
        bool hidden = false;
        std::vector<Option> options = {};
        std::vector<Argument> arguments = {};
        std::function<void(const Parameters&)> run = {};
        std::vector<Command> commands = {};
        bool ignore_unknown_options = false;  ///< they become arguments
    };

    /// A command of `local do`, `dev do` and `k8s do`.
    struct Job {
        std::string name;
        std::string help = {};
        std::vector<Option> options = {};
        std::vector<Argument> arguments = {};
        std::function<std::vector<Task>(const Parameters&)> tasks;
    };

    namespace internal {

    inline Value completer_value(const Completer& complete) {
        return Value::function("complete", [complete](const Arguments& arguments) {
            return Value(complete(arguments[0].text()));
        });
    }

    inline Value value_of(const Option& option) {
        Value dict = Value::dict(
            {{"names", option.names},
             {"help", option.help},
             {"flag", option.flag},
             {"negative", option.negative},
             {"multiple", option.multiple},
             {"type", option.type},
             {"choices", option.choices},
             {"default", option.default_value},
             {"required", option.required},
             {"hidden", option.hidden},
             {"exists", option.exists},
             {"metavar", option.metavar},
             {"environment", option.environment},
             {"show_default", option.show_default}});
        if (option.complete) {
            dict.set("complete", completer_value(option.complete));
        }
        return dict;
    }

    inline Value value_of(const Argument& argument) {
        Value dict = Value::dict(
            {{"name", argument.name},
             {"count", argument.count},
             {"type", argument.type},
             {"choices", argument.choices},
             {"default", argument.default_value},
             {"exists", argument.exists},
             {"metavar", argument.metavar}});
        if (argument.complete) {
            dict.set("complete", completer_value(argument.complete));
        }
        return dict;
    }

    inline Value value_of(const Command& command);

    template <class T>
    Value values_of(const std::vector<T>& items) {
        Value list = Value::list();
        for (const T& item : items) {
            list.append(value_of(item));
        }
        return list;
    }

    inline Value value_of(const Command& command) {
        Value dict = Value::dict(
            {{"name", command.name},
             {"help", command.help},
             {"short_help", command.short_help},
             {"epilog", command.epilog},
             {"hidden", command.hidden},
             {"options", values_of(command.options)},
             {"arguments", values_of(command.arguments)},
             {"commands", values_of(command.commands)},
             {"ignore_unknown_options", command.ignore_unknown_options}});
        if (command.run) {
            dict.set(
                "run", Value::function(command.name, [run = command.run](const Arguments& call) {
                    run(Parameters(call[0]));
                    return Value();
                }));
        }
        return dict;
    }

    inline Value value_of(const Job& job) {
        Value dict = Value::dict(
            {{"name", job.name},
             {"help", job.help},
             {"options", values_of(job.options)},
             {"arguments", values_of(job.arguments)}});
        if (job.tasks) {
            dict.set("tasks", Value::function(job.name, [tasks = job.tasks](const Arguments& call) {
                         Value list = Value::list();
                         for (const Task& task : tasks(Parameters(call[0]))) {
                             list.append(Value::tuple({task.service, task.script}));
                         }
                         return list;
                     }));
        }
        return dict;
    }

    }  // namespace internal

}  // namespace )
}  // namespace tutor
