# SPDX-License-Identifier: Apache-2.0
"""Commands that plugins add to the program's groups, or put in the place of its own."""

import unittest

from harness import main
from test_python_plugins import PythonTest

GROUPS = {
    "local": "local", "dev": "dev", "config": "config_command", "images": "images_command",
    "plugins": "plugins_command", "mounts": "mounts_command",
}

ADDING = """
    import click
    from tutor.commands.local import local
    from tutor.commands.dev import dev
    from tutor.commands.k8s import k8s
    from tutor.commands.config import config_command
    from tutor.commands.images import images_command
    from tutor.commands.mounts import mounts_command
    from tutor.commands.plugins import plugins_command
    for group in (local, dev, k8s, config_command, images_command, mounts_command, plugins_command):
        @group.command(name="extra", help=f"Extra of {group.name}.")
        @click.option("--colour", type=click.Choice(["red", "green"]))
        @click.pass_context
        def extra(context, colour, name=group.name):
            click.echo(f"{context.command_path} {type(context.obj).__name__} {colour}")
        @group.group(name="below", help=f"Group of {group.name}.")
        def below(): pass
        @below.command(name="leaf", help="A leaf.")
        @click.option("--colour", type=click.Choice(["red", "green"]))
        @click.pass_context
        def leaf(context, colour):
            click.echo(f"{context.command_path} {colour}")
    @config_command.commands["patches"].command(name="count", help="Count patches.")
    @click.pass_context
    def count(context): click.echo(context.command_path)
"""

REPLACING = """
    import click
    from tutor import hooks
    from tutor.commands.local import local
    from tutor.commands.config import config_command
    from tutor.commands.plugins import plugins_command
    def command(name, text):
        @click.command(name=name, help=text + ".")
        def replacement(): click.echo(text)
        return replacement
    hooks.Filters.CLI_COMMANDS.add_items([
        command("mounts", "other mounts"), command("version", "first version"),
        command("version", "last version"), command("plugins", "other plugins"),
    ])
    local.add_command(command("status", "other status"))
    local.add_command(command("quickstart", "other quickstart"))
    config_command.add_command(command("printvalue", "other printvalue"))
    plugins_command.add_command(command("disable", "other disable"))
    @click.command(name="importdemocourse", help="other job.")
    def job(): yield ("lms", "echo other")
    hooks.Filters.CLI_DO_COMMANDS.add_item(job)
"""

JOBS = """
    import click
    from tutor import hooks
    @click.group(help="Several jobs.")
    def several(): pass
    @several.command(help="Paint.")
    @click.option("--colour", type=click.Choice(["red", "green"]))
    def paint(colour):
        yield ("lms", f"echo {colour}")
    hooks.Filters.CLI_DO_COMMANDS.add_item(several)
"""


class GroupTest(PythonTest):
    def completed(self, line):
        """What the shell would offer at the end of the line."""
        words = line.split()
        at = len(words) - (0 if line.endswith(" ") else 1)
        out = self.tutor(environment={
            "_TUTOR_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(at),
        })
        return [one.partition(",")[2] for one in out.split()]


