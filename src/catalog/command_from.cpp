// SPDX-License-Identifier: Apache-2.0
//
// Commands and jobs described by values.

#include "base/suggest.hpp"
#include "base/text.hpp"
#include "catalog/dynamic.hpp"
#include "cli/invocation.hpp"
#include "value/numbers.hpp"
#include "value/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tutor::catalog {
namespace {

using value::Value;

/// A mapping of which every key must be asked for.
class Description {
public:
    Description(const Value& value, std::string what) : what_(std::move(what)) {
        if (!value.is_dict()) {
            throw Error(
                {.message =
                     fmt::format("{} must be a dict, found {}", what_, value::type_name(value))});
        }
        dict_ = value.as_dict();
    }

    const std::string& what() const { return what_; }
    void rename(std::string what) { what_ = std::move(what); }

    // The value of `key`; None when it is missing.
    Value get(std::string_view key, FieldType type) {
        known_.emplace_back(key);
        const Value* value = dict_.find(key);
        if (value == nullptr || value->is_none()) {
            return {};
        }
        return fields_of(*value, {{key, type}}, fmt::format("'{}' of {}", key, what_))[0];
    }
    std::string text(std::string_view key) {
        const Value value = get(key, FieldType::text);
        return value.is_none() ? "" : std::string(value.as_string());
    }
    std::optional<std::string> optional_text(std::string_view key) {
        const Value value = get(key, FieldType::any);
        return value.is_none() ? std::nullopt : std::optional(printed(value));
    }
    std::vector<std::string> texts(std::string_view key) {
        const Value value = get(key, FieldType::path);
        std::vector<std::string> result;
        if (value.is_string()) {
            result.emplace_back(value.as_string());
        } else if (!value.is_none()) {
            for (const Value& item : value.items()) {
                result.emplace_back(item.as_string());
            }
        }
        return result;
    }
    bool flag(std::string_view key) {
        const Value value = get(key, FieldType::boolean);
        return !value.is_none() && value.as_boolean();
    }
    std::vector<Value> list(std::string_view key) {
        const Value value = get(key, FieldType::any);
        if (value.is_none()) {
            return {};
        }
        if (!value.is_list() && !value.is_tuple()) {
            fail(fmt::format("'{}' must be a list, found {}", key, value::type_name(value)));
        }
        return value.items();
    }

    // Every key has been asked for.
    void finish() const {
        for (const auto& [key, value] : dict_) {
            const std::string name = value::str(key);
            if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
                throw Error(
                    {.message = fmt::format("{} has no key '{}'", what_, name),
                     .hint = did_you_mean(name, known_)});
            }
        }
    }

    [[noreturn]] void fail(const std::string& problem) const {
        throw Error({.message = fmt::format("{}: {}", what_, problem)});
    }

private:
    // As options are typed: a flag's default is "true" or "false".
    static std::string printed(const Value& value) {
        return value.is_boolean() ? (value.as_boolean() ? "true" : "false") : value::str(value);
    }

    std::string what_;
    value::Dict dict_;
    std::vector<std::string> known_;
};

template <class Enum>
Enum one_of(
    Description& description,
    std::string_view key,
    const std::vector<std::pair<std::string_view, Enum>>& known) {
    const std::string text = description.text(key);
    std::vector<std::string> names;
    for (const auto& [name, value] : known) {
        if (text == name) {
            return value;
        }
        names.emplace_back(name);
    }
    if (text.empty()) {
        return known.front().second;
    }
    description.fail(
        fmt::format("'{}' must be one of {}, found '{}'", key, join(names, ", "), text));
}

cli::Type type_of(Description& description, const std::vector<std::string>& choices) {
    const auto type = one_of<cli::Type>(
        description,
        "type",
        {{"text", cli::Type::text},
         {"integer", cli::Type::integer},
         {"float", cli::Type::floating},
         {"choice", cli::Type::choice},
         {"path", cli::Type::path},
         {"file", cli::Type::file},
         {"directory", cli::Type::directory}});
    return choices.empty() ? type : cli::Type::choice;
}

Value call(const Value& function, std::vector<Value> arguments) {
    value::Arguments list{.positional = std::move(arguments), .keyword = {}};
    return function.as_object()->call(list);
}

