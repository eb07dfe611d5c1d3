// SPDX-License-Identifier: Apache-2.0

#include "fixture.hpp"

#include "base/text.hpp"
#include "cli/invocation.hpp"

namespace tutor::test {
namespace {

using cli::Arity;
using cli::Command;
using cli::Invocation;
using cli::Type;

std::string shown(const Invocation::Value& value) {
    if (value.multiple) {
        return "[" + join(value.texts, "|") + "]";
    }
    if (value.texts.empty()) {
        return value.is_flag ? "false" : "-";
    }
    return value.texts.back();
}

std::function<void(const Invocation&)> printer(term::Output& output) {
    return [&output](const Invocation& call) {
        output.line(call.command_path());
        for (const Invocation* level = &call; level != nullptr; level = level->parent()) {
            for (const Invocation::Value& value : level->values()) {
                output.line("  " + value.name + "=" + shown(value));
            }
        }
    };
}

Command start() {
    return {
        .name = "start",
        .help = "Run all services, or some. What else there is to say stands here.",
        .options =
            {{.names = {"-d", "--detach"}, .help = "Start in the background", .is_flag = true},
             {.names = {"--tail"}, .help = "Lines to show", .type = Type::integer},
             {.names = {"-s", "--set"},
              .help = "Set a value",
              .multiple = true,
              .metavar = "KEY=VAL"},
             {.names = {"--cleanup"},
              .help = "What to do at the end",
              .type = Type::choice,
              .choices = {"run", "dry-run", "skip"},
              .default_value = "run",
              .show_default = true},
             {.names = {"--setup"},
              .help = "Prepare everything before, which takes a long time on small machines",
              .is_flag = true,
              .negative = "--no-setup",
              .default_value = "false",
              .show_default = true},
             {.names = {"--rate"}, .type = Type::floating},
             {.names = {"--env-file"}, .type = Type::file, .must_exist = true},
             {.names = {"--folder"}, .type = Type::directory},
             {.names = {"--Dry-Run"}, .is_flag = true},
             {.names = {"--secret"}, .hidden = true}},
        .arguments = {{.name = "service", .arity = Arity::any}}};
}

Command need() {
    return {
        .name = "need",
        .help = "Everything is required, even well-known hyphenated-words in non-breaking "
                "paragraphs--such as this one.\n\nA second paragraph of the same help.\n\n"
                "\b\n  kept as\n    it is\n\n    Indented text that is long enough to be wrapped, "
                "and then has to keep its indentation on the next line.",
        .epilog = "An epilog that is long enough to be wrapped at the right border of the page, "
                  "as any text is.",
        .options =
            {{.names = {"--required"}, .help = "Must be there", .required = true},
             {.names = {"--a-very-long-option-name-without-room"},
              .help = "Its description stands on a line of its own"},
             {.names = {"-k", "--kind"},
              .help = "Which kind",
              .type = Type::choice,
              .choices = {"a", "b"},
              .default_value = "a",
              .required = true,
              .show_default = true},
             {.names = {"--empty"}, .default_value = "", .show_default = true}},
        .arguments = {
            {.name = "name"},
            {.name = "count", .type = Type::integer},
            {.name = "words", .arity = Arity::at_least_one}}};
}

Command choose() {
    return {
        .name = "choose",
        .short_help = "A description given by hand that is really too long for a line of any list "
                      "of commands",
        .options =
            {{.names = {"-k", "--kind"},
              .type = Type::choice,
              .choices = {"a", "b"},
              .required = true}},
        .arguments = {
            {.name = "one", .type = Type::choice, .choices = {"x", "y"}},
            {.name = "two", .arity = Arity::optional, .type = Type::choice, .choices = {"v", "w"}},
            {.name = "three", .arity = Arity::optional, .type = Type::path}}};
}

Command pass() {
    return {
        .name = "pass",
        .help = "Pass options on",
        .options =
            {{.names = {"-I", "--non-interactive"}, .is_flag = true}, {.names = {"-p", "--port"}}},
        .arguments = {{.name = "args", .arity = Arity::at_least_one}},
        .ignore_unknown_options = true};
}

Command between() {
    return {
        .name = "between",
        .arguments = {
            {.name = "first"},
            {.name = "middle", .arity = Arity::any},
            {.name = "last", .type = Type::path}}};
}

Command raw() {
    return {
        .name = "raw",
        .help = "Parsed elsewhere",
        .arguments = {{.name = "words", .arity = Arity::any}},
        .raw_arguments = true};
}

Command with_run(Command command, const std::function<void(const Invocation&)>& run) {
    command.run = run;
    return command;
}

}  // namespace

cli::Command fixture(term::Output& output) {
    const auto run = printer(output);
    Command jobs{
        .name = "do",
        .help = "Run a job",
        .options = {{.names = {"-l", "--limit"}, .help = "Only this one"}},
        .commands =
            {with_run(
                 {.name = "init",
                  .help = "Without any full stop this is a text that is much too long to fit into "
                          "one line of the list"},
                 run),
             with_run({.name = "hidden-job", .help = "Not listed", .hidden = true}, run)},
        .more_commands =
            [run] {
                return std::vector{
                    with_run({.name = "extra", .help = "Of a plugin."}, run),
                    with_run({.name = "init", .help = "Overridden."}, run)};
            },
        .commands_heading = "Jobs",
        .subcommand_metavar = "JOB [ARGS]..."};
    return {
        .name = "fix",
        .help = "A program to test with.",
        .options =
            {{.names = {"-r", "--root"},
              .help = "Root of the project",
              .type = Type::path,
              .default_value = "/somewhere",
              .environment = "FIX_ROOT",
              .show_default = true},
             {.names = {"--loud"}, .is_flag = true, .environment = "FIX_LOUD"}},
        .commands = {
            with_run(start(), run),
            with_run(need(), run),
            with_run(choose(), run),
            with_run(pass(), run),
            with_run(between(), run),
            with_run(raw(), run),
            std::move(jobs),
            with_run({.name = "hidden", .hidden = true}, run)}};
}

}  // namespace tutor::test
