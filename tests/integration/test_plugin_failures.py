# SPDX-License-Identifier: Apache-2.0
"""Plugins written in Python that fail: named with file and line, and everything else works."""

import os
import re
import textwrap

from harness import main
from test_python_plugins import PythonTest

GOOD = """
    import click
    from tutor import hooks
    hooks.Filters.CONFIG_DEFAULTS.add_item(("GOOD", "yes"))
    @click.command()
    def good(): click.echo("good")
    hooks.Filters.CLI_COMMANDS.add_item(good)
"""


class FailureTest(PythonTest):
    def list_as_enabled(self, *names):
        """As if they had been enabled while they still worked."""
        path = self.root / "config.yml"
        text = re.sub(r"PLUGINS:.*(\n- .*)*", f"PLUGINS: [{', '.join(names)}]", path.read_text())
        path.write_text(text)

    def enabled(self):
        return self.config()["PLUGINS"]

    def check_disabled(self, name):
        self.tutor("plugins", "disable", name)
        self.assertNotIn(name, self.enabled())
        self.tutor("config", "save")


class AtImport(FailureTest):
    # Plugin, line that is named, what is said.
    CASES = {
        "syntax": ("x = 1\ny = = 2\n", 2, "SyntaxError"),
        "indented": ("if True:\nx = 1\n", 2, "IndentationError"),
        "encoding": ("# coding: nonsense\n", None, "SyntaxError"),
        "missing": ("import os\nimport does_not_exist\n", 2, "ModuleNotFoundError"),
        "raising": ("\n\nraise ValueError('no')\n", 3, "ValueError: no"),
        "exiting": ("import sys\nsys.exit(0)\n", 2, "SystemExit"),
        "telling": ("import sys\nsys.exit('bye')\n", 2, "SystemExit: bye"),
        "interrupted": ("\nraise KeyboardInterrupt\n", 2, "KeyboardInterrupt"),
        "aborted": ("import click\nraise click.Abort()\n", 2, "Abort"),
        "recursive": ("def f(n):\n    return f(n + 1)\nf(0)\n", 2, "RecursionError"),
        "speechless": (
            "class E(Exception):\n    def __str__(self): raise E()\nraise E()\n", 3, "cannot be shown"),
        "unprintable": ("raise ValueError('\\udc80')\n", 1, "ValueError"),
        "base": ("class E(BaseException): pass\nraise E('odd')\n", 2, "E: odd"),
        "absent": ("from tutor import hooks\nhooks.Filters.NO_SUCH.add_item(1)\n", 2, "NO_SUCH"),
    }

    def test_each_is_named_and_stops_nothing_else(self):
        self.file("good", GOOD)
        for name, (text, line, message) in self.CASES.items():
            with self.subTest(name):
                path = self.file(name, text)
                self.list_as_enabled()
                before = self.tree()
                error = self.fails("plugins", "enable", name)
                self.assertIn(f"plugin '{name}'", error)
                self.assertIn(message, error)
                if line is not None:
                    self.assertIn(f"{path}:{line}\n", error)
                self.assertEqual(self.tree(), before)

                self.list_as_enabled("good", name)
                result = self.run_tutor("config", "printvalue", "GOOD")
                self.assertEqual((result.status, result.out), (0, "yes\n"), result)
                self.assertIn(f"{path}", result.err)
                path.unlink()  # the next subtest lists it no more

    def test_a_broken_plugin_can_be_disabled(self):
        for name in ("syntax", "exiting", "interrupted", "recursive"):
            with self.subTest(name):
                self.file(name, self.CASES[name][0])
                self.list_as_enabled("good", name)
                self.assertRegex(self.tutor("plugins", "list"), rf"(?m)^{name}\s.*enabled")
                self.check_disabled(name)

    def test_other_commands_work(self):
        self.file("good", GOOD)
        self.file("raising", "raise ValueError('no')\n")
        self.list_as_enabled("good", "raising")
        self.assertEqual(self.tutor("good"), "good\n")
        self.assertIn("good", self.tutor("--help"))
        for words in (["config", "save"], ["local", "do", "--help"], ["images", "printtag", "all"],
                      ["config", "printroot"], ["mounts", "list"], ["plugins", "printroot"]):
            self.tutor(*words)

    def test_a_package_that_vanished(self):
        self.file("good", GOOD)
        folder = self.package("gone", "from tutor import hooks\n")
        self.tutor("plugins", "enable", "gone", "good")
        (folder / "plugin.py").unlink()  # the metadata are still there
        result = self.run_tutor("config", "printvalue", "GOOD")
        self.assertEqual((result.status, result.out), (0, "yes\n"), result)
        self.assertIn("plugin 'gone' failed: ModuleNotFoundError", result.err)
        for path in sorted(self.site.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        result = self.run_tutor("good")
        self.assertEqual((result.status, result.out), (0, "good\n"), result)
        self.assertIn("plugin 'gone' is not installed", result.err)
        self.check_disabled("gone")

    def test_odd_files_hide_no_plugin(self):
        self.file("good", GOOD)
        for name in ("pipe.py", "pipe.so", "pipe.yml"):
            os.mkfifo(self.plugins / name)
        for name in ("folder.py", "folder.so", "folder.yml"):
            (self.plugins / name).mkdir()
        (self.plugins / "dangling.py").symlink_to(self.folder / "nowhere")
        metadata = self.site / "odd-1.dist-info"
        metadata.mkdir()
        (metadata / "entry_points.txt").write_bytes(b"\xff\xfe[tutor.plugin.v1]\n= \n[\n\0")
        self.assertIn("good", self.tutor("plugins", "list"))
        self.tutor("plugins", "enable", "good")
        self.assertEqual(self.tutor("good"), "good\n")


class Releases(FailureTest):
    def test_plugins_for_another_release_say_so(self):
        marker = self.folder / "marker"
        for name, requires in {
            "older": "tutor<20.0.0,>=19.0.0",
            "newer": "tutor>=22.0.0",
            "quaint": "tutor (<20)",
            "exact": "tutor==21.0.0",
            "optional": "tutor[full]<20 ; python_version >= '3'",
        }.items():
            with self.subTest(name):
                self.package(name, f"open({str(marker)!r}, 'w')\n", requires=requires)
                error = self.fails("plugins", "enable", name)
                self.assertIn(f"plugin '{name}' is for another release", error)
                self.assertIn("this is Tutor 21.0.8", error)
                self.assertFalse(marker.exists())
                self.list_as_enabled(name)
                self.check_disabled(name)
                marker.unlink(missing_ok=True)

    def test_plugins_for_this_release_do_not(self):
        for name, requires in {
            "same": "tutor>=21.0.0,<22.0.0",
            "series": "tutor~=21.0",
            "wild": "tutor==21.*",
            "any": "tutor",
            "source": "tutor @ git+https://example.com/tutor.git",
            "development": "tutor<20; extra == 'dev'",
            "other": "tutor-mfe<20",
        }.items():
            with self.subTest(name):
                self.package(name, "", requires=requires)
                self.tutor("plugins", "enable", name)


class InCallbacks(FailureTest):
    def hook(self, name, hook, body, head="from tutor import hooks"):
        """A plugin with one callback, whose body is line 4."""
        return self.file(name, f"{head}\n@hooks.{hook}.add()\ndef callback(*args, **kwargs):\n    {body}\n")

    def test_actions_and_filters(self):
        for hook, words in {
            "Actions.CONFIG_LOADED": ["config", "printvalue", "LMS_HOST"],
            "Actions.PLUGINS_LOADED": ["config", "printvalue", "LMS_HOST"],
            "Actions.PROJECT_ROOT_READY": ["config", "printvalue", "LMS_HOST"],
            "Actions.DO_JOB": ["local", "do", "importdemocourse"],
            "Filters.CONFIG_DEFAULTS": ["config", "printvalue", "LMS_HOST"],
            "Filters.CONFIG_UNIQUE": ["config", "printvalue", "LMS_HOST"],
            "Filters.CONFIG_OVERRIDES": ["config", "printvalue", "LMS_HOST"],
            "Filters.CONFIG_USER": ["config", "printvalue", "LMS_HOST"],
            "Filters.ENV_PATCHES": ["config", "save"],
            "Filters.ENV_TEMPLATE_TARGETS": ["config", "save"],
            "Filters.ENV_TEMPLATE_VARIABLES": ["config", "save"],
            "Filters.ENV_TEMPLATE_FILTERS": ["config", "save"],
            "Filters.CLI_DO_INIT_TASKS": ["local", "do", "init"],
            "Filters.CLI_DO_COMMANDS": ["local", "do", "init"],
            "Filters.CLI_COMMANDS": ["--help"],
            "Filters.IMAGES_BUILD": ["images", "printtag", "all"],
            "Filters.IMAGES_PULL": ["images", "pull", "all"],
            "Filters.COMPOSE_MOUNTS": ["mounts", "list"],
        }.items():
            with self.subTest(hook):
                self.setUp()
                path = self.hook("failing", hook, "1 / 0")
                (self.folder / "folder").mkdir()
                self.tutor("mounts", "add", str(self.folder / "folder"))
                self.list_as_enabled("failing")
                error = self.fails(*words)
                self.assertIn("plugin 'failing' failed: ZeroDivisionError", error)
                self.assertIn(f"{path}:4\n", error)
                self.tutor("plugins", "list")
                self.tutor("config", "printroot")
                self.check_disabled("failing")

    def test_the_way_out_does_not_keep_a_plugin_enabled(self):
        for body in ("raise SystemExit(3)", "raise KeyboardInterrupt", "raise RecursionError"):
            for hook in ("Actions.PLUGIN_LOADED", "Actions.PLUGINS_LOADED", "Actions.PLUGIN_UNLOADED",
                         "Actions.CONFIG_LOADED", "Filters.CONFIG_DEFAULTS", "Filters.ENV_PATCHES"):
                with self.subTest(body=body, hook=hook):
                    self.hook("leaving", hook, body)
                    self.list_as_enabled("leaving")
                    self.check_disabled("leaving")

    def test_another_plugin_may_be_disabled_meanwhile(self):
        self.file("good", GOOD)
        self.hook("failing", "Filters.ENV_PATCHES", "1 / 0")
        self.list_as_enabled("good", "failing")
        result = self.run_tutor("plugins", "disable", "good")
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.enabled(), ["failing"])
        self.assertIn("plugin 'failing' failed", result.err)
        self.assertIn("tutor config save", result.err)

    def test_settings_that_do_not_render_do_not_keep_a_plugin_enabled(self):
        self.file("good", GOOD)
        self.list_as_enabled("good")
        path = self.root / "config.yml"
        path.write_text("# mine\nLMS_HOST: '{{ nope }}'\n" + path.read_text())
        self.fails("config", "save")
        self.tutor("plugins", "disable", "good")
        self.assertEqual(self.enabled(), [])
        self.assertTrue(path.read_text().startswith("# mine\nLMS_HOST: '{{ nope }}'\n"))

    def test_a_configuration_that_is_no_yaml_is_one_error(self):
        path = self.root / "config.yml"
        path.write_text("PLUGINS: [a\nb: {")
        error = self.fails("plugins", "disable", "a")
        self.assertIn("config.yml", error)
        self.assertEqual(path.read_text(), "PLUGINS: [a\nb: {")
        self.tutor("plugins", "--help")
        self.tutor("config", "--help")

    def test_a_callback_that_returns_nothing_or_something_else(self):
        for body, message in {
            "return None": "must return the new value",
            "pass": "must return the new value",
            "return 5": "'int' object is not iterable",
            "return [5]": "expected a tuple",
            "return [('a',)]": "expected a tuple",
            "return [('a', 'b'), None]": "expected a tuple",
        }.items():
            with self.subTest(body):
                path = self.hook("wrong", "Filters.ENV_PATCHES", body)
                self.list_as_enabled("wrong")
                error = self.fails("config", "save")
                self.assertIn("plugin 'wrong' failed: TypeError", error)
                self.assertIn(message, error)
                self.assertRegex(error, rf"{path}:[234]\n")

    def test_recursion_through_the_program(self):
        path = self.file("deep", """
            from tutor import env, hooks
            def again():
                return env.render_str({"again": again}, "{{ again() }}")
            hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("again", again))
            hooks.Filters.ENV_PATCHES.add_item(("lms-env", "X: {{ again() }}"))
            """)
        error = self.fails("plugins", "enable", "deep")
        self.assertIn("RecursionError", error)
        self.assertIn(f"{path}:4\n", error)
        self.assertLess(len(error.splitlines()), 30, error)
        path = self.hook("wide", "Filters.ENV_PATCHES", "return hooks.Filters.ENV_PATCHES.apply(args[0])")
        error = self.fails("plugins", "enable", "wide")
        self.assertIn("RecursionError", error)
        self.assertIn(f"{path}:4\n", error)


