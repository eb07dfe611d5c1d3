# SPDX-License-Identifier: Apache-2.0
"""Completion inside command groups written in Python: the same with and without a snapshot.

With one no interpreter starts, as long as no code of a plugin has to say what may follow.
"""

import unittest

from harness import main
from test_python_plugins import HOST
from test_python_snapshot import SnapshotTest

GROUP = """
    import click
    from tutor import hooks

    @click.group(help="Care for boxes. With care.")
    @click.option("--quiet/--loud", help="Say less.")
    def boxes(quiet): pass

    @boxes.command(help="Paint a box. Twice.")
    @click.option("-c", "--colour", type=click.Choice(["red", "green"]), help="What it looks like.")
    @click.option("--tag", multiple=True)
    @click.option("--old", hidden=True)
    @click.option("--list", "source", type=click.File())
    @click.argument("where", type=click.Path(file_okay=False))
    @click.argument("size", type=click.Choice(["small", "big"]))
    def paint(**values): click.echo(f"{sorted(values)}")

    @boxes.command(hidden=True)
    def secret(): pass

    @boxes.group(short_help="Boxes in boxes.")
    def nested(): pass
    @nested.command(context_settings={"ignore_unknown_options": True})
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    def run(words): pass

    hooks.Filters.CLI_COMMANDS.add_item(boxes)
    hooks.Filters.CLI_DO_COMMANDS.add_item(boxes)
    from tutor.commands.local import local
    local.add_command(boxes)
"""

# What may follow is for the plugin to say.
ASKED = """
    import os
    import click
    from tutor import config, hooks
    from tutor.commands.params import ConfigLoaderParam

    class Setting(ConfigLoaderParam):
        name = "setting"
        def shell_complete(self, ctx, param, incomplete):
            return [click.shell_completion.CompletionItem(one) for one in self.config
                    if one.startswith(incomplete)]

    class Folder(click.Group):
        def list_commands(self, ctx): return sorted(os.listdir(os.environ["TUTOR_ROOT"]))
        def get_command(self, ctx, name): return click.Command(name, short_help="A file.")

    @click.group()
    def asked(): pass
    @asked.command()
    @click.option("--setting", type=Setting())
    @click.option("--other", shell_complete=lambda ctx, param, start: ["one", "two"])
    @click.option("--plain", type=click.Choice(["yes"]))
    def options(**values): pass
    @asked.command()
    @click.option("--plain", type=click.Choice(["yes"]), callback=lambda ctx, param, value: value)
    def called(plain): pass
    asked.add_command(Folder("files", help="Files."))
    hooks.Filters.CLI_COMMANDS.add_item(asked)
"""

KNOWN = [
    "tutor boxes ", "tutor boxes p", "tutor boxes -", "tutor boxes --quiet ", "tutor boxes --quiet --",
    "tutor boxes paint --", "tutor boxes paint --colour ", "tutor boxes paint -c g",
    "tutor boxes paint --colour=", "tutor boxes paint --colour red --", "tutor boxes paint --tag a --t",
    "tutor boxes paint --list ", "tutor boxes paint ", "tutor boxes paint here ",
    "tutor boxes paint -- here b", "tutor boxes paint here big x", "tutor boxes paint --nope here ",
    "tutor boxes nested ", "tutor boxes nested run -x ", "tutor boxes nothing ", "tutor boxes secret --",
    "tutor local boxes paint --colour ", "tutor local do boxes ", "tutor dev do boxes paint --",
    "tutor asked ", "tutor asked options --", "tutor asked options --plain ",
]  # fmt: skip
ASKING = [
    "tutor asked options --setting LMS_", "tutor asked options --other ", "tutor asked called --",
    "tutor asked called --plain ", "tutor asked files ", "tutor asked files config.yml --",
]  # fmt: skip


