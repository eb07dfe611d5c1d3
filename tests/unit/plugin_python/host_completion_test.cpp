// SPDX-License-Identifier: Apache-2.0
//
// What is known of click commands, beside click itself: the same candidates, whatever was typed.

#include "host_world.hpp"
#include "plugin_python/internal/click_tree.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace tutor::plugin_python {
namespace {

using internal::ClickChild;
using internal::ClickCompletion;
using internal::ClickTree;
using Words = std::vector<std::string>;

// Every feature of click that is known without asking.
constexpr const char* tools = R"(
import click
from tutor import hooks

@click.group(help="Tools. Of all kinds.")
@click.option("-v", "--verbose", count=True, help="Say more.")
@click.option("--root", type=click.Path(file_okay=False))
@click.option("--cache/--no-cache", "-c/-C", help="Keep things.")
@click.version_option("1", "-V", "--version")
def tools(**values): pass

@tools.command(help="All kinds of options. They are many.")
@click.option("--colour", type=click.Choice(["red", "green", "Grey"]), help="The colour.")
@click.option("--any", type=click.Choice(["Red", "green", "Grey"], case_sensitive=False))
@click.option("-n", "--number", type=int, default=3, show_default=True)
@click.option("--force", "-f", is_flag=True)
@click.option("--tag", "-t", multiple=True, envvar="TAGS")
@click.option("--secret", hidden=True)
@click.option("-old", "--o-l-d", "old", is_flag=True)
@click.option("--up", "way", flag_value="up")
@click.option("--down", "way", flag_value="down")
@click.password_option()
@click.argument("first")
@click.argument("kind", type=click.Choice(["big", "bigger", "small"]), required=False)
def options(**values): pass

@tools.command(short_help="Many files.", deprecated=True)
@click.argument("files", nargs=-1, type=click.File())
@click.argument("kind", type=click.Choice(["big", "small"]))
@click.option("--into", type=click.Path(exists=True), required=True)
def many(**values): pass

@tools.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--aid"]})
@click.option("-f", "--file", type=click.File("r"))
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def passing(**values): pass

@tools.command(context_settings={"allow_interspersed_args": False}, add_help_option=False)
@click.option("--colour", type=click.Choice(["red", "green"]))
@click.argument("a")
@click.argument("b", type=click.Choice(["x", "y"]))
def strict(**values): pass

@tools.group(name="deeper", help="Deeper", context_settings={"help_option_names": ["-h"]})
@click.argument("what", type=click.Choice(["this", "that"]))
@click.option("-h", "--host")
def deeper(**values): pass
@deeper.command()
@click.option("--colour", type=click.Choice(["red", "green"]))
def leaf(**values): pass
@deeper.command(name="-odd")
def odd(**values): pass

class OwnHelp(click.Group):
    def format_help(self, context, formatter): raise ValueError
class OwnOption(click.Option):
    def __init__(self, *args, **kwargs): super().__init__(*args, **{**kwargs, "help": "Own."})
@tools.command(hidden=True)
def hidden(**values): pass
own = OwnHelp("own", params=[OwnOption(["--x"])])
tools.add_command(own)
own.add_command(hidden, "red")
hooks.Filters.CLI_COMMANDS.add_item(tools)
)";

// Each runs code of the plugin while it is completed, or may.
constexpr const char* unknown = R"(
import click
from tutor import hooks

def failing(*args, **kwargs): raise ValueError("this is not to be called")
class Lazy(click.Group):
    list_commands = get_command = failing
class Parsing(click.Command):
    parse_args = failing
class Asking(click.Command):
    def __getattr__(self, name): return failing()
class Text(str):
    pass
class Convert(click.ParamType):
    name = "x"
    convert = failing
class Default(click.Option):
    get_default = failing
patched = click.Group("patched")
patched.get_command = failing
def one(name, *params, **settings):
    return click.Command(name, params=list(params), **settings)
def option(**settings):
    return click.Option(["--x"], **settings)
for command in (
    Lazy("lazy"), Parsing("parsing"), Asking("asking"), patched,
    click.CommandCollection(name="collection", sources=[click.Group("x")]),
    click.Group("chain", chain=True),
    one("callback", option(callback=failing)),
    one("default", option(default=failing)),
    one("own-default", Default(["--x"])),
    one("convert", option(type=Convert())),
    one("function", option(type=failing)),
    one("pair", option(nargs=2)),
    one("optional", option(is_flag=False, flag_value="x")),
    one("prefix", click.Option(["+x"])),
    one("triple", click.Argument(["x"], nargs=3)),
    one("normalize", context_settings={"token_normalize_func": failing}),
    one("defaults", context_settings={"default_map": {"x": failing}}),
    click.Group("list", commands={"x": one("x", help=Text("x"))}),
):
    hooks.Filters.CLI_COMMANDS.add_item(command)