class InTemplates(FailureTest):
    def templates(self, name, text, contributions):
        """A plugin with one template, plugins/NAME/apps/t.txt in the environment."""
        folder = self.folder / "templates" / name / "apps"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "t.txt").write_text(text)
        head = textwrap.dedent(f"""\
            from tutor import hooks
            hooks.Filters.ENV_TEMPLATE_ROOTS.add_item({str(self.folder / "templates")!r})
            hooks.Filters.ENV_TEMPLATE_TARGETS.add_item(("{name}/apps", "plugins"))
            def add(name, value): hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item((name, value))
            """)
        return self.file(name, head + textwrap.dedent(contributions))

    # The template, what it uses from line 5 on, line that is named, what is said.
    CASES = {
        "function": ("one\n{{ f() }}\n", "def f(): return 1 / 0\nadd('f', f)\n", 5, "ZeroDivisionError"),
        "filter": (
            "one\n{{ 1|f }}\n",
            "def f(x): return {}[x]\nhooks.Filters.ENV_TEMPLATE_FILTERS.add_item(('f', f))\n",
            5, "KeyError: 1"),
        "generator": (
            "one\n{% for x in f() %}{{ x }}{% endfor %}\n",
            "def f():\n    yield 1\n    raise OSError('ends')\nadd('f', f)\n", 7, "OSError: ends"),
        "method": (
            "one\n{{ o.f(1, x=2) }}\n",
            "class O:\n    def f(self, a): pass\nadd('o', O())\n", None, "TypeError"),
        "text": (
            "one\n{{ o }}\n",
            "class O:\n    def __str__(self): raise ValueError('str')\nadd('o', O())\n", 6, "ValueError"),
        "property": (
            "one\n{{ o.p }}\n",
            "class O:\n    @property\n    def p(self): raise ValueError('p')\nadd('o', O())\n",
            7, "ValueError: p"),
        "truth": (
            "one\n{% if o %}x{% endif %}\n",
            "class O:\n    def __bool__(self): raise ValueError('b')\nadd('o', O())\n", 6, "ValueError: b"),
        "arguments": ("one\n{{ f(1, 2) }}\n", "def f(x): return x\nadd('f', f)\n", None, "TypeError"),
        "foreign": ("one\n{{ f(5) }}\n", "import json\nadd('f', json.loads)\n", None, "TypeError"),
        "builtin": ("one\n{{ f('x') }}\n", "add('f', int)\n", None, "ValueError"),
        "value": (
            "one\n{{ f() }}\n",
            "l = []\nl.append(l)\ndef f(): return l\nadd('f', f)\n", None, "RecursionError"),
    }

    def test_plugin_file_and_both_lines_are_named(self):
        for name, (template, code, line, message) in self.CASES.items():
            with self.subTest(name):
                path = self.templates(name, template, code)
                before = self.tree()
                error = self.fails("plugins", "enable", name)
                self.assertIn(f"plugin '{name}' failed: ", error)
                self.assertIn(message, error)
                self.assertIn(f"{path}:{line or ''}", error)
                self.assertIn(f"{name}/apps/t.txt':2\n", error)
                self.assertEqual(self.tree(), before)

    def test_a_patch_names_the_file_that_has_it(self):
        path = self.file("patched", """
            from tutor import hooks
            def f(): raise ValueError("in a patch")
            hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("f", f))
            hooks.Filters.ENV_PATCHES.add_item(("caddyfile", "# one\\n{{ f() }}"))
            """)
        error = self.fails("plugins", "enable", "patched")
        self.assertIn("plugin 'patched' failed: ValueError: in a patch", error)
        self.assertIn(f"{path}:3\n", error)
        self.assertRegex(error, r"'apps/caddy/Caddyfile':\d+\n")