class Added(GroupTest):
    def setUp(self):
        super().setUp()
        self.file("adding", ADDING)
        self.tutor("plugins", "enable", "adding")

    def test_to_every_group(self):
        for group in GROUPS:
            with self.subTest(group):
                context = {"local": "LocalContext", "dev": "DevContext"}.get(group, "Context")
                self.assertEqual(
                    self.tutor(group, "extra", "--colour", "red"),
                    f"tutor {group} extra {context} red\n",
                )
                self.assertEqual(
                    self.tutor(group, "below", "leaf", "--colour", "green"),
                    f"tutor {group} below leaf green\n",
                )
                shown = self.tutor(group, "--help")
                self.assertRegex(shown, rf"\n  extra +Extra of {group}\.\n")
                self.assertRegex(shown, rf"\n  below +Group of {group}\.\n")
                self.assertIn("Usage: tutor " + group + " extra", self.tutor(group, "extra", "-h"))
                self.assertIn("No such option", self.fails(group, "extra", "--nope", status=2))

    def test_to_a_group_within_a_group(self):
        self.assertEqual(self.tutor("config", "patches", "count"), "tutor config patches count\n")
        self.assertIn("Count patches.", self.tutor("config", "patches", "--help"))
        self.assertEqual(self.completed("tutor config patches co"), ["count"])

    def test_completion(self):
        for group in GROUPS:
            with self.subTest(group):
                self.assertEqual(self.completed(f"tutor {group} ext"), ["extra"])
                self.assertEqual(self.completed(f"tutor {group} extra --colour "), ["red", "green"])
                self.assertEqual(self.completed(f"tutor {group} below "), ["leaf"])
                self.assertEqual(self.completed(f"tutor {group} below leaf --colour g"), ["green"])

    def test_they_go_with_the_plugin(self):
        self.tutor("plugins", "disable", "adding")
        for group in GROUPS:
            self.assertNotIn("extra", self.tutor(group, "--help"))
            self.fails(group, "extra", status=2)

    def test_k8s(self):
        if "k8s" not in self.tutor("--help"):
            raise unittest.SkipTest("this program has no group k8s")
        self.assertEqual(self.tutor("k8s", "extra"), "tutor k8s extra K8sContext None\n")
        self.assertEqual(self.tutor("k8s", "below", "leaf"), "tutor k8s below leaf None\n")


class Replaced(GroupTest):
    def setUp(self):
        super().setUp()
        self.file("replacing", REPLACING)
        self.tutor("plugins", "enable", "replacing")

    def test_at_top_level(self):
        self.assertEqual(self.tutor("mounts"), "other mounts\n")
        self.assertEqual(self.tutor("version"), "last version\n")
        shown = self.tutor("--help")
        self.assertRegex(shown, r"\n  mounts +other mounts\.\n")
        self.assertRegex(shown, r"\n  version +last version\.\n")
        self.assertEqual(shown.count("\n  version "), 1)
        self.assertEqual(self.completed("tutor moun"), ["mounts"])

    def test_in_groups(self):
        self.assertEqual(self.tutor("local", "status"), "other status\n")
        self.assertEqual(self.tutor("local", "quickstart"), "other quickstart\n")
        self.assertEqual(self.tutor("config", "printvalue"), "other printvalue\n")
        shown = self.tutor("local", "--help")
        self.assertRegex(shown, r"\n  status +other status\.\n")
        self.assertEqual(shown.count("\n  status "), 1)
        self.tutor("dev", "status")

    def test_jobs(self):
        self.calls()
        self.tutor("local", "do", "importdemocourse")
        self.assertEqual(self.scripts(), ["echo other"])
        self.assertEqual(self.tutor("local", "do", "--help").count("importdemocourse"), 1)

    def test_what_disables_plugins_stays(self):
        self.assertIn("replacing", self.tutor("plugins", "list"))
        self.tutor("plugins", "disable", "replacing")
        self.assertEqual(self.config()["PLUGINS"], [])
        self.assertIn("native tutor", self.tutor("version"))

    def test_a_plugin_that_cannot_tell_its_commands_replaces_none(self):
        self.file("replacing", "from tutor import hooks\n@hooks.Filters.CLI_COMMANDS.add()\ndef f(c): 1 / 0\n")
        self.assertEqual(self.tutor("mounts", "list"), "[]\n\n")
        self.assertIn("native tutor", self.tutor("version"))


class Jobs(GroupTest):
    def test_a_group_of_jobs(self):
        self.file("jobs", JOBS)
        self.tutor("plugins", "enable", "jobs")
        self.calls()
        self.tutor("local", "do", "several", "paint", "--colour", "red")
        self.assertEqual(self.scripts(), ["echo red"])
        self.assertIn("Several jobs.", self.tutor("dev", "do", "--help"))
        self.assertRegex(self.tutor("local", "do", "several", "--help"), r"\n  paint +Paint\.\n")
        for platform in ("local", "dev"):
            do = f"tutor {platform} do"
            self.assertEqual(self.completed(f"{do} seve"), ["several"])
            self.assertEqual(self.completed(f"{do} several "), ["paint"])
            self.assertEqual(self.completed(f"{do} several paint --c"), ["--colour"])
            self.assertEqual(self.completed(f"{do} several paint --colour g"), ["green"])


if __name__ == "__main__":
    main()
