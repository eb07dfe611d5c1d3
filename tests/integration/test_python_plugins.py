# SPDX-License-Identifier: Apache-2.0
"""Plugins written in Python: single files, packages of API v1 and v0, their commands and errors.

The plugins are written here; Python and click are Debian's.
"""

import os
import re
import textwrap
import unittest
from pathlib import Path

import yaml

from harness import BINARY, RECORDER, ProgramTest, main

HOST = Path(BINARY).resolve().parent.parent / "lib" / "tutor" / "libtutor-python.so"

CONTRIBUTIONS = """
    from tutor import hooks
    hooks.Filters.CONFIG_UNIQUE.add_items([("ONE_SECRET", "{{ 8|random_string }}")])
    hooks.Filters.CONFIG_DEFAULTS.add_items([
        ("ONE_VERSION", "1.2"), ("ONE_LIST", ["{{ LMS_HOST }}", 2, None, {"a": 2**70}]),
    ])
    hooks.Filters.CONFIG_OVERRIDES.add_items([("PLATFORM_NAME", "Ours")])
    hooks.Filters.ENV_PATCHES.add_item(
        ("local-docker-compose-services", "one:\\n  image: one:{{ ONE_VERSION }}")
    )
    hooks.Filters.IMAGES_BUILD.add_item(
        ("one", ("plugins", "one", "build", "one"), "{{ DOCKER_REGISTRY }}one:{{ ONE_VERSION }}", ())
    )
    hooks.Filters.IMAGES_PULL.add_item(("one", "{{ DOCKER_REGISTRY }}one:{{ ONE_VERSION }}"))
    hooks.Filters.CLI_DO_INIT_TASKS.add_item(("lms", "echo one {{ ONE_VERSION }}"))
"""


@unittest.skipUnless(HOST.exists(), "this build has no Python host")
class PythonTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.venv = self.folder / "venv"
        self.site = self.venv / "lib" / "python3.11" / "site-packages"
        self.site.mkdir(parents=True)
        (self.venv / "bin").mkdir()
        (self.venv / "bin" / "python3").symlink_to("/usr/bin/python3")
        (self.venv / "pyvenv.cfg").write_text(
            "home = /usr/bin\ninclude-system-site-packages = true\nversion = 3.11.2\n"
        )
        self.environment["TUTOR_PYTHON_VENV"] = str(self.venv)
        self.save("RUN_REDIS=false")

    def file(self, name, text):
        """A plugin that is one file."""
        path = self.plugins / f"{name}.py"
        path.write_text(textwrap.dedent(text))
        return path

    def package(self, name, text, group="tutor.plugin.v1", requires="tutor>=21.0.0,<22.0.0",
                target=None):
        """A plugin that is an installed package."""
        module = "pkg" + name.replace("-", "")
        folder = self.site / module
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        (folder / "plugin.py").write_text(textwrap.dedent(text))
        metadata = self.site / f"tutor_{module}-3.1.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: tutor-{module}\nVersion: 3.1\n"
            f"Requires-Dist: {requires}\n\nText\n"
        )
        (metadata / "entry_points.txt").write_text(
            f"[console_scripts]\nx = y\n\n[{group}]\n{name} = {target or module + '.plugin'}\n"
        )
        return folder

    def compose(self):
        return yaml.safe_load((self.root / "env/local/docker-compose.yml").read_text())

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text())

    def scripts(self):
        """What ran in job containers since the last time."""
        return [call[-1] for call in self.compose_calls() if call[-3:-1] == ["-e", "-c"]]


