# SPDX-License-Identifier: Apache-2.0
"""The built program in an empty home, with recording stand-ins for docker first in PATH.

TUTOR_BINARY names the program under test.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BINARY = os.environ.get("TUTOR_BINARY", "")

RECORDER = """#!/bin/sh
# Records its words as one JSON list per line, prints what the test wants, exits as told.
exec /usr/bin/python3 - "$0" "$@" <<'PYTHON'
import json, os, sys
name, *words = sys.argv[1:]
folder = os.environ["RECORD_FOLDER"]
with open(os.path.join(folder, "calls"), "a") as calls:
    calls.write(json.dumps([os.path.basename(name), *words]) + "\\n")
answers = json.load(open(os.path.join(folder, "answers")))
for wanted, output, status in answers:
    if all(word in words for word in wanted):
        sys.stdout.write(output)
        sys.stdout.flush()
        if status < 0:
            os.kill(os.getpid(), -status)
        sys.exit(status)
PYTHON
"""


# What scripts/sanitize tells the program under test.
SANITIZERS = {
    name: os.environ[name]
    for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "PYTHONMALLOC")
    if name in os.environ
}


def temporary_folder():
    return tempfile.TemporaryDirectory(prefix="tutor-integration-")


class Result:
    def __init__(self, completed):
        self.status = completed.returncode
        self.out = completed.stdout
        self.err = completed.stderr

    def __repr__(self):
        return f"status {self.status}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class ProgramTest(unittest.TestCase):
    """Each test has a home, a project root, a plugins root and a folder of stand-ins."""

    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="tutor-integration-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.root = self.folder / "root"
        self.plugins = self.folder / "plugins"
        self.plugins.mkdir()
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        self.answers = []
        self.environment = {
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "TUTOR_ROOT": str(self.root),
            "TUTOR_PLUGINS_ROOT": str(self.plugins),
            "RECORD_FOLDER": str(self.folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            **SANITIZERS,
        }
        self.stand_in("docker")

    def stand_in(self, name):
        path = self.programs / name
        path.write_text(RECORDER)
        path.chmod(0o755)

    def answer(self, words, output="", status=0):
        """What a stand-in prints, and its status, when all `words` are among its arguments."""
        self.answers.append((words, output, status))

    def run_tutor(self, *words, input="", environment=None):
        (self.folder / "answers").write_text(json.dumps(self.answers))
        completed = subprocess.run(
            [BINARY, *words],
            input=input,
            capture_output=True,
            text=True,
            timeout=120,
            env={**self.environment, **(environment or {})},
        )
        return Result(completed)

    def tutor(self, *words, **options):
        """Runs the program, which must succeed; returns its standard output."""
        result = self.run_tutor(*words, **options)
        self.assertEqual(result.status, 0, result)
        return result.out

    def fails(self, *words, status=1, **options):
        """Runs the program, which must fail; returns its standard error."""
        result = self.run_tutor(*words, **options)
        self.assertEqual(result.status, status, result)
        self.assertNotIn("terminate called", result.err)
        self.assertNotIn("Traceback", result.err)
        return result.err

    def calls(self):
        """What the stand-ins were called with since the last time."""
        path = self.folder / "calls"
        if not path.exists():
            return []
        calls = [json.loads(line) for line in path.read_text().splitlines()]
        path.unlink()
        return calls

    def compose_calls(self):
        """Calls of docker compose, without the files and the project that come first."""
        short = []
        for call in self.calls():
            if call[:2] == ["docker", "compose"]:
                at = call.index("--project-name")
                short.append(call[at + 2 :])
        return short

    def save(self, *settings):
        self.root.mkdir(exist_ok=True)
        words = [word for setting in ("PLUGINS=[]", *settings) for word in ("--set", setting)]
        return self.tutor("config", "save", *words)

    def plugin(self, name, text):
        path = self.plugins / f"{name}.yml"
        path.write_text(text)
        return path

    def tree(self, folder=None):
        """Path to content of every file below the root (or `folder`)."""
        base = Path(folder or self.root)
        return {
            str(path.relative_to(base)): path.read_bytes()
            for path in sorted(base.rglob("*"))
            if path.is_file()
        }


def main():
    if not BINARY:
        sys.exit("TUTOR_BINARY must name the program under test")
    unittest.main(verbosity=1)
