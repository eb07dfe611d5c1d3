// SPDX-License-Identifier: Apache-2.0
//
// The Python host in this process: what a plugin leaves behind when it goes.

#include "cli/invocation.hpp"
#include "host_world.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>

namespace tutor::plugin_python {
namespace {

// Adds something of every kind that is no plain data, and has each watched by the probe below.
constexpr const char* plugin = R"(
import builtins, functools
import click
from tutor import env, exceptions, hooks
from tutor.commands.local import local
from tutor.core.hooks import Action, Filter

class Box:
    def __init__(self, *items): self.items = items
    def __getitem__(self, key): return self.items[key]
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def nested(self, text): return env.render_str({"box": self}, text)

def pairs():
    for index in range(3):
        yield index, Box(index)
def failing(kind):
    if kind == "python": raise ValueError(Box(kind))
    if kind == "tutor": raise exceptions.TutorError("t")
    if kind == "native": return env.render_str({}, "{{ nope }}")
    raise SystemExit(3)
@functools.lru_cache(maxsize=None)
def cached(box): return box

OWN = Filter()
@OWN.add()
def own(values): return values + [Box()]
EVENT = Action()
@EVENT.add()
def event(*args): pass

hooks.Filters.CONFIG_DEFAULTS.add_items([("A", 1), ("B", [2**70, None, {"x": (1, 2)}])])
@hooks.Filters.CONFIG_DEFAULTS.add()
def defaults(items): return items + [("C", "c")]
@hooks.Filters.ENV_PATCHES.add(priority=60)
def patches(items): return [(n, t.upper()) for n, t in items] + [("p", "q")]
hooks.Filters.ENV_PATCHES.add_item(("lms-env", "X: 1"))
@hooks.Filters.APP_PUBLIC_HOSTS.add()
def hosts(items, name): items.append(name); return items
@hooks.Actions.CONFIG_LOADED.add()
def loaded(config): config["SEEN"] = Box
@hooks.Filters.IMAGES_BUILD.add()
def images(items, config): return items + [("i", ("a", "b"), config["LMS_HOST"], ())]
box = Box(1, "two", [3])
for name, value in dict(box=box, Box=Box, pairs=pairs, failing=failing, cached=cached,
                        own=lambda: OWN.apply([])).items():
    hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item((name, value))
hooks.Filters.ENV_TEMPLATE_FILTERS.add_item(("twice", lambda value: value * 2))

@click.group()
def balance(): pass
@balance.command()
@click.option("--colour", type=click.Choice(["red", "green"]))
@click.pass_obj
def leaf(obj, colour):
    if colour == "red": raise LookupError("red")
@click.command()
@click.option("--name", default="n")
def job(name):
    yield ("lms", "echo " + name)
    yield ("cms", "echo")
hooks.Filters.CLI_COMMANDS.add_item(balance)
hooks.Filters.CLI_DO_COMMANDS.add_item(job)
for one in (Box, box, pairs, failing, own, event, defaults, patches, loaded, images, balance, leaf,
            job, OWN, EVENT):
    builtins.watch(one)
)";

// Counts what is alive.
constexpr const char* probe = R"(
import builtins, gc, sys, weakref
from tutor import hooks
import _tutor
watched = []
builtins.watch = lambda one: watched.append(weakref.ref(one))
def alive():
    gc.collect()
    return sum(one() is not None for one in watched)
def forget():
    number = len(watched)
    watched.clear()
    return number
def objects():
    gc.collect()
    return len(gc.get_objects())
def references():
    # There is no sys.gettotalrefcount in this Python: these are the objects that C code forgets.
    common = [True, False, Ellipsis, NotImplemented, (), "", 0, 1, str, dict, list, tuple, int,
              type, ValueError, KeyboardInterrupt, _tutor, _tutor.Hook, _tutor.NativeObject,
              _tutor.NativeFailure, hooks.Filters.ENV_PATCHES, hooks.Filters.ENV_PATCHES._native]
    return sum(sys.getrefcount(one) for one in common)
def nones():
    return sys.getrefcount(None)
for function in (alive, forget, objects, references, nones):
    hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item((function.__name__, function))
)";

std::int64_t number(const std::string& expression) {
    return std::stoll(world().render("{{ " + expression + " }}"));
}

std::int64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t pages = 0;
    file >> total >> pages;
    return pages * ::sysconf(_SC_PAGESIZE);
}

std::string failure_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    } catch (const std::exception& other) {
        return other.what();
    }
    return "none";
}