class Contributions(PythonTest):
    def check_one(self):
        self.assertRegex(self.config()["ONE_SECRET"], r"^[A-Za-z0-9]{8}$")
        self.assertEqual(self.config()["PLATFORM_NAME"], "Ours")
        self.assertEqual(self.compose()["services"]["one"]["image"], "one:1.2")
        self.assertEqual(self.tutor("config", "printvalue", "ONE_VERSION"), "1.2\n")
        self.assertIn("{'a': 1180591620717411303424}", self.tutor("config", "printvalue", "ONE_LIST"))
        self.assertIn("one:1.2", self.tutor("images", "printtag", "one"))
        self.tutor("plugins", "disable", "one")
        self.assertNotIn("one", self.compose()["services"])

    def test_a_single_file(self):
        self.file("one", CONTRIBUTIONS)
        self.tutor("plugins", "enable", "one")
        self.check_one()

    def test_a_package(self):
        self.package("one", CONTRIBUTIONS)
        self.assertIn("3.1", self.tutor("plugins", "list"))
        self.tutor("plugins", "enable", "one")
        self.check_one()

    def test_init_tasks_run_in_order(self):
        self.file("one", CONTRIBUTIONS)
        self.tutor("plugins", "enable", "one")
        self.tutor("local", "do", "init", "--limit", "one")
        self.assertEqual(self.scripts(), ["echo one 1.2"])

    def test_discovery_runs_no_code(self):
        marker = self.folder / "marker"
        self.file("one", f"open({str(marker)!r}, 'w')")
        self.package("two", f"open({str(marker)!r}, 'w')")
        listed = self.tutor("plugins", "list")
        self.assertIn("one", listed)
        self.assertIn("two", listed)
        self.assertFalse(marker.exists())

    def test_a_v0_package(self):
        templates = self.folder / "templates" / "zero"
        for path, text in {"hooks/lms/init": "echo {{ ZERO_X }}", "apps/x.conf": "{{ ZERO_X }}"}.items():
            (templates / path).parent.mkdir(parents=True, exist_ok=True)
            (templates / path).write_text(text)
        self.package("zero", f"""
            import click
            templates = {str(templates.parent)!r}
            config = {{"defaults": {{"X": "y"}}, "add": {{"S": "s"}}, "set": {{"PLATFORM_NAME": "Z"}}}}
            hooks = {{"init": ["lms"], "build-image": {{"zimage": "z:1"}}}}
            def patches():
                return {{"local-docker-compose-services": "zero: {{image: z}}"}}
            @click.group(invoke_without_command=True)
            @click.pass_obj
            def command(context):
                click.echo("Hello from zero!")
                click.echo(context.root)
            @command.command()
            def dosomething():
                click.echo("This subcommand is awesome")
            """, group="tutor.plugin.v0")
        self.tutor("plugins", "enable", "zero")
        self.assertEqual(self.config()["ZERO_S"], "s")
        self.assertEqual(self.config()["PLATFORM_NAME"], "Z")
        self.assertEqual((self.root / "env/plugins/zero/apps/x.conf").read_text(), "y")
        self.assertEqual(self.compose()["services"]["zero"], {"image": "z"})
        self.assertIn("z:1", self.tutor("images", "printtag", "zimage"))
        self.assertEqual(self.tutor("zero").splitlines(), ["Hello from zero!", str(self.root)])
        self.assertIn("This subcommand is awesome", self.tutor("zero", "dosomething"))
        self.tutor("local", "do", "init", "--limit", "zero")
        self.assertEqual(self.scripts(), ["echo y"])

    def test_a_v0_entry_point_may_name_an_attribute(self):
        self.package("zero", """
            class Described:
                config = {"defaults": {"X": "attribute"}}
            """, group="tutor.plugin.v0", target="pkgzero.plugin:Described")
        self.tutor("plugins", "enable", "zero")
        self.assertEqual(self.tutor("config", "printvalue", "ZERO_X"), "attribute\n")


