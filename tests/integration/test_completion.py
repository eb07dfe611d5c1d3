# SPDX-License-Identifier: Apache-2.0
"""Completion in the real shells, with the scripts that the program prints."""

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from harness import BINARY, ProgramTest, main

CACHE = "- name: offered\n  src: x.yml\n"


class Completion(ProgramTest):
    """Cases that every shell must get right; a shell says how it is asked."""

    def setUp(self):
        super().setUp()
        (self.programs / "tutor").symlink_to(Path(BINARY).resolve())
        self.plugin("disabled", "name: disabled\n")
        self.plugin("enabled", "name: enabled\n")
        self.save("LIST=[a]")
        self.tutor("plugins", "enable", "enabled")
        cache = self.root / "env/plugins/index/cache.yml"
        cache.parent.mkdir(parents=True)
        cache.write_text(CACHE)
        self.calls()


class Cases:
    def check(self, line, *wanted, without=()):
        candidates = self.candidates(line)
        for word in wanted:
            self.assertIn(word, candidates, line)
        for word in without:
            self.assertNotIn(word, candidates, line)
        self.assertEqual(self.calls(), [], "completion runs no program")

    def test_commands_and_options(self):
        self.check("tutor ", "config", "local", "plugins", without=("quickstart",))
        self.check("tutor local ", "start", "upgrade", without=("hosts", "quickstart"))
        self.check("tutor dev h", "hosts")
        self.check("tutor config save --d", "--dry-run")
        self.check("tutor local upgrade --from ", "ironwood", "ulmo")
        self.check("tutor plugins list --output ", "json", "text")

    def test_services(self):
        self.check("tutor local start l", "lms", "lms-worker")
        self.check("tutor local logs -f ca", "caddy")
        self.check("tutor dev exec m", "mysql", "mongodb")

    def test_jobs(self):
        self.check("tutor local do imp", "importdemocourse", "importdemolibraries")
        self.check("tutor local do init --limit m", "mysql", "meilisearch")
        self.check("tutor local do tests --cleanup ", "dry-run", "skip")

    def test_plugins(self):
        self.check("tutor plugins enable ", "disabled", "sandbox")
        self.check("tutor plugins disable ", "all", "enabled", without=("disabled",))
        self.check("tutor plugins install off", "offered")
        self.check("tutor plugins show ", "offered")
        self.check("tutor plugins upgrade ", "all", "offered")
        self.check("tutor plugins index add m", "main")

    def test_settings(self):
        self.check("tutor config printvalue LMS_", "LMS_HOST")
        self.check("tutor config save --unset CMS_H", "CMS_HOST")
        self.check("tutor config save --append LI", "LIST=")

    def test_files(self):
        folder = self.folder / "here"
        folder.mkdir()
        (folder / "aplugin.yml").write_text("")
        self.environment["PWD"] = str(folder)
        self.directory = folder
        self.check("tutor plugins install ap", "aplugin.yml")


class Bash(Cases, Completion):
    directory = None

    def candidates(self, line):
        script = (
            'eval "$(_TUTOR_COMPLETE=bash_source tutor)"; COMP_LINE=$1; COMP_POINT=${#1}; '
            '_tutor_complete tutor; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        completed = subprocess.run(
            ["bash", "--norc", "-c", script, "bash", line], env=self.environment, text=True,
            capture_output=True, timeout=60, cwd=self.directory)
        self.assertEqual(completed.returncode, 0, completed.stderr)
        return completed.stdout.split("\n")


@unittest.skipUnless(shutil.which("fish"), "fish is not installed")
class Fish(Cases, Completion):
    directory = None

    def candidates(self, line):
        script = ("env _TUTOR_COMPLETE=fish_source tutor | source; "
                  "complete --do-complete $argv[1]")
        completed = subprocess.run(
            ["fish", "--no-config", "-c", script, line], env=self.environment, text=True,
            capture_output=True, timeout=60, cwd=self.directory)
        self.assertEqual(completed.returncode, 0, completed.stderr)
        return [row.split("\t")[0] for row in completed.stdout.splitlines()]


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(Cases, Completion):
    """zsh completes on a terminal only: it gets a pseudo-terminal, and records what it offers."""

    directory = None
    master = None
    setup = (
        "unset zle_bracketed_paste; PROMPT='ready> '; LISTMAX=10000\n"
        "autoload -Uz compinit && compinit -u -D\n"
        'eval "$(_TUTOR_COMPLETE=zsh_source tutor)"\n'
        "zstyle ':completion:*' list-grouped false\n"
        "zstyle ':completion:*' insert-tab false\n"
        "compadd() {\n"
        "  local -a found\n"
        "  builtin compadd -O found \"$@\"\n"
        "  (( $#found )) && print -rl -- \"candidate:\"${^found} >> $RECORD_FOLDER/candidates\n"
        "  builtin compadd \"$@\"\n"
        "}\n"
    )

    def shell(self):
        """A terminal with a zsh that has loaded everything: slow, so once per test."""
        if self.master is None:
            (self.folder / ".zshrc").write_text(self.setup)
            environment = {**self.environment, "ZDOTDIR": str(self.folder), "TERM": "dumb"}
            process, self.master = pty.fork()
            if process == 0:
                os.chdir(self.directory or self.folder)
                os.execvpe("zsh", ["zsh", "-i", "--no-global-rcs"], environment)
            self.addCleanup(os.close, self.master)
            self.addCleanup(os.waitpid, process, 0)
            self.addCleanup(os.kill, process, signal.SIGKILL)
            self.wait(self.master, "ready> ")
        return self.master

    def candidates(self, line):
        record = self.folder / "candidates"
        record.unlink(missing_ok=True)
        master = self.shell()
        os.write(master, f"{line}\t".encode())
        os.write(master, b"\x15echo done-$((40+2))\n")
        self.wait(master, "done-42")
        text = record.read_text() if record.exists() else ""
        return [row[len("candidate:"):] for row in text.splitlines()
                if row.startswith("candidate:")]

    def wait(self, master, text):
        shown = ""
        deadline = time.time() + 60
        while text not in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]", "", shown):
            ready, _, _ = select.select([master], [], [], max(0, deadline - time.time()))
            if not ready:
                raise AssertionError(f"zsh did not show {text!r}: {shown!r}")
            shown += os.read(master, 65536).decode(errors="replace")


if __name__ == "__main__":
    main()