class InCommands(FailureTest):
    COMMANDS = """
        import click
        from tutor import exceptions, hooks
        def option(context, parameter, value):
            return {}[value] if value else value
        class Kind(click.ParamType):
            name = "kind"
            def convert(self, value, parameter, context): return int(value)
            def shell_complete(self, context, parameter, incomplete): return 1 / 0
        @click.group()
        @click.option("--early", callback=option)
        def failing(early): pass
        @failing.command()
        @click.option("--option", callback=option)
        @click.option("--kind", type=Kind())
        def one(**values): raise ValueError("in a command")
        @failing.command()
        @click.option("--default", default=lambda: 1 / 0)
        def two(default): pass
        @failing.command()
        def usage(): raise click.UsageError("so not")
        @failing.command()
        def aborted(): raise click.Abort
        @failing.command()
        def interrupted(): raise KeyboardInterrupt
        @failing.command()
        def leaving(): raise SystemExit("sorry")
        class Group(click.Group):
            def list_commands(self, context): return 1 / 0
            def get_command(self, context, name): return 1 / 0
        hooks.Filters.CLI_COMMANDS.add_items([failing, Group("odd")])
        @click.command()
        @click.option("--option", callback=option)
        @click.option("--when")
        def job(option, when):
            if when == "before": raise ValueError("before")
            yield ("lms", "echo 1")
            if when == "after": raise ValueError("after")
            if when == "number": yield 5
            if when == "three": yield ("lms", "a", "b")
            if when == "none": yield ("lms", None)
            if when == "undefined": yield ("lms", "{{ nope }}")
        @click.command()
        def nojob(): return 5
        hooks.Filters.CLI_DO_COMMANDS.add_items([job, nojob])
        """

    def setUp(self):
        super().setUp()
        self.path = self.file("failing", self.COMMANDS)
        self.tutor("plugins", "enable", "failing")

    def check(self, words, message, line):
        error = self.fails(*words)
        self.assertIn(f"plugin 'failing' failed: {message}", error)
        self.assertIn(f"{self.path}:{line}\n", error)
        return error

    def test_commands_and_options(self):
        self.check(["failing", "one"], "ValueError: in a command", 16)
        self.check(["failing", "one", "--option", "x"], "KeyError: 'x'", 5)
        self.check(["failing", "--early", "x", "one"], "KeyError: 'x'", 5)
        self.check(["failing", "one", "--kind", "x"], "ValueError: invalid literal", 8)
        self.check(["failing", "two"], "ZeroDivisionError", 18)
        for words in (["odd"], ["odd", "x"], ["odd", "--help"]):
            self.assertIn("ZeroDivisionError", self.fails(*words))

    def test_what_click_means_by_an_exception(self):
        self.assertIn("Error: so not", self.fails("failing", "usage", status=2))
        self.assertIn("Aborted!", self.fails("failing", "aborted"))
        self.assertIn("Aborted!", self.fails("failing", "interrupted"))
        self.assertEqual(self.fails("failing", "leaving").splitlines()[-1], "sorry")

    def test_jobs(self):
        do = ["local", "do"]
        self.check([*do, "job", "--option", "x"], "KeyError: 'x'", 5)
        self.check([*do, "job", "--when", "before"], "ValueError: before", 36)
        self.assertEqual(self.scripts(), [])
        self.check([*do, "job", "--when", "after"], "ValueError: after", 38)
        self.assertEqual(self.scripts(), ["echo 1"])
        for when, found in {"number": "5", "three": "('lms', 'a', 'b')", "none": "('lms', None)"}.items():
            error = self.fails(*do, "job", "--when", when)
            self.assertIn("plugin 'failing' failed", error)
            self.assertIn(f"job 'job' must yield pairs of service and script, got {found}", error)
            self.assertIn(f"{self.path}:", error)
        error = self.fails(*do, "job", "--when", "undefined")
        self.assertIn("'nope' is undefined", error)
        self.assertIn("plugin 'failing'", error)
        error = self.fails(*do, "nojob")
        self.assertIn("plugin 'failing' failed: TypeError: job 'nojob' must yield", error)

    def test_completion_says_nothing(self):
        for line in ("tutor failing one --kind ", "tutor odd ", "tutor odd x "):
            result = self.run_tutor(environment={
                "_TUTOR_COMPLETE": "bash_complete", "COMP_WORDS": line,
                "COMP_CWORD": str(len(line.split())),
            })
            self.assertEqual((result.status, result.out.strip()), (0, ""), result)