class Hooks(PythonTest):
    def test_callbacks_of_all_languages_share_one_order(self):
        self.plugin("yamlone", 'name: yamlone\npatches: {order: "yaml"}\n')
        self.file("pythonone", """
            from tutor import hooks
            hooks.Filters.ENV_PATCHES.add_item(("order", "low"), hooks.priorities.LOW)
            hooks.Filters.ENV_PATCHES.add_item(("order", "high"), priority=hooks.priorities.HIGH)
            hooks.Filters.ENV_PATCHES.add_item(("order", "default"))
            @hooks.Filters.ENV_PATCHES.add(priority=60)
            def _upper(patches):
                return [(n, t.upper() if n == "order" else t) for n, t in patches]
            """)
        self.tutor("plugins", "enable", "yamlone", "pythonone")
        self.assertEqual(
            self.tutor("config", "patches", "show", "order").split(),
            ["HIGH", "DEFAULT", "YAML", "LOW"],
        )

    def test_plugins_have_filters_of_their_own(self):
        self.package("base", """
            from __future__ import annotations
            from tutor.core.hooks import Filter
            from tutor import hooks
            from pkgbase.own import APPS
            hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("apps", lambda: APPS.apply({})))
            hooks.Filters.ENV_PATCHES.add_item(("apps", "{% for n, a in apps().items() %}{{ n }}={{ a.port }} {% endfor %}"))
            """)
        (self.site / "pkgbase" / "own.py").write_text(
            "from tutor.core.hooks import Filter\n"
            "APPS: Filter[dict[str, dict], []] = Filter()\n"
        )
        self.file("zuser", """
            from pkgbase.own import APPS
            @APPS.add()
            def _add(apps):
                apps["mine"] = {"port": 1}
                return apps
            """)
        self.tutor("plugins", "enable", "base", "zuser")
        self.assertEqual(self.tutor("config", "patches", "show", "apps").strip(), "mine=1")

    def test_what_the_catalog_lacks_is_an_attribute_error(self):
        self.file("old", """
            from tutor import hooks
            try:
                hooks.Filters.COMMANDS_INIT.add_item(("lms", "x"))
            except AttributeError:
                hooks.Filters.CONFIG_DEFAULTS.add_item(("OLD", "caught"))
            try:
                from tutor import jobs
            except ImportError:
                hooks.Filters.CONFIG_DEFAULTS.add_item(("JOBS", "absent"))
            """)
        self.tutor("plugins", "enable", "old")
        self.assertEqual(self.tutor("config", "printvalue", "OLD"), "caught\n")
        self.assertEqual(self.tutor("config", "printvalue", "JOBS"), "absent\n")

    def test_items_appended_after_add_items_are_seen(self):
        self.file("late", """
            from tutor import hooks
            items = []
            hooks.Filters.CONFIG_DEFAULTS.add_items(items)
            items.append(("LATE", "seen"))
            """)
        self.tutor("plugins", "enable", "late")
        self.assertEqual(self.tutor("config", "printvalue", "LATE"), "seen\n")

    def test_actions(self):
        self.file("acting", """
            from tutor import hooks
            @hooks.Actions.PROJECT_ROOT_READY.add()
            def _root(root): print("root", root)
            @hooks.Actions.PLUGIN_LOADED.add()
            def _loaded(name): print("loaded", name)
            @hooks.Actions.CONFIG_LOADED.add()
            def _config(config): print("config", config["LMS_HOST"])
            """)
        out = self.tutor("plugins", "enable", "acting")
        self.assertIn("loaded acting", out)
        out = self.tutor("config", "printvalue", "LMS_HOST")
        self.assertIn(f"root {self.root}", out)
        self.assertIn("config local.openedx.io", out)


