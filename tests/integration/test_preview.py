# SPDX-License-Identifier: Apache-2.0
"""--dry-run, and the question about files of env/ that were edited by hand."""

import json
import os
import pty
import re
import select
import subprocess
import time

from harness import BINARY, ProgramTest, main

PLUGIN = "name: p\nconfig:\n  set:\n    PLATFORM_NAME: From p\npatches:\n  caddyfile: '# from p'\n"


def matches(shown, line):
    """Whether a line of a diff stands for `line`: secrets in it are masked."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("***"))), line) is not None


def changes(diff):
    """Path to hunks: (first line before, lines before, first line after, lines after)."""
    files, hunks = {}, None
    lines = diff.splitlines()
    for i, line in enumerate(lines):
        if line.startswith("--- ") and lines[i + 1].startswith("+++ "):
            names = [line[4:], lines[i + 1][4:]]
            path = next(name[2:] for name in names if name != "/dev/null")
            hunks = files.setdefault(path, [])
        elif line.startswith("+++ ") and lines[i - 1].startswith("--- "):
            continue
        elif line.startswith("@@ "):
            before, after = re.match(r"@@ -(\d+)\S* \+(\d+)", line).groups()
            hunks.append((int(before), [], int(after), []))
        elif line[0] in " -+":
            if line[0] != "+":
                hunks[-1][1].append(line[1:])
            if line[0] != "-":
                hunks[-1][3].append(line[1:])
    return files


class Preview(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()

    def preview(self, *words):
        """The differences and the summary; nothing may have been written."""
        before = self.tree()
        times = {p: p.stat().st_mtime_ns for p in self.folder.rglob("*") if p.is_file()
                 and p.name not in ("answers", "calls")}
        result = self.run_tutor(*words, "--dry-run")
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.tree(), before)
        self.assertEqual({p: p.stat().st_mtime_ns for p in times}, times)
        return result.out, result.err

    def test_what_it_shows_is_what_the_command_then_does(self):
        self.plugin("p", PLUGIN)
        folder = self.folder / "edx-platform"
        folder.mkdir()
        commands = [
            ["config", "save", "--set", "LMS_HOST=new.com", "--unset", "NOTHING"],
            ["plugins", "enable", "p"],
            ["mounts", "add", str(folder)],
            ["mounts", "remove", str(folder)],
            ["plugins", "disable", "p"],
            ["config", "save", "--env-only", "--set", "CMS_HOST=once.com"],
        ]
        for words in commands:
            with self.subTest(words):
                before = self.tree()
                out, err = self.preview(*words)
                self.assertIn("Nothing was written", err)
                self.tutor(*words)
                after = self.tree()
                shown = changes(out)
                for tree in (before, after):
                    tree.pop("env/.manifest.json", None)
                differing = {path for path in before.keys() | after.keys()
                             if before.get(path) != after.get(path)}
                self.assertEqual(set(shown), differing)
                self.assertTrue(differing)
                for path, hunks in shown.items():
                    self.check(hunks, before.get(path, b""), after.get(path, b""))

    def check(self, hunks, before, after):
        """That the hunks, and nothing else, lead from one text to the other."""
        before, after = before.decode().splitlines(), after.decode().splitlines()
        at, new_at = 0, 0
        for first, old, new_first, new in hunks:
            first -= 1 if old else 0
            new_first -= 1 if new else 0
            self.assertEqual(before[at:first], after[new_at:new_first])
            for shown, line in [*zip(old, before[first:]), *zip(new, after[new_first:])]:
                self.assertTrue(matches(shown, line), (shown, line))
            at, new_at = first + len(old), new_first + len(new)
        self.assertEqual(before[at:], after[new_at:])

    def test_nothing_to_do_is_said(self):
        out, err = self.preview("config", "save")
        self.assertEqual(out, "")
        self.assertIn("nothing would change", err)

    def test_a_first_save_shows_new_files_without_secrets(self):
        import shutil

        shutil.rmtree(self.root)
        result = self.run_tutor("config", "save", "--set", "OPENEDX_SECRET_KEY=verysecret",
                                "--dry-run")
        self.assertEqual(result.status, 0, result)
        self.assertFalse(self.root.exists())
        self.assertIn("--- /dev/null\n+++ b/config.yml\n", result.out)
        self.assertIn("+++ b/env/apps/caddy/Caddyfile\n", result.out)
        self.assertNotIn("verysecret", result.out)
        self.assertIn("***", result.out)
        self.assertIsNone(re.search("[A-Za-z0-9+/]{60}", result.out), "a line of a private key")

    def test_old_and_new_secrets_are_masked(self):
        self.save("OPENEDX_SECRET_KEY=oldsecret", "MYSQL_ROOT_PASSWORD=oldpassword")
        # Rendered with a value that config.yml no longer has: nobody knows it any more.
        path = self.root / "config.yml"
        path.write_text(path.read_text().replace("oldsecret", "betweensecret")
                        .replace("oldpassword", "betweenpassword"))
        out, _ = self.preview(
            "config", "save", "--set", "OPENEDX_SECRET_KEY=newsecret",
            "--set", "MYSQL_ROOT_PASSWORD=newpassword")
        self.assertIn("/docker-compose.yml", out)
        for secret in ("oldsecret", "betweensecret", "newsecret", "oldpassword",
                       "betweenpassword", "newpassword"):
            self.assertNotIn(secret, out)

    def test_clean_shows_what_would_be_deleted(self):
        (self.root / "env/local/docker-compose.override.yml").write_text("services: {}\n")
        out, err = self.preview("config", "save", "--clean")
        self.assertIn("--- a/env/local/docker-compose.override.yml\n+++ /dev/null\n", out)
        self.assertIn("1 removed", err)

    def test_a_failing_preview_fails(self):
        before = self.tree()
        self.fails("config", "save", "--dry-run", "--set", "LMS_HOST={{ NOTHING }}")
        self.assertEqual(self.tree(), before)


class Terminal:
    """The program on a pseudo-terminal."""

    def __init__(self, test, *words):
        (test.folder / "answers").write_text(json.dumps(test.answers))
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [BINARY, *words], env={**test.environment, "NO_COLOR": "1"}, stdin=slave, stdout=slave,
            stderr=slave, start_new_session=True)
        os.close(slave)
        self.shown = ""

    def read(self):
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the other side is closed
            return False
        self.shown += data.decode().replace("\r\n", "\n")
        return bool(data)

    def expect(self, text):
        """Waits for `text`, which may not have been waited for before."""
        deadline = time.time() + 60
        while text not in self.shown:
            ready, _, _ = select.select([self.master], [], [], max(0, deadline - time.time()))
            if not ready or not self.read():
                raise AssertionError(f"'{text}' is not in:\n{self.shown}")
        before, _, self.shown = self.shown.partition(text)
        return before

    def type(self, text):
        os.write(self.master, text.encode() + b"\n")

    def end(self):
        """The exit status, and what was shown since the last expectation."""
        while self.read():
            pass
        os.close(self.master)
        return self.process.wait(60), self.shown


class EditedFiles(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        self.file = self.root / "env/apps/caddy/Caddyfile"
        self.rendered = self.file.read_text()
        self.edited = self.rendered + "# mine\n"
        self.file.write_text(self.edited)

    def test_it_can_be_kept_after_looking_at_the_difference(self):
        terminal = Terminal(self, "config", "save", "--set", "PLATFORM_NAME=Other")
        terminal.expect("was edited by hand")
        terminal.expect("[diff] ")
        terminal.type("")
        terminal.expect("-# mine\n")
        terminal.expect("[diff] ")
        terminal.type("keep")
        status, _ = terminal.end()
        self.assertEqual(status, 0)
        self.assertEqual(self.file.read_text(), self.edited)
        self.assertFalse((self.root / "env-edited").exists())
        self.assertIn("PLATFORM_NAME: Other", (self.root / "config.yml").read_text())
        # It stays known as edited.
        terminal = Terminal(self, "config", "save")
        terminal.expect("was edited by hand")
        terminal.expect("[diff] ")
        terminal.type("overwrite")
        status, shown = terminal.end()
        self.assertEqual(status, 0)
        self.assertIn("env-edited", shown)
        self.assertEqual(self.file.read_text(), self.rendered)
        copies = list((self.root / "env-edited").rglob("Caddyfile"))
        self.assertEqual([copy.read_text() for copy in copies], [self.edited])

    def test_ending_the_input_changes_nothing(self):
        before = self.tree()
        terminal = Terminal(self, "config", "save", "--set", "PLATFORM_NAME=Other")
        terminal.expect("[diff] ")
        os.write(terminal.master, b"\x04")
        status, shown = terminal.end()
        self.assertEqual(status, 1)
        self.assertIn("Aborted!", shown)
        self.assertEqual(self.tree(), before)

    def test_without_a_terminal_it_is_overwritten_and_kept_beside(self):
        result = self.run_tutor("config", "save")
        self.assertEqual(result.status, 0)
        self.assertIn("edited by hand", result.err)
        self.assertEqual(self.file.read_text(), self.rendered)
        copies = list((self.root / "env-edited").rglob("Caddyfile"))
        self.assertEqual([copy.read_text() for copy in copies], [self.edited])

    def test_launch_without_questions_does_not_ask(self):
        self.answer(["ls"], "[]")
        terminal = Terminal(self, "local", "launch", "-I")
        status, shown = terminal.end()
        self.assertEqual(status, 0, shown)
        self.assertEqual(self.file.read_text(), self.rendered)


if __name__ == "__main__":
    main()