@unittest.skipUnless(HOST.exists(), "this build has no Python host")
class InsideGroups(SnapshotTest):
    def setUp(self):
        super().setUp()
        self.file("boxes", GROUP)
        self.package("asked", ASKED)
        self.enable("boxes", "asked")
        self.record()

    def answer_to(self, line, shell="bash", **variables):
        """What the shell is told at the end of the line, and whether Python was opened for that."""
        words = line.split()
        at = str(len(words) - (0 if line.endswith(" ") else 1))
        last = "" if line.endswith(" ") else words[-1]
        result = self.run_tutor(environment={
            "_TUTOR_COMPLETE": f"{shell}_complete", "COMP_WORDS": line,
            "COMP_CWORD": last if shell == "fish" else at, "LD_DEBUG": "files", **variables,
        })
        self.assertEqual(result.status, 0, result)
        return result.out, "libtutor-python.so" in result.err

    def compared(self, line, shell="bash"):
        """With the snapshot and without; they must be equal."""
        known, opened = self.answer_to(line, shell)
        told, _ = self.answer_to(line, shell, TUTOR_PYTHON_SNAPSHOT="0")
        # Click keeps the names of its help option in a set.
        self.assertEqual(sorted(known.splitlines()), sorted(told.splitlines()))
        return known, opened

    def test_what_is_recorded_needs_no_interpreter(self):
        for line in KNOWN:
            with self.subTest(line):
                self.assertFalse(self.compared(line)[1])

    def test_help_of_candidates(self):
        for shell in ("zsh", "fish"):
            for line in ("tutor boxes ", "tutor boxes paint --", "tutor boxes paint --list "):
                with self.subTest(shell=shell, line=line):
                    self.assertFalse(self.compared(line, shell)[1])
        self.assertEqual(
            self.compared("tutor boxes ", "fish")[0],
            "plain,nested\tBoxes in boxes.\nplain,paint\tPaint a box.\n",
        )

    def test_what_is_offered(self):
        for line, expected in {
            "tutor boxes ": "plain,nested plain,paint",
            "tutor boxes paint --c": "plain,--colour",
            "tutor boxes paint --colour ": "plain,red plain,green",
            "tutor boxes paint --list ": "file,",
            "tutor boxes paint ": "dir,",
            "tutor boxes paint here s": "plain,small",
            "tutor asked options --other ": "plain,one plain,two",
            "tutor asked options --setting LMS_HO": "plain,LMS_HOST",
        }.items():
            with self.subTest(line):
                self.assertEqual(self.compared(line)[0].split(), expected.split())

    def test_what_a_plugin_says_is_asked_for(self):
        for line in ASKING:
            with self.subTest(line):
                answer, opened = self.compared(line)
                self.assertTrue(opened)
                self.assertNotEqual(answer, "")

    def test_a_file_that_appears_is_seen(self):
        self.compared("tutor asked files ")
        (self.root / "new").write_text("")
        self.assertIn("plain,new\n", self.answer_to("tutor asked files n")[0])

    def test_of_another_plugin_that_adds_to_the_group(self):
        self.file("late", """
            from tutor.commands.local import local
            @local.commands["boxes"].command(help="Added.")
            def added(): pass
        """)
        self.enable("late")
        self.record()
        answer, opened = self.compared("tutor boxes ")
        self.assertEqual(answer, "plain,added\nplain,nested\nplain,paint\n")
        self.assertFalse(opened)

    def test_a_tree_that_is_another_each_time_is_noticed(self):
        for adding, path, changed in (
            ("hooks.Filters.CLI_COMMANDS.add_item(group)", [], "items of a plugin"),
            ("local.add_command(group)", ["local"], "commands in groups of the program"),
        ):
            with self.subTest(adding):
                self.file("shuffled", f"""
                    import time, click
                    from tutor import hooks
                    from tutor.commands.local import local
                    group = click.Group("shuffled")
                    group.add_command(click.Command("go", callback=lambda: print("gone")))
                    group.add_command(click.Command(f"n{{time.time_ns()}}"))
                    {adding}
                """)
                self.settle()
                self.enable("shuffled")
                self.tutor("config", "printvalue", "LMS_HOST")
                line = " ".join(["tutor", *path, "shuffled", "g"])
                self.assertEqual(self.answer_to(line), ("plain,go\n", False))
                result = self.run_tutor(*path, "shuffled", "go",
                                        environment={"TUTOR_PYTHON_SNAPSHOT": "trace"})
                self.assertIn(f"not used any more, {changed} have changed", result.err)
                self.assertEqual(self.answer_to(line), ("plain,go\n", True))


if __name__ == "__main__":
    main()