class Templates(PythonTest):
    def show(self, plugin, template):
        self.file("shown", plugin + f"\nhooks.Filters.ENV_PATCHES.add_item(('shown', {template!r}))\n")
        self.tutor("plugins", "enable", "shown")
        return self.tutor("config", "patches", "show", "shown").strip()

    def test_python_objects_in_templates(self):
        plugin = textwrap.dedent("""
            from tutor import hooks, env
            def pairs():
                yield "a", 1
                yield "b", [True, None]
            class Box:
                def __init__(self, *items, **named): self.items, self.named = items, named
                def __len__(self): return len(self.items)
                def __getitem__(self, key): return self.named[key]
            def same(box): return isinstance(box, Box)
            def nested(text, **config): return env.render_str(config, text)
            for name, value in (("pairs", pairs), ("Box", Box), ("same", same), ("nested", nested)):
                hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item((name, value))
            hooks.Filters.ENV_TEMPLATE_FILTERS.add_item(("twice", lambda value, times=2: value * times))
            """)
        shown = self.show(plugin, (
            "{% for n, v in pairs() %}{{ n }}:{{ v }};{% endfor %}"
            "{% set b = Box(1, 2, key='k') %}{{ b|length }} {{ b.items }} {{ b['key'] }} {{ same(b) }} "
            "{{ 'x'|twice }} {{ 3|twice(times=4) }} {{ nested('{' ~ '{ Z + 1 }' ~ '}', Z=41) }}"
        ))
        self.assertEqual(shown, "a:1;b:[True, None];2 (1, 2) k True xx 12 42")

    def test_dates_are_dates(self):
        self.file("calendar_of", """
            from tutor import hooks
            hooks.Filters.ENV_TEMPLATE_FILTERS.add_item(("kind", lambda value: type(value).__name__))
            hooks.Filters.CONFIG_DEFAULTS.add_items([("DAY_IS", "{{ DAY|kind }}"), ("TIME_IS", "{{ TIME|kind }}")])
        """)
        self.tutor("plugins", "enable", "calendar_of")
        self.tutor("config", "save", "--set", "DAY=2020-01-02", "--set", "TIME=2020-01-02 03:04:05")
        self.assertEqual(self.tutor("config", "printvalue", "DAY_IS"), "date\n")
        self.assertEqual(self.tutor("config", "printvalue", "TIME_IS"), "datetime\n")

    def test_an_error_in_a_function_names_plugin_file_and_line(self):
        path = self.file("wrong", """
            from tutor import hooks
            def divide():
                return 1 / 0
            hooks.Filters.ENV_TEMPLATE_VARIABLES.add_item(("divide", divide))
            hooks.Filters.ENV_PATCHES.add_item(("lms-env", "X: {{ divide() }}"))
            """)
        before = self.tree()
        error = self.fails("plugins", "enable", "wrong")
        self.assertIn("plugin 'wrong' failed: ZeroDivisionError: division by zero", error)
        self.assertIn(f"{path}:4", error)
        self.assertIn("lms.env.yml", error)
        self.assertNotIn("Traceback", error)
        self.assertEqual(self.tree(), before)


class Commands(PythonTest):
    def test_commands_at_top_level(self):
        self.file("hello", """
            import click
            from tutor import config, hooks
            @click.group(help="Say things. And more.")
            def hello(): pass
            @hello.command()
            @click.option("-n", "--name", default="you", show_default=True)
            @click.argument("words", nargs=-1)
            @click.pass_obj
            def say(obj, name, words):
                click.echo(f"{name} {list(words)} {config.load(obj.root)['LMS_HOST']}")
                click.echo(click.get_current_context().command_path)
            @hello.command()
            def leave(): raise SystemExit(7)
            hooks.Filters.CLI_COMMANDS.add_item(hello)
            """)
        self.tutor("plugins", "enable", "hello")
        self.assertRegex(self.tutor("--help"), r"\n  hello +Say things\.\n")
        self.assertEqual(
            self.tutor("hello", "say", "-n", "me", "a", "b").splitlines(),
            ["me ['a', 'b'] local.openedx.io", "tutor hello say"],
        )
        self.assertIn("[default: you]", self.tutor("hello", "say", "-h"))
        error = self.fails("hello", "say", "--nope", status=2)
        self.assertIn("Usage: tutor hello say [OPTIONS]", error)
        self.assertIn("No such option: --nope", error)
        self.fails("hello", "leave", status=7)

    def test_jobs_are_generators(self):
        self.file("jobs", """
            import click
            from tutor import hooks
            @click.command()
            @click.option("--name", required=True)
            @click.pass_context
            def greet(context, name):
                "Greet somebody."
                print("before")
                yield ("lms", f"echo {name} {{{{ LMS_HOST }}}}")
                print("between", context.command_path)
                yield ("cms", "echo cms")
                print("after")
            hooks.Filters.CLI_DO_COMMANDS.add_item(greet)
            @hooks.Actions.DO_JOB.add()
            def _job(job, *args, **kwargs): print("job", job, kwargs)
            """)
        self.tutor("plugins", "enable", "jobs")
        self.assertRegex(self.tutor("local", "do", "--help"), r"\n  greet +Greet somebody\.\n")
        out = self.tutor("local", "do", "greet", "--name", "me")
        self.assertEqual(self.scripts(), ["echo me local.openedx.io", "echo cms"])
        marks = [line for line in out.splitlines() if re.match("job|before|between|after", line)]
        self.assertEqual(
            marks,
            ["job greet {'name': 'me'}", "before", "between tutor local do greet", "after"],
        )
        self.assertIn("Missing option '--name'", self.fails("local", "do", "greet", status=2))
        self.answer(["lms-job"], status=3)
        self.fails("local", "do", "greet", "--name", "me")
        self.assertEqual(len(self.scripts()), 1)

    def test_commands_added_to_the_core_groups(self):
        self.file("added", """
            import click
            from tutor import config, fmt
            from tutor.commands.local import local
            @local.command(help="Show the runner.")
            @click.pass_obj
            def runner(obj):
                runner = obj.job_runner(config.load(obj.root))
                fmt.echo_info(type(obj).__name__ + " " + runner.project_name)
                runner.run_task(service="lms", command="echo {{ literal }}")
                runner.docker_compose("ps", "-a")
            """)
        self.tutor("plugins", "enable", "added")
        self.assertIn("Show the runner.", self.tutor("local", "--help"))
        self.assertIn("LocalContext tutor_local", self.tutor("local", "runner"))
        calls = self.compose_calls()
        self.assertIn("echo {{ literal }}", [call[-1] for call in calls])
        self.assertEqual(calls[-1], ["ps", "-a"])

    def test_core_commands_can_be_invoked(self):
        self.file("invoking", """
            import click
            from tutor import hooks
            from tutor.commands.config import save
            @click.command()
            @click.pass_context
            def again(context):
                context.invoke(save, set_vars=[("PLATFORM_NAME", "Again")])
            hooks.Filters.CLI_COMMANDS.add_item(again)
            """)
        self.tutor("plugins", "enable", "invoking")
        self.tutor("again")
        self.assertEqual(self.config()["PLATFORM_NAME"], "Again")