cli::Completer completer_of(Description& description) {
    const Value function = description.get("complete", FieldType::function);
    if (function.is_none()) {
        return {};
    }
    return [function](std::string_view incomplete) {
        const Value result = call(function, {Value(incomplete)});
        const Value values =
            fields_of(result, {{"values", FieldType::texts}}, "what a completion returns")[0];
        std::vector<std::string> names;
        for (const Value& item : values.items()) {
            names.emplace_back(item.as_string());
        }
        return cli::matching(names, incomplete);
    };
}

bool is_word(std::string_view text) {
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        return is_ascii_space(c) || c == '=';
    });
}

void check_option_name(const Description& description, const std::string& name) {
    if (!is_word(name) || !name.starts_with('-')
        || name.find_first_not_of('-') == std::string::npos) {
        description.fail(fmt::format("'{}' is no name of an option, such as --name", name));
    }
}

cli::Option option_from(const Value& value, const std::string& command) {
    Description description(value, fmt::format("an option of command '{}'", command));
    cli::Option option;
    option.names = description.texts("names");
    if (option.names.empty()) {
        description.fail("'names' is missing");
    }
    description.rename(fmt::format("option '{}' of command '{}'", option.names.front(), command));
    for (const std::string& name : option.names) {
        check_option_name(description, name);
    }
    option.help = description.text("help");
    option.is_flag = description.flag("flag");
    option.negative = description.text("negative");
    if (!option.negative.empty()) {
        check_option_name(description, option.negative);
        option.is_flag = true;
    }
    option.multiple = description.flag("multiple");
    option.choices = description.texts("choices");
    option.type = type_of(description, option.choices);
    option.default_value = description.optional_text("default");
    option.required = description.flag("required");
    option.hidden = description.flag("hidden");
    option.must_exist = description.flag("exists");
    option.metavar = description.text("metavar");
    option.environment = description.text("environment");
    option.show_default = description.flag("show_default");
    option.complete = completer_of(description);
    description.finish();
    if (option.is_flag && option.multiple) {
        description.fail("a flag cannot be repeated");
    }
    if (option.is_flag && option.default_value && *option.default_value != "true"
        && *option.default_value != "false") {
        description.fail("the default of a flag must be a bool");
    }
    if (!option.is_flag && option.type == cli::Type::choice && option.choices.empty()) {
        description.fail("'choices' is missing");
    }
    return option;
}

cli::Argument argument_from(const Value& value, const std::string& command) {
    Description description(value, fmt::format("an argument of command '{}'", command));
    cli::Argument argument;
    argument.name = description.text("name");
    if (!is_word(argument.name)) {
        description.fail("'name' is missing");
    }
    description.rename(fmt::format("argument '{}' of command '{}'", argument.name, command));
    argument.arity = one_of<cli::Arity>(
        description,
        "count",
        {{"one", cli::Arity::one},
         {"optional", cli::Arity::optional},
         {"any", cli::Arity::any},
         {"at-least-one", cli::Arity::at_least_one}});
    argument.choices = description.texts("choices");
    argument.type = type_of(description, argument.choices);
    argument.default_value = description.optional_text("default");
    argument.must_exist = description.flag("exists");
    argument.metavar = description.text("metavar");
    argument.complete = completer_of(description);
    description.finish();
    if (argument.type == cli::Type::choice && argument.choices.empty()) {
        description.fail("'choices' is missing");
    }
    if (argument.default_value && argument.arity == cli::Arity::one) {
        argument.arity = cli::Arity::optional;
    }
    return argument;
}

bool is_variadic(const cli::Argument& argument) {
    return argument.arity == cli::Arity::any || argument.arity == cli::Arity::at_least_one;
}

// What commands and jobs have in common; `name` becomes known first, for messages.
cli::Command command_parts(Description& description) {
    cli::Command command;
    command.name = description.text("name");
    if (!is_word(command.name) || command.name.starts_with('-')) {
        description.fail(
            command.name.empty() ? "'name' is missing"
                                 : fmt::format("'{}' is no name of a command", command.name));
    }
    description.rename(fmt::format("command '{}'", command.name));
    command.help = description.text("help");
    command.short_help = description.text("short_help");
    command.epilog = description.text("epilog");
    command.hidden = description.flag("hidden");
    command.ignore_unknown_options = description.flag("ignore_unknown_options");
    for (const Value& option : description.list("options")) {
        command.options.push_back(option_from(option, command.name));
    }
    for (const Value& argument : description.list("arguments")) {
        command.arguments.push_back(argument_from(argument, command.name));
    }
    if (std::count_if(command.arguments.begin(), command.arguments.end(), is_variadic) > 1) {
        description.fail("only one argument may be repeated");
    }
    return command;
}