class Completing(click.ParamType):
    name = "x"
    shell_complete = failing
class Choices(list):
    __iter__ = failing
some = click.Group("some", params=[
    option(shell_complete=failing), click.Option(["--y"], type=Completing()),
    click.Option(["--z"], type=click.Choice(["x"])),
])
some.params[2].type.choices = Choices()
some.add_command(Lazy("lazy", short_help="Lazy."))
some.add_command(some, "again")
hooks.Filters.CLI_COMMANDS.add_item(some)
)";

ClickCompletion completion_of(const std::string& name) {
    for (const cli::Command& command : world().catalog_.cli_commands.items()) {
        if (command.name == name) {
            const auto* found = command.complete_raw.target<ClickCompletion>();
            REQUIRE(found != nullptr);
            return *found;
        }
    }
    FAIL("no such command: ", name);
    return {};
}

using Rows = std::vector<std::tuple<std::string, std::string, std::string>>;

Rows rows_of(const std::vector<cli::Completion>& candidates, bool is_sorted) {
    Rows rows;
    for (const cli::Completion& one : candidates) {
        rows.emplace_back(one.value, one.type, one.help);
    }
    if (is_sorted) {
        std::sort(rows.begin(), rows.end());
    }
    return rows;
}

std::string told(const Rows& rows) {
    std::string text;
    for (const auto& [value, type, help] : rows) {
        text += value + "," + type + "," + help + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("what is offered is what click offers, whatever was typed") {
    world().load("tools", tools);
    const ClickCompletion completion = completion_of("tools");
    const ClickTree tree = completion.tree();
    REQUIRE(tree);
    const Words words = {
        "options", "many",  "passing", "strict", "deeper", "own",     "hidden",    "leaf",
        "this",    "-odd",  "x",       "red",    "--",     "-",       "--colour",  "--colour=red",
        "-n",      "-n5",   "-fn",     "-f",     "--tag",  "-old",    "--up",      "--any",
        "--no",    "-vvc",  "--root",  "-h",     "--help", "--cache", "--cache=1", "--into",
        "-lah",    "--aid", "--host",  "",       "bigger", "--file",  "-tx",       "--password"};
    const Words starts = {
        "", "-", "--", "--c", "r", "G", "g", "b", "=", "--any=G", "--x=", "l", "-o"};
    const Words groups = {"options", "many", "passing", "strict", "deeper", "own"};
    std::mt19937 random(1);  // NOLINT(cert-msc51-cpp,bugprone-*): the same lines each time
    const auto any = [&](const Words& of) {
        return of[random() % of.size()];
    };
    std::size_t offered = 0;
    for (int turn = 0; turn < 2500; ++turn) {
        Words line;
        if (random() % 8 != 0) {
            line.push_back(any(groups));
        }
        for (std::size_t left = random() % 4; left > 0; --left) {
            line.push_back(any(words));
        }
        const std::string start = any(starts);
        const auto known = internal::complete(*tree, line, start);
        CAPTURE(line);
        CAPTURE(start);
        REQUIRE(known);
        // Click keeps the names of its help option in a set: they come in any order.
        const Rows ours = rows_of(*known, true);
        const Rows theirs = rows_of(completion.ask(line, start), true);
        REQUIRE(told(ours) == told(theirs));
        offered += ours.size();
    }
    CHECK(offered > 2500);
    for (const char* start : {"", "--"}) {
        for (const std::string& name : groups) {
            const auto known = internal::complete(*tree, {name}, start);
            CHECK(
                told(rows_of(*known, false))
                == told(rows_of(completion.ask({name}, start), false)));
        }
    }
    world().unload("tools");
}

TEST_CASE("what runs code of a plugin is left to click, and is not run to find out") {
    world().load("unknown", unknown);
    std::size_t left = 0;
    for (const cli::Command& command : world().catalog_.cli_commands.items()) {
        if (command.name != "some") {
            CAPTURE(command.name);
            CHECK_FALSE(completion_of(command.name).tree());
            ++left;
        }
    }
    CHECK(left == 18);
    const ClickTree tree = completion_of("some").tree();
    REQUIRE(tree);
    CHECK_FALSE(internal::complete(*tree, {"--x"}, ""));
    CHECK_FALSE(internal::complete(*tree, {"--y"}, ""));
    CHECK_FALSE(internal::complete(*tree, {"--z"}, ""));
    CHECK_FALSE(internal::complete(*tree, {"lazy"}, ""));
    CHECK(
        told(rows_of(*internal::complete(*tree, {}, ""), false))
        == "again,plain,\nlazy,plain,Lazy.\n");
    CHECK(internal::complete(*tree, {"again", "again"}, "--")->size() == 4);
    const Words deep(40, "again");
    CHECK_FALSE(internal::complete(*tree, deep, ""));
    world().unload("unknown");
}

}  // namespace tutor::plugin_python