class ClickContexts(PythonTest):
    """What plugins read from click's current context, at any time."""

    def test_the_context_while_plugins_load_and_while_they_run(self):
        text = """
            import json, sys
            from tutor import hooks
            import click
            context = click.get_current_context()
            print(json.dumps([context.command_path, context.params["root"], context.obj.root]), file=sys.stderr)

            @hooks.Filters.ENV_TEMPLATE_VARIABLES.add()
            def variables(items):
                path = click.get_current_context().command_path
                return items + [("HERE", path)]
            hooks.Filters.ENV_PATCHES.add_item(("local-docker-compose-services", "# {{ HERE }}"))

            @click.command()
            @click.pass_context
            def here(context):
                from tutor import config
                config.load(context.parent.params["root"])
                root = context.find_root()
                print(context.command_path, root.invoked_subcommand, "local" in root.command.list_commands(root))
            hooks.Filters.CLI_COMMANDS.add_item(here)
        """
        self.file("one", text)
        self.file("two", text)
        self.save("PLUGINS=[one, two]")
        result = self.run_tutor("here")
        self.assertEqual(result.out, "tutor here here True\n")
        told = [line for line in result.err.splitlines() if line.startswith("[")]
        self.assertEqual(told, [f'["tutor", "{self.root}", "{self.root}"]'] * 2)
        self.tutor("config", "save")
        self.assertIn("# tutor config", (self.root / "env/local/docker-compose.yml").read_text())

    def test_settings_are_loaded_while_a_plugin_is_loaded(self):
        self.file("one", """
            import click
            from tutor import config, hooks
            values = config.load(click.get_current_context().params["root"])
            hooks.Filters.CONFIG_DEFAULTS.add_item(("ONE_HOST", "one." + values["LMS_HOST"]))
        """)
        self.tutor("plugins", "enable", "one")
        self.assertTrue(self.tutor("config", "printvalue", "ONE_HOST").startswith("one."))