void append_parameters(value::Dict& result, const cli::Invocation& call) {
    const cli::Command& command = call.command();
    const auto is_type = [&](const std::string& name, cli::Type type) {
        return std::any_of(
                   command.options.begin(),
                   command.options.end(),
                   [&](const cli::Option& option) {
                       return option.type == type && cli::parameter_name(option) == name;
                   })
            || std::any_of(
                   command.arguments.begin(),
                   command.arguments.end(),
                   [&](const cli::Argument& argument) {
                       return argument.type == type
                           && replace_all(to_ascii_lower(argument.name), "-", "_") == name;
                   });
    };
    for (const cli::Invocation::Value& parameter : call.values()) {
        const auto converted = [&](const std::string& text) -> Value {
            if (is_type(parameter.name, cli::Type::integer)) {
                return parse_int(text).value_or(0);
            }
            return is_type(parameter.name, cli::Type::floating)
                ? Value(value::real_from_text(text).value_or(0))
                : Value(text);
        };
        Value value;
        if (parameter.is_flag) {
            value = !parameter.texts.empty() && parameter.texts.back() == "true";
        } else if (parameter.multiple) {
            value::List list;
            for (const std::string& text : parameter.texts) {
                list.append(converted(text));
            }
            value = list;
        } else if (!parameter.texts.empty()) {
            value = converted(parameter.texts.back());
        }
        result.set(parameter.name, value);
    }
}

std::optional<Task> task_from(const Value& value, const Source& source) {
    if (value.is_none()) {
        return std::nullopt;
    }
    const std::vector<Value> fields = fields_of(value, {{"service"}, {"script"}}, "a task");
    return Task{
        .service = std::string(fields[0].as_string()),
        .script = std::string(fields[1].as_string()),
        .source = source};
}

TaskSequence tasks_from(const Value& result, const Source& source) {
    if (result.is_object() && result.as_object()->is_callable()) {
        return [result, source] {
            return task_from(call(result, {}), source);
        };
    }
    if (!result.is_none() && !result.is_list() && !result.is_tuple()) {
        throw Error(
            {.message = fmt::format(
                 "'tasks' of a job must return a list of tasks or a function, not {}",
                 value::type_name(result))});
    }
    std::vector<Value> tasks = result.is_none() ? std::vector<Value>{} : result.items();
    return [tasks = std::move(tasks), source, next = std::size_t{0}]() mutable {
        return next == tasks.size() ? std::nullopt : task_from(tasks[next++], source);
    };
}

}  // namespace

value::Dict parameters_of(const cli::Invocation& call) {
    std::vector<const cli::Invocation*> chain;
    // The root's own options are the program's business.
    for (const cli::Invocation* level = &call; level != nullptr; level = level->parent()) {
        if (level->parent() != nullptr || level == &call) {
            chain.push_back(level);
        }
    }
    value::Dict result;
    for (auto level = chain.rbegin(); level != chain.rend(); ++level) {
        append_parameters(result, **level);
    }
    return result;
}

cli::Command command_from(const Value& value) {
    Description description(value, "a command");
    cli::Command command = command_parts(description);
    for (const Value& sub : description.list("commands")) {
        command.commands.push_back(command_from(sub));
    }
    command.invoke_without_command = description.flag("invoke_without_command");
    const Value run = description.get("run", FieldType::function);
    description.finish();
    if (!run.is_none()) {
        command.run = [run](const cli::Invocation& invocation) {
            call(run, {parameters_of(invocation)});
        };
    } else if (command.commands.empty() || command.invoke_without_command) {
        description.fail("'run' is missing");
    }
    if (!command.commands.empty() && !command.arguments.empty()) {
        description.fail("a group of commands has no arguments");
    }
    // A group that can run does so when no subcommand is named.
    if (!command.commands.empty() && command.run) {
        command.invoke_without_command = true;
    }
    return command;
}

Job job_from(const Value& value, const Source& source) {
    Description description(value, "a job");
    Job job{.command = command_parts(description), .tasks = {}, .source = source};
    const Value tasks = description.get("tasks", FieldType::function);
    description.finish();
    if (tasks.is_none()) {
        description.fail("'tasks' is missing");
    }
    job.tasks = [tasks, source](const cli::Invocation& invocation) {
        return tasks_from(call(tasks, {parameters_of(invocation)}), source);
    };
    return job;
}

}  // namespace tutor::catalog
