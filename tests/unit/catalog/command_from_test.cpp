// SPDX-License-Identifier: Apache-2.0

#include "catalog/dynamic.hpp"
#include "cli/invocation.hpp"
#include "cli/program.hpp"
#include "term/output.hpp"
#include "value/operations.hpp"

#include <doctest/doctest.h>

namespace tutor::catalog {

using value::Dict;
using value::List;
using value::Value;

namespace {

const Value nothing = value::function("nothing", [](value::Arguments&) { return Value(); });

std::string message_of(const Dict& description) {
    try {
        command_from(description);
    } catch (const Error& error) {
        return error.info().message;
    }
    return {};
}

Dict with(std::initializer_list<std::pair<std::string_view, Value>> entries) {
    Dict description{{"name", "x"}, {"run", nothing}};
    for (const auto& [key, value] : entries) {
        description.set(key, value);
    }
    return description;
}

}  // namespace

TEST_CASE("a described command is parsed, and called with its parameters by name") {
    std::string seen;
    const Value run = value::function("run", [&](value::Arguments& call) {
        seen = value::repr(call.positional[0]);
        return Value();
    });
    const cli::Command command = command_from(Dict{
        {"name", "tool"},
        {"help", "A tool."},
        {"commands",
         List{Dict{
             {"name", "go"},
             {"run", run},
             {"options",
              List{
                  Dict{{"names", List{"-n", "--dry-run"}}, {"flag", true}},
                  Dict{{"names", "--count"}, {"type", "integer"}, {"default", 3}},
                  Dict{{"names", "--factor"}, {"type", "float"}, {"multiple", true}},
                  Dict{{"names", "--kind"}, {"choices", List{"a", "b"}}}}},
             {"arguments", List{Dict{{"name", "file"}, {"count", "any"}}}}}}}});
    CHECK(command.is_group());
    Masker masker;
    term::StringSink out;
    term::StringSink errors;
    term::Output output(masker, out, errors);
    cli::Program program(command, "version");
    CHECK(program.main({"tool", "go", "-n", "--factor", "1.5", "--factor=2", "f"}, output) == 0);
    CHECK(
        seen == "{'dry_run': True, 'factor': [1.5, 2.0], 'file': ['f'], 'count': 3, 'kind': None}");
    CHECK(program.main({"tool", "go", "--count", "x"}, output) == 2);
    CHECK(program.main({"tool", "go", "--kind", "c"}, output) == 2);
}

TEST_CASE("wrong descriptions are errors that name the command") {
    CHECK(message_of(with({})).empty());
    CHECK(message_of(Dict{}) == "a command: 'name' is missing");
    CHECK(message_of(Dict{{"name", "x"}}) == "command 'x': 'run' is missing");
    CHECK(message_of(with({{"name", "-x"}})) == "a command: '-x' is no name of a command");
    CHECK(message_of(with({{"name", "a b"}})) == "a command: 'a b' is no name of a command");
    CHECK(message_of(with({{"hlep", "?"}})) == "command 'x' has no key 'hlep'");
    CHECK(
        message_of(with({{"help", 5}})) == "'help' of command 'x' must be of type str, found int");
    CHECK(
        message_of(with({{"run", 5}}))
        == "'run' of command 'x' must be of type function, found int");
    CHECK(
        message_of(with({{"options", List{Dict{{"names", "name"}}}}}))
        == "option 'name' of command 'x': 'name' is no name of an option, such as --name");
    CHECK(
        message_of(with({{"options", List{Dict{{"names", "--"}}}}}))
        == "option '--' of command 'x': '--' is no name of an option, such as --name");
    CHECK(
        message_of(with({{"options", List{Dict{{"names", "--a"}, {"type", "colour"}}}}}))
        == "option '--a' of command 'x': 'type' must be one of text, integer, float, choice, path, "
           "file, directory, found 'colour'");
    CHECK(
        message_of(with({{"options", List{Dict{{"names", "--a"}, {"type", "choice"}}}}}))
        == "option '--a' of command 'x': 'choices' is missing");
    CHECK(
        message_of(with(
            {{"arguments",
              List{Dict{{"name", "a"}, {"count", "any"}}, Dict{{"name", "b"}, {"count", "any"}}}}}))
        == "command 'x': only one argument may be repeated");
    CHECK(
        message_of(with({{"commands", 5}})) == "command 'x': 'commands' must be a list, found int");
}

TEST_CASE("a job gives its tasks from a list or one after the other") {
    const auto tasks_of = [](const Value& tasks) {
        const Job job = job_from(Dict{{"name", "x"}, {"tasks", tasks}}, {.plugin = "p"});
        const TaskSequence next = job.tasks(cli::Invocation(job.command, "x", nullptr));
        std::string text;
        while (const std::optional<Task> task = next()) {
            text += task->service + ":" + task->script + ":" + task->source.plugin + " ";
        }
        return text;
    };
    CHECK(
        tasks_of(value::function(
            "list",
            [](value::Arguments&) {
                return Value(List{Value::tuple({"lms", "a"}), Value::tuple({"cms", "b"})});
            }))
        == "lms:a:p cms:b:p ");
    CHECK(
        tasks_of(value::function(
            "generator",
            [](value::Arguments&) {
                return value::function("next", [n = 0](value::Arguments&) mutable {
                    return n++ < 2 ? Value::tuple({"lms", "go"}) : Value();
                });
            }))
        == "lms:go:p lms:go:p ");
    CHECK_THROWS_AS(
        tasks_of(value::function("wrong", [](value::Arguments&) { return Value(5); })), Error);
    CHECK_THROWS_AS(
        tasks_of(value::function("wrong", [](value::Arguments&) { return Value(List{5}); })),
        Error);
}

}  // namespace tutor::catalog