class Packages(PythonTest):
    """Installing, upgrading and showing them; pip is a stand-in."""

    def setUp(self):
        super().setUp()
        (self.venv / "bin/python3").unlink()
        (self.venv / "bin/python3").write_text(RECORDER)
        (self.venv / "bin/python3").chmod(0o755)

    def installed(self, *words):
        """The words that pip got for a command, and the requirements."""
        self.calls()
        self.tutor("plugins", *words)
        pips = [call for call in self.calls() if call[:4] == ["python3", "-m", "pip", "install"]]
        if not pips:
            return None, None
        self.assertEqual(len(pips), 1)
        words = pips[0]
        self.assertIn("tutor==21.0.8\n", Path(words[words.index("--constraint") + 1]).read_text())
        return words, Path(words[words.index("--requirement") + 1]).read_text().splitlines()

    def test_install_by_name_and_with_versions(self):
        words, requirements = self.installed("install", "tutor-one", "tutor-two>=21,<22", "tutor_three==1")
        self.assertEqual(requirements, ["tutor-one", "tutor-two>=21,<22", "tutor_three==1"])
        self.assertNotIn("--upgrade", words)

    def test_upgrade_by_the_names_of_plugin_package_and_requirement(self):
        self.package("one", "")
        for name in ("one", "tutor-pkgone", "tutor_pkgone"):
            with self.subTest(name):
                words, requirements = self.installed("upgrade", name)
                self.assertIn("--upgrade", words)
                self.assertEqual(requirements, ["tutor-pkgone"])
        self.assertEqual(self.installed("upgrade", "tutor-pkgone>=4")[1], ["tutor-pkgone>=4"])

    def test_upgrade_all(self):
        self.package("two", "")
        self.package("one", "")
        self.package("local", "")
        address = self.site / "tutor_pkglocal-3.1.dist-info/direct_url.json"
        address.write_text('{"url": "file:///srv/mine", "dir_info": {"editable": true}}')
        self.assertEqual(self.installed("upgrade", "all")[1], ["tutor-pkgone", "tutor-pkgtwo"])
        error = self.fails("plugins", "upgrade", "local")
        self.assertIn("was installed from file:///srv/mine", error)
        result = self.run_tutor("plugins", "upgrade", "nothing")
        self.assertEqual(result.status, 0)
        self.assertIn("'nothing' is not upgraded", result.err)

    def test_what_pip_says_is_followed_by_what_to_do(self):
        self.answer(["pip", "install"], "no matching distribution\n", 1)
        error = self.fails("plugins", "install", "tutor-one")
        self.assertIn("status 1", error)
        self.assertIn("docs/plugins/python.md", error)

    def test_show(self):
        self.package("one", "")
        metadata = self.site / "tutor_pkgone-3.1.dist-info/METADATA"
        metadata.write_text(
            "Metadata-Version: 2.1\nName: tutor-pkgone\nVersion: 3.1\nSummary: One plugin\n"
            "Author: Somebody\nProject-URL: Homepage, https://example.com/one\n\nName: not this\n")
        lines = self.tutor("plugins", "show", "one").splitlines()
        for line in ("Name: one", "Source: tutor-pkgone==3.1", "Status: installed", "Author: Somebody",
                     "Homepage: https://example.com/one", "Description: One plugin"):
            self.assertIn(line, lines)
        self.assertRegex(self.tutor("plugins", "list"), r"one +\tinstalled *\t3\.1")


