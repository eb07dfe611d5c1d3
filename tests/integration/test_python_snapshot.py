# SPDX-License-Identifier: Apache-2.0
"""Snapshots of plugins written in Python: the same with and without, and no interpreter in between.

docs/decisions/0009-plugin-snapshot.md. TUTOR_PYTHON_SNAPSHOT=trace tells what is done; that no
interpreter starts is proven with a host that cannot be opened.
"""

import os
import shutil
import subprocess
import time
import unittest
from pathlib import Path

from harness import BINARY, main
from test_python_plugins import HOST, PythonTest

PLUGIN = """
    from tutor import hooks

    hooks.Filters.CONFIG_DEFAULTS.add_items([("ONE_VERSION", "1"), ("ONE_BIG", 2**70)])
    hooks.Filters.CONFIG_UNIQUE.add_item(("ONE_SECRET", "{{ 8|random_string }}"))
    hooks.Filters.ENV_PATCHES.add_item(
        ("local-docker-compose-services", "one:\\n  image: one:{{ ONE_VERSION|shout }}{{ who() }}{{ nested.list[1]() }}")
    )
    hooks.Filters.ENV_TEMPLATE_FILTERS.add_item(("shout", lambda text: text.upper() + "!"))
    hooks.Filters.ENV_TEMPLATE_VARIABLES.add_items([
        ("who", lambda: "me"), ("nested", {"list": [1, lambda: "deep"]}),
    ])

    @hooks.Filters.APP_PUBLIC_HOSTS.add()
    def _hosts(hosts, name):
        if name == "dev":
            hosts += ["{{ LMS_HOST }}:1234"]
        else:
            hosts.append(f"one.{{{{ LMS_HOST }}}}/{name}")
        return hosts

    @hooks.Actions.PLUGINS_LOADED.add()
    def _loaded():
        hooks.Filters.IMAGES_PULL.add_item(("late", "late:1"))
"""

COMMAND = """
    import click
    from tutor import hooks

    @click.group(name="greet", help="Greet somebody. At length.", short_help="Greet.")
    def greet():
        pass

    @greet.command(help="Say hello.")
    @click.option("--name", default="you")
    def hello(name):
        click.echo(f"hello {name}")

    hooks.Filters.CLI_COMMANDS.add_item(greet)

    @click.command(help="Do it.")
    @click.option("--times", type=int, default=1)
    def work(times):
        for _ in range(times):
            yield ("lms", "echo work")

    hooks.Filters.CLI_DO_COMMANDS.add_item(work)

    from tutor.commands.local import local

    @local.command(help="Extra command.")
    def extra():
        click.echo("extra")
"""


@unittest.skipUnless(HOST.exists(), "this build has no Python host")
class SnapshotTest(PythonTest):
    def setUp(self):
        super().setUp()
        self.cache = self.folder / "cache"
        self.environment["XDG_CACHE_HOME"] = str(self.cache)
        self.environment["PYTHONDONTWRITEBYTECODE"] = "1"

    def settle(self):
        """What has just been written is too young to be trusted."""
        time.sleep(0.05)

    def snapshots(self):
        return sorted((self.cache / "tutor" / "python-plugins").glob("*.snapshot"))

    def trace(self, *words, **options):
        """What a run tells of snapshots."""
        environment = {"TUTOR_PYTHON_SNAPSHOT": "trace", **options.pop("environment", {})}
        result = self.run_tutor(*words, environment=environment, **options)
        self.assertEqual(result.status, 0, result)
        start = "snapshot of Python plugins: "
        return [line[len(start):] for line in result.err.splitlines() if line.startswith(start)]

    def enable(self, *names):
        self.tutor("plugins", "enable", *names)
        self.settle()

    def record(self):
        self.assertIn("made", self.trace("config", "printvalue", "LMS_HOST"))

    def interpreter_is_mapped(self, *words):
        """Whether the program opens the Python host."""
        result = self.run_tutor(*words, environment={"LD_DEBUG": "files"})
        self.assertEqual(result.status, 0, result)
        return "libtutor-python.so" in result.err