class Garbage(FailureTest):
    """Every filter gets things of every wrong type, in items and from callbacks."""

    PLUGIN = """
        import click, sys
        from tutor import exceptions, hooks
        import _tutor
        class Rude:
            def __repr__(self): raise ValueError("no")
            def __str__(self): raise ValueError("no")
            def __iter__(self): raise ValueError("no")
            def __len__(self): raise ValueError("no")
            def __bool__(self): raise ValueError("no")
            def __eq__(self, other): raise ValueError("no")
            __hash__ = None
            def __getattr__(self, name): raise ValueError("no")
        loop = []
        loop.append(loop)
        def endless():
            while True: yield ("a", "b")
        THINGS = [
            None, 0, 5, -1, 2 ** 100, 1.5, float("nan"), "", "text", "\\udc80", b"bytes", (), ("a",),
            ("a", "b"), ("a", "b", "c"), ("a", None), (None, "b"), (1, 2), ("a", "b", "c", "d"),
            ("\\udc80", "\\udc80"), ("a" * 300, 5), ("a", loop), ("a", Rude()), [], [[]], {}, {"a": 1},
            {1: 2}, set(), object(), object, len, loop, Rude(), type(hooks), Ellipsis, "é" * 200,
            ("é" * 200,), click.Command(None), click.Group("g"), lambda: None,
        ]
        @click.command(context_settings={"ignore_unknown_options": True})
        @click.argument("name")
        @click.argument("words", nargs=-1)
        def garbage(name, words):
            hook = getattr(hooks.Filters, name)
            for thing in THINGS:
                for way in ("item", "items", "value", "list"):
                    with hooks.Contexts.app("garbage").enter():
                        try:
                            if way == "item": hook.add_item(thing)
                            elif way == "items": hook.add_items(thing)
                            elif way == "value": hook.add()(lambda *args, thing=thing: thing)
                            else: hook.add()(lambda *args, thing=thing: [thing])
                        except Exception as error:
                            continue
                    _tutor.run_command(list(words))
                    hook.clear("app:garbage")
            sys.stderr.flush()
            print("survived")
        hooks.Filters.CLI_COMMANDS.add_item(garbage)
        """

    # What uses the filter.
    USES = {
        "CLI_COMMANDS": ["help"],
        "CLI_DO_COMMANDS": ["local", "do", "--help"],
        "CLI_DO_INIT_TASKS": ["local", "do", "init", "--limit=mysql"],
        "COMPOSE_MOUNTS": ["mounts", "list"],
        "CONFIG_DEFAULTS": ["config", "printvalue", "LMS_HOST"],
        "CONFIG_OVERRIDES": ["config", "printvalue", "LMS_HOST"],
        "CONFIG_USER": ["config", "printvalue", "LMS_HOST"],
        "ENV_PATCHES": ["config", "patches", "show", "lms-env"],
        "ENV_TEMPLATE_ROOTS": ["config", "patches", "list"],
        "ENV_TEMPLATE_VARIABLES": ["config", "printvalue", "LMS_HOST"],
        "IMAGES_BUILD": ["images", "printtag", "all"],
        "IMAGES_PULL": ["images", "pull", "all"],
        "MOUNTED_DIRECTORIES": ["mounts", "list"],
        "PLUGINS_INFO": ["plugins", "list"],
    }

    def test_nothing_of_it_ends_the_program(self):
        self.file("user", self.PLUGIN)
        self.tutor("plugins", "enable", "user")
        (self.folder / "folder").mkdir()
        self.tutor("mounts", "add", str(self.folder / "folder"))
        for name, words in self.USES.items():
            with self.subTest(name):
                result = self.run_tutor("garbage", name, "--", *words)
                self.assertEqual(result.status, 0, result.err[-2000:])
                self.assertTrue(result.out.endswith("survived\n"), result.out[-300:])
                self.assertNotIn("Traceback", result.err)


if __name__ == "__main__":
    main()