class Failures(PythonTest):
    def test_a_plugin_that_fails_at_import_stops_no_other(self):
        path = self.file("broken", "import os\nimport does_not_exist\n")
        self.file("good", "from tutor import hooks\nhooks.Filters.CONFIG_DEFAULTS.add_item(('GOOD', 'yes'))\n")
        error = self.fails("plugins", "enable", "broken")
        self.assertIn("plugin 'broken' failed: ModuleNotFoundError", error)
        self.assertIn(f"{path}:2", error)
        self.save("PLUGINS=[broken, good]")
        result = self.run_tutor("config", "printvalue", "GOOD")
        self.assertEqual((result.status, result.out), (0, "yes\n"))
        self.assertIn("broken", result.err)
        self.tutor("plugins", "disable", "broken")
        self.assertEqual(self.config()["PLUGINS"], ["good"])

    def test_what_a_failing_plugin_registered_is_forgotten(self):
        self.file("half", "from tutor import hooks\nhooks.Filters.CONFIG_DEFAULTS.add_item(('HALF', 1))\n1/0\n")
        self.save("PLUGINS=[half]")
        self.fails("config", "printvalue", "HALF")

    def test_syntax_errors_are_shown_where_they_are(self):
        path = self.file("syntax", "x = 1\ny = = 2\n")
        self.assertIn(f"{path}:2", self.fails("plugins", "enable", "syntax"))

    def test_ending_the_program_while_loading_is_a_failure(self):
        self.file("leaving", "import sys\nsys.exit(0)\n")
        self.assertIn("SystemExit", self.fails("plugins", "enable", "leaving"))

    def test_a_plugin_for_another_release_says_so(self):
        marker = self.folder / "marker"
        for name, requires in {
            "older": "tutor<19.0.0,>=18.0.0", "newer": "tutor>=22.0.0,<23.0.0", "ancient": "tutor-openedx>=3,<4",
        }.items():
            with self.subTest(name):
                self.package(name, f"open({str(marker)!r}, 'w')\n", requires=requires)
                error = self.fails("plugins", "enable", name)
                self.assertIn(f"plugin '{name}' is for another release", error)
                self.assertIn(f"is made for Tutor {requires.lstrip('tutor-opnedx')}, this is Tutor 21.0.8", error)
                self.assertIn(f"tutor plugins upgrade {name}", error)
                self.assertFalse(marker.exists())
                self.assertEqual(self.config()["PLUGINS"], [])
        self.tutor("plugins", "enable", "--force", "older")
        self.assertTrue(marker.exists())
        self.assertEqual(self.config()["PLUGINS"], ["older"])
        self.tutor("plugins", "disable", "older")
        self.assertEqual(self.config()["PLUGINS"], [])

    def test_a_plugin_for_another_release_that_is_enabled_is_loaded(self):
        self.package("older", "from tutor import hooks\nhooks.Filters.CONFIG_DEFAULTS.add_item(('OLD', 'x'))\n",
                     requires="tutor<19.0.0,>=18.0.0")
        self.save("PLUGINS=[older]")
        self.assertEqual(self.tutor("config", "printvalue", "OLD"), "x\n")
        self.package("broken", "from tutor import jobs\n", requires="tutor<19.0.0,>=18.0.0")
        self.save("PLUGINS=[broken, older]")
        result = self.run_tutor("config", "printvalue", "OLD")
        self.assertEqual((result.status, result.out), (0, "x\n"))
        self.assertIn("is made for Tutor <19.0.0,>=18.0.0", result.err)
        self.tutor("plugins", "disable", "broken")
        self.assertEqual(self.config()["PLUGINS"], ["older"])

    def test_a_plugin_for_the_release_before_is_tried(self):
        self.package("before", "", requires="tutor<21.0.0,>=20.0.0")
        result = self.run_tutor("plugins", "enable", "before")
        self.assertEqual(result.status, 0, result)
        self.assertIn("is made for Tutor <21.0.0,>=20.0.0", result.err)
        self.assertEqual(self.config()["PLUGINS"], ["before"])

    def test_a_name_that_is_gone_says_so(self):
        path = self.file("gone", "from tutor import hooks\nhooks.Filters.COMMANDS_INIT.add_item(1)\n")
        error = self.fails("plugins", "enable", "gone")
        self.assertIn(f"{path}:2", error)
        self.assertIn("may be made for another release of Tutor", error)

    def test_the_command_of_a_plugin_that_is_not_enabled(self):
        self.file("hello", "")
        self.assertIn("tutor plugins enable hello", self.fails("hello", status=2))

    def test_an_item_of_the_wrong_form_names_the_line(self):
        path = self.file("items", "from tutor import hooks\n\nhooks.Filters.ENV_PATCHES.add_item('x')\n")
        self.assertIn(f"{path}:3", self.fails("plugins", "enable", "items"))

    def test_a_tutor_error_is_just_its_message(self):
        self.file("telling", """
            import click
            from tutor import exceptions, hooks
            @click.command()
            def tell(): raise exceptions.TutorError("just this")
            hooks.Filters.CLI_COMMANDS.add_item(tell)
            """)
        self.tutor("plugins", "enable", "telling")
        self.assertEqual(self.fails("tell").splitlines()[-1], "Error: just this")


if __name__ == "__main__":
    main()