// Everything that a plugin's contributions are used for.
void use_everything() {
    World& w = world();
    catalog::Catalog& catalog = w.catalog_;
    REQUIRE(catalog.config_defaults.items().size() == 3);
    REQUIRE(catalog.env_patches.items().size() == 2);
    REQUIRE(catalog.app_public_hosts.items("dev") == std::vector<std::string>{"dev"});
    value::Dict config{{"LMS_HOST", "h"}};
    catalog.config_loaded.run_all(config);
    REQUIRE(catalog.images_build.items(w.settings).front().tag == "lms.example");
    REQUIRE(
        w.render("{{ box[1] }} {{ box|length }} {{ Box(5)[0] }} {{ 'x'|twice }} "
                 "{% for n, b in pairs() %}{{ n }}{{ b[0] }}{% endfor %} {{ cached(box)[0] }} "
                 "{{ own()|length }} {{ box.nested('{' ~ '{ box[0] }' ~ '}') }} {{ box.none is "
                 "defined }}")
        == "two 3 5 xx 001122 1 1 1 False");
    for (const char* kind : {"python", "tutor", "native", "exit"}) {
        REQUIRE(
            failure_of([&] { w.render(std::string("{{ failing('") + kind + "') }}"); }) != "none");
    }
    const cli::Command command = catalog.cli_commands.items().at(0);
    REQUIRE(command.complete_raw({"leaf", "--colour"}, "").size() == 2);
    cli::Invocation call(command, "tutor balance", nullptr);
    call.values() = {{.name = "args", .multiple = true, .texts = {"leaf", "--colour", "green"}}};
    command.run(call);
    call.values()[0].texts[2] = "red";
    REQUIRE(failure_of([&] { command.run(call); }) == "plugin 'balance' failed: LookupError: red");
    const catalog::Job job = catalog.cli_do_commands.items().at(0);
    cli::Invocation run(job.command, "tutor local do job", nullptr);
    run.values() = {{.name = "args", .multiple = true, .texts = {"--name", "me"}}};
    const catalog::TaskSequence tasks = job.tasks(run);  // not run to its end
    REQUIRE(tasks()->script == "echo me");
}

}  // namespace

TEST_CASE("nothing of a plugin stays when it goes, a thousand times") {
    world().load("probe", probe);
    constexpr int warm = 250;
    constexpr int times = 1000;
    std::int64_t objects = 0;
    std::int64_t references = 0;
    std::int64_t nones = 0;
    std::int64_t bytes = 0;
    std::int64_t watched = 0;
    for (int i = 0; i < warm + times; ++i) {
        world().load("balance", plugin);
        use_everything();
        world().unload("balance");
        if (i % 100 == 49) {
            CHECK(number("alive()") == 0);
            watched += number("forget()");
        }
        if (i == warm - 1) {
            objects = number("objects()");
            references = number("references()");
            nones = number("nones()");
            bytes = resident_bytes();
        }
    }
    CHECK(number("alive()") == 0);
    watched += number("forget()");
    CHECK(watched == (warm + times) * 15);
    const std::int64_t more_objects = number("objects()") - objects;
    const std::int64_t more_references = number("references()") - references;
    const std::int64_t more_nones = number("nones()") - nones;
    const std::int64_t more_bytes = resident_bytes() - bytes;
    MESSAGE(
        "after 1,000 loads: " << more_objects << " objects, " << more_references << " references, "
                              << more_nones << " to None, " << more_bytes << " bytes more");
    CHECK(more_objects < times / 10);
    CHECK(more_references == 0);
    // Caches of the interpreter come and go with None in them; what is not balanced in our code
    // would be some 1,000.
    CHECK(more_nones < times / 2);
    CHECK(more_nones > -times / 2);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(more_bytes < 4 << 20);
#endif
    world().unload("probe");
}

TEST_CASE("a plugin that fails at every load leaves nothing either") {
    world().load("probe", probe);
    std::int64_t references = 0;
    for (int i = 0; i < 1100; ++i) {
        REQUIRE(failure_of([&] {
                    world().load(
                        "failing",
                        "import builtins\nclass C: pass\n"
                        "builtins.watch(C)\nraise ValueError(C())\n");
                }).starts_with("plugin 'failing' failed: ValueError"));
        world().unload("failing");
        if (i == 99) {
            references = number("references()");
        }
    }
    CHECK(number("alive()") == 0);
    CHECK(number("forget()") == 1100);
    CHECK(number("references()") - references < 100);
    world().unload("probe");
}

TEST_CASE("an interruption of ours crosses Python and stays one") {
    world().load("interrupting", R"(
import click
from tutor import hooks
import _tutor
def interrupt():
    try:
        _tutor.run_command(["local"])
    except KeyboardInterrupt:
        raise
hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("interrupt", interrupt))
)");
    CHECK_THROWS_AS(world().render("{{ interrupt() }}"), Interrupted);
    world().unload("interrupting");
}

}  // namespace tutor::plugin_python