class Use(SnapshotTest):
    def setUp(self):
        super().setUp()
        self.file("one", PLUGIN)
        self.package("two", COMMAND)
        self.enable("one", "two")
        self.record()

    def test_the_second_run_starts_no_interpreter(self):
        self.assertEqual(self.trace("config", "printvalue", "ONE_VERSION"), ["used"])
        for words in (
            ["config", "printvalue", "ONE_VERSION"],
            ["config", "printvalue", "ONE_BIG"],
            ["plugins", "list"],
            ["config", "patches", "list"],
            ["images", "pull", "late"],
            ["dev", "hosts"],
            ["local", "status"],
            ["local", "--help"],
            ["local", "do", "--help"],
            ["--help"],
        ):
            with self.subTest(words=words):
                self.assertFalse(self.interpreter_is_mapped(*words))

    def test_output_is_the_same_with_and_without(self):
        self.answer(["ps"], "NAME\n")
        for words in (
            ["config", "printvalue", "ONE_VERSION"],
            ["config", "printvalue", "ONE_BIG"],
            ["config", "printvalue", "PLATFORM_NAME"],
            ["config", "patches", "list"],
            ["config", "patches", "show", "local-docker-compose-services"],
            ["images", "printtag", "all"],
            ["images", "pull", "late"],
            ["plugins", "list"],
            ["plugins", "printroot"],
            ["local", "status"],
            ["dev", "hosts"],
            ["--help"],
            ["local", "--help"],
            ["local", "extra"],
            ["local", "do", "--help"],
            ["local", "do", "work", "--help"],
            ["local", "do", "work", "--times", "2"],
            ["greet"],
            ["greet", "hello", "--name", "all"],
            ["greet", "nothing"],
            ["local", "nothing"],
        ):
            with self.subTest(words=words):
                seen = []
                for setting in ("1", "0"):
                    result = self.run_tutor(
                        *words, environment={"TUTOR_PYTHON_SNAPSHOT": setting}
                    )
                    seen.append((result.status, result.out, result.err, self.calls()))
                self.assertEqual(seen[0], seen[1])

    def test_what_is_rendered_is_the_same(self):
        self.tutor("config", "save")
        with_snapshot = self.tree(self.root / "env")
        self.tutor("config", "save", environment={"TUTOR_PYTHON_SNAPSHOT": "0"})
        self.assertEqual(self.tree(self.root / "env"), with_snapshot)
        self.assertEqual(self.compose()["services"]["one"]["image"], "one:1!medeep")

    def test_a_function_of_a_plugin_starts_the_interpreter_once(self):
        self.assertEqual(self.trace("config", "save"), ["used", "Python starts"])

    def test_the_file_is_private_and_holds_no_secret(self):
        (file,) = self.snapshots()
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        secret = self.config()["ONE_SECRET"]
        self.assertRegex(secret, "^[A-Za-z0-9]{8}$")
        self.assertNotIn(secret.encode(), file.read_bytes())

    def test_it_can_be_switched_off(self):
        off = {"TUTOR_PYTHON_SNAPSHOT": "0"}
        shutil.rmtree(self.cache)
        self.tutor("config", "printvalue", "ONE_VERSION", environment=off)
        self.assertEqual(self.snapshots(), [])

    def test_a_folder_that_cannot_be_written_is_no_error(self):
        shutil.rmtree(self.cache)
        self.cache.write_text("no folder")
        self.assertEqual(self.tutor("config", "printvalue", "ONE_VERSION"), "1\n")

    def test_any_damage_is_repaired(self):
        (file,) = self.snapshots()
        whole = file.read_bytes()
        for damaged in (b"", whole[:30], whole[:-1], whole[: len(whole) // 2], whole + b"x",
                        whole[:-9] + b"X" + whole[-8:], os.urandom(len(whole))):
            file.write_bytes(damaged)
            self.assertIn("made", self.trace("config", "printvalue", "ONE_VERSION"))
            self.assertEqual(file.read_bytes(), whole)

    def test_a_file_of_others_is_not_believed(self):
        (file,) = self.snapshots()
        file.chmod(0o666)
        self.assertIn("recording, there is none", self.trace("config", "printvalue", "LMS_HOST"))

    def test_roots_have_snapshots_of_their_own(self):
        other = {"TUTOR_ROOT": str(self.folder / "other")}
        self.tutor("config", "save", "--set", "PLUGINS=[one]", environment=other)
        self.tutor("config", "printvalue", "LMS_HOST", environment=other)
        self.assertEqual(len(self.snapshots()), 2)
        self.assertEqual(self.trace("config", "printvalue", "LMS_HOST"), ["used"])
        self.assertEqual(
            self.trace("config", "printvalue", "LMS_HOST", environment=other), ["used"]
        )

    def test_runs_at_the_same_time(self):
        shutil.rmtree(self.cache)
        runs = [
            subprocess.Popen([BINARY, "config", "printvalue", "ONE_VERSION"],
                             env=self.environment, stdout=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        self.assertEqual([run.communicate()[0] for run in runs], ["1\n"] * 6)
        self.assertEqual(self.trace("config", "printvalue", "ONE_VERSION"), ["used"])


class Change(SnapshotTest):
    def setUp(self):
        super().setUp()
        self.one = self.file("one", PLUGIN)
        self.enable("one")
        self.record()

    def check_recorded_again(self, reason):
        lines = self.trace("config", "printvalue", "ONE_VERSION")
        self.assertRegex(lines[0], "recording, .*" + reason)
        self.settle()
        self.tutor("config", "printvalue", "ONE_VERSION")
        self.assertEqual(self.trace("config", "printvalue", "ONE_VERSION"), ["used"])

    def test_of_a_plugin(self):
        self.one.write_text(self.one.read_text().replace('"1"', '"2"'))
        self.settle()
        self.assertEqual(self.tutor("config", "printvalue", "ONE_VERSION"), "2\n")
        self.assertEqual(self.trace("config", "printvalue", "ONE_VERSION"), ["used"])

    def test_of_a_plugin_that_keeps_size_and_time(self):
        stamp = self.one.stat().st_mtime_ns
        self.one.write_text(self.one.read_text().replace('"1"', '"2"'))
        os.utime(self.one, ns=(stamp, stamp))
        self.settle()
        self.assertEqual(self.tutor("config", "printvalue", "ONE_VERSION"), "2\n")

    def test_of_the_enabled_plugins(self):
        self.plugin("zz", "name: zz\nversion: 1\n")
        self.tutor("plugins", "enable", "zz")
        self.settle()
        self.check_recorded_again("other plugins are enabled")

    def test_of_a_package(self):
        folder = self.package("two", """
            from tutor import hooks
            from .helper import VERSION
            hooks.Filters.CONFIG_DEFAULTS.add_item(("TWO_VERSION", VERSION))
        """)
        (folder / "helper.py").write_text("VERSION = 1\n")
        self.enable("two")
        self.record()
        (folder / "helper.py").write_text("VERSION = 22\n")
        self.settle()
        self.assertEqual(self.tutor("config", "printvalue", "TWO_VERSION"), "22\n")

    def test_of_a_file_that_a_plugin_reads(self):
        patches = self.folder / "patches"
        patches.mkdir()
        (patches / "first").write_text("1")
        self.file("reader", f"""
            import os
            from tutor import hooks
            for name in sorted(os.listdir({str(patches)!r})):
                with open(os.path.join({str(patches)!r}, name)) as file:
                    hooks.Filters.ENV_PATCHES.add_item((name, file.read()))
        """)
        self.enable("reader")
        self.record()
        (patches / "first").write_text("one")
        self.settle()
        self.assertIn("one", self.tutor("config", "patches", "show", "first"))
        self.assertEqual(self.trace("config", "patches", "list"), ["used"])
        (patches / "second").write_text("2")
        self.settle()
        self.assertIn("2", self.tutor("config", "patches", "show", "second"))

    def test_of_a_variable_that_a_plugin_reads(self):
        self.file("reader", """
            import os
            from tutor import hooks
            hooks.Filters.CONFIG_DEFAULTS.add_item(("SEEN", os.environ.get("SEE", "nothing")))
        """)
        self.enable("reader")
        self.record()
        self.assertEqual(self.tutor("config", "printvalue", "SEEN"), "nothing\n")
        see = {"SEE": "something"}
        self.assertEqual(self.tutor("config", "printvalue", "SEEN", environment=see), "something\n")
        self.assertEqual(self.trace("config", "printvalue", "SEEN", environment=see), ["used"])
        unread = {"OTHER": "x"}
        self.assertEqual(
            self.trace("config", "printvalue", "SEEN", environment={**see, **unread}), ["used"]
        )

    def test_of_what_exists(self):
        marker = self.folder / "marker"
        self.file("reader", f"""
            import os
            from tutor import hooks
            hooks.Filters.CONFIG_DEFAULTS.add_item(("SEEN", os.path.exists({str(marker)!r})))
        """)
        self.enable("reader")
        self.record()
        self.assertEqual(self.tutor("config", "printvalue", "SEEN"), "false\n")
        marker.write_text("")
        self.assertEqual(self.tutor("config", "printvalue", "SEEN"), "true\n")

    def test_of_the_interpreter(self):
        settings = self.venv / "pyvenv.cfg"
        settings.write_text(settings.read_text() + "prompt = x\n")
        self.settle()
        self.check_recorded_again("pyvenv.cfg has changed")

    def test_of_installed_packages(self):
        (self.site / "something.py").write_text("")
        self.settle()
        self.check_recorded_again("site-packages has changed")


class Impure(SnapshotTest):
    """Plugins that a snapshot would make behave otherwise have none."""

    def check_none(self, text, reason, name="bad"):
        self.file(name, text)
        self.enable(name)
        for _ in range(2):
            lines = self.trace("config", "printvalue", "LMS_HOST")
            self.assertRegex("\n".join(lines), "recording, there is none\n.*not made, .*" + reason)
        self.assertEqual(self.snapshots(), [])

    def test_one_that_prints(self):
        self.check_none("print('loaded')", "prints")

    def test_one_that_runs_a_program(self):
        self.check_none("import subprocess; subprocess.run(['true'])", "subprocess")

    def test_one_that_changes_the_environment(self):
        self.check_none("import os; os.environ['X'] = '1'", "os.putenv")

    def test_one_that_writes(self):
        self.check_none(f"open({str(self.folder / 'x')!r}, 'w')", "writes")

    def test_one_that_reads_the_command_line(self):
        self.check_none("import sys; x = sys.argv[1]", "command line")

    def test_one_that_draws_numbers(self):
        self.check_none("from random import randint; x = randint(0, 59)", "random numbers")

    def test_one_that_draws_bytes(self):
        self.check_none("import uuid; x = uuid.uuid4()", "random bytes")

    def test_one_that_draws_secrets(self):
        self.check_none("import secrets; x = secrets.token_hex(8)", "random bytes")

    def test_one_that_reads_settings(self):
        self.check_none(
            "from tutor import config; config.load_minimal(config._tutor.root())", "settings"
        )

    def test_one_that_runs_a_hook(self):
        self.check_none(
            "from tutor import hooks; list(hooks.Filters.ENV_PATCHES.iterate())", "ENV_PATCHES"
        )

    def test_one_that_fails(self):
        self.file("good", PLUGIN)
        self.file("bad", "raise ValueError('no')")
        self.run_tutor("plugins", "enable", "good")
        self.save("PLUGINS=[bad, good]")
        self.settle()
        for _ in range(2):
            result = self.run_tutor("config", "printvalue", "ONE_VERSION")
            self.assertIn("no", result.err)
            self.assertEqual(result.out, "1\n")
        self.assertEqual(self.snapshots(), [])


class Binding(SnapshotTest):
    def test_order_and_nesting_of_callbacks(self):
        self.file("one", """
            from tutor import hooks
            calls = []

            @hooks.Filters.ENV_PATCHES.add(priority=3)
            def first(patches):
                calls.append("first")

                @hooks.Filters.ENV_PATCHES.add(priority=50)
                def added(patches):
                    return [*patches, ("order", ",".join([*calls, "added"]))]

                return patches

            hooks.Filters.ENV_PATCHES.add_item(("order", "plain"), priority=4)

            @hooks.Filters.ENV_PATCHES.add()
            def second(patches):
                calls.append("second")
                for name, content in patches:
                    assert type((name, content)) is tuple
                return [(n, c + "!") if n == "order" else (n, c) for n, c in patches]
        """)
        self.enable("one")
        self.record()
        words = ["config", "patches", "show", "order"]
        off = {"TUTOR_PYTHON_SNAPSHOT": "0"}
        expected = self.tutor(*words, environment=off)
        self.assertIn("first,second,added", expected)
        self.assertEqual(self.tutor(*words), expected)

    def test_items_are_the_same_objects_again(self):
        self.file("one", """
            import collections
            from tutor import hooks
            Pair = collections.namedtuple("Pair", "name value")
            items = [Pair("lms", "/one")]
            hooks.Filters.MOUNTED_DIRECTORIES.add_items(items)

            @hooks.Filters.ENV_PATCHES.add()
            def patches(patches):
                found = [item for item in hooks.Filters.MOUNTED_DIRECTORIES.iterate()
                         if item[1] == "/one"]
                patches.append(("seen", f"{type(found[0]).__name__} {found[0] is items[0]}"))
                return patches
        """)
        self.enable("one")
        self.record()
        self.assertEqual(self.tutor("config", "patches", "show", "seen").split(), ["Pair", "True"])

    def test_state_made_while_plugins_are_loaded(self):
        self.file("aa", """
            from tutor import hooks
            from tutor.core.hooks import Filter
            MINE = Filter()
            names = []

            @hooks.Actions.PLUGIN_LOADED.add()
            def loaded(name):
                names.append(name)
                hooks.Filters.CONFIG_DEFAULTS.add_item((f"LOADED_{name.upper()}", len(names)))

            @hooks.Actions.PLUGINS_LOADED.add()
            def all_loaded():
                MINE.add_item("late")

            hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(
                ("state", lambda: (names, MINE.apply([])))
            )
            hooks.Filters.ENV_PATCHES.add_item(("state", "{{ state() }}"))
        """)
        self.file("bb", "from tutor import hooks")
        self.enable("aa", "bb")
        self.record()
        self.assertEqual(self.tutor("config", "printvalue", "LOADED_BB"), "2\n")
        words = ["config", "patches", "show", "state"]
        off = {"TUTOR_PYTHON_SNAPSHOT": "0"}
        self.assertEqual(self.tutor(*words), self.tutor(*words, environment=off))
        self.assertIn("(['aa', 'bb'], ['late'])", self.tutor(*words))

    def test_removal(self):
        self.file("one", PLUGIN)
        self.file("two", COMMAND)
        self.enable("one", "two")
        self.record()
        self.tutor("plugins", "disable", "one")
        self.assertNotIn("ONE_VERSION", self.config())
        self.assertNotIn("one", self.compose()["services"])
        self.assertEqual(self.tutor("greet", "hello"), "hello you\n")

    def test_plain_callbacks_do_without_python(self):
        self.file("one", """
            from tutor import fmt, hooks
            from tutor.types import get_typed

            @hooks.Filters.CONFIG_DEFAULTS.add(priority=hooks.priorities.LOW)
            def change(items):
                image = ""
                for name, value in items:
                    if name == "DOCKER_IMAGE_OPENEDX":
                        image = value
                if image:
                    items.append(("DOCKER_IMAGE_OPENEDX", f"{image}-mine"))
                return items

            @hooks.Actions.CONFIG_LOADED.add()
            def check(config):
                if get_typed(config, "LMS_HOST", str, "").endswith(".test"):
                    fmt.echo_alert("a test")
        """)
        self.enable("one")
        self.record()
        words = ["config", "printvalue", "DOCKER_IMAGE_OPENEDX"]
        self.assertEqual(self.trace(*words), ["used"])
        self.assertTrue(self.tutor(*words).endswith("-mine\n"))
        setting = {"TUTOR_LMS_HOST": "x.test"}
        self.assertEqual(self.trace(*words, environment=setting), ["used", "Python starts"])
        self.assertIn("a test", self.run_tutor(*words, environment=setting).err)

    def test_a_plugin_that_is_never_the_same(self):
        self.file("one", """
            import time
            from tutor import hooks
            hooks.Filters.CONFIG_DEFAULTS.add_item(("NOW", time.time_ns()))
            hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("who", lambda: "me"))
            hooks.Filters.ENV_PATCHES.add_item(("now", "{{ who() }} {{ NOW }}"))
        """)
        self.enable("one")
        self.record()
        words = ["config", "patches", "show", "now"]
        result = self.run_tutor(*words)
        # Nothing was done before, though root has been warned: it has started again.
        self.assertEqual(result.status, 0, result)
        self.assertRegex(result.out, r"me \d+")
        first = self.tutor(*words)
        self.assertRegex(first, r"me \d+")
        self.assertNotEqual(self.tutor(*words), first)
        (line,) = self.trace("config", "printvalue", "NOW")
        self.assertIn("contribute something else each time", line)

    def test_a_plugin_that_changes_after_something_was_done(self):
        self.file("one", """
            import time
            from tutor import hooks
            hooks.Filters.CONFIG_DEFAULTS.add_item(("NOW", time.time_ns()))

            @hooks.Actions.COMPOSE_PROJECT_STARTED.add()
            def started(root, config, name):
                print("started")
        """)
        self.enable("one")
        self.record()
        error = self.fails("local", "start", "-d")
        self.assertIn("contribute something else than in an earlier run", error)
        self.assertIn("run the command again", error)
        self.assertIn("started", self.tutor("local", "start", "-d"))


if __name__ == "__main__":
    main()
