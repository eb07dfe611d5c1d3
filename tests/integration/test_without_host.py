# SPDX-License-Identifier: Apache-2.0
"""Without the Python host: at run time, and when building where Python cannot be embedded."""

import os
import re
import shutil
import subprocess
import unittest
from pathlib import Path

import harness
from harness import BINARY, ProgramTest, main

SOURCE = Path(__file__).resolve().parents[2]


class AtRunTime(ProgramTest):
    """The program alone in a folder, as a build without Python leaves it."""

    def setUp(self):
        super().setUp()
        self.binary = self.folder / "bin" / "tutor"
        self.binary.parent.mkdir()
        shutil.copy(BINARY, self.binary)
        self.addCleanup(setattr, harness, "BINARY", BINARY)
        harness.BINARY = str(self.binary)
        (self.plugins / "snake.py").write_text("print('never')\n")
        self.plugin("plain", "name: plain\nconfig: {defaults: {X: y}}\n")
        self.save()

    def check(self, message):
        self.assertIn("snake", self.tutor("plugins", "list"))
        before = self.tree()
        self.assertIn(message, self.fails("plugins", "enable", "snake"))
        self.assertEqual(self.tree(), before)
        path = self.root / "config.yml"
        path.write_text(path.read_text().replace("PLUGINS: []", "PLUGINS: [plain, snake]"))
        result = self.run_tutor("config", "printvalue", "PLAIN_X")
        self.assertEqual((result.status, result.out), (0, "y\n"), result)
        self.assertIn("plugin 'snake'", result.err)
        self.assertIn(message, result.err)
        self.tutor("plugins", "disable", "snake")
        self.assertEqual(self.tutor("config", "printvalue", "PLUGINS"), "['plain']\n")
        self.assertEqual(self.run_tutor("config", "save").err.count("snake"), 0)

    def test_there_is_no_host(self):
        self.check("this program has no Python host")

    def test_the_host_is_no_shared_object(self):
        (self.binary.parent / "libtutor-python.so").write_text("no ELF\n")
        self.check("cannot be opened")

    def test_the_host_is_something_else(self):
        [library] = Path("/lib").glob("*/libm.so.6")
        shutil.copy(library, self.binary.parent / "libtutor-python.so")
        self.check("cannot be opened")

    def test_the_host_was_built_from_other_headers(self):
        host = Path(BINARY).parent.parent / "lib" / "tutor" / "libtutor-python.so"
        if not host.exists():
            self.skipTest("this build has no Python host")
        content = host.read_bytes()
        [checksum] = set(re.findall(rb" [0-9a-f]{64}(?=\0)", content))
        (self.binary.parent / "libtutor-python.so").write_bytes(
            content.replace(checksum, b" " + checksum[:0:-1])
        )
        self.check("it belongs to another build of this program")


class Building(unittest.TestCase):
    maxDiff = None

    def configure(self, *options):
        folder = Path(self.enterContext(harness.temporary_folder()))
        completed = subprocess.run(
            [os.environ["CMAKE_COMMAND"], "-G", "Ninja", "-S", SOURCE, "-B", folder / "build",
             "-DCMAKE_CXX_COMPILER_LAUNCHER=", *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=280,
        )
        self.assertEqual(completed.returncode, 0, completed.stdout)
        rules = (folder / "build" / "build.ninja").read_text()
        self.assertIn("libtutor_plugin_python.a", rules)
        self.assertNotIn("libtutor-python.so", rules)
        self.assertIn("Python host     OFF", completed.stdout)
        return completed.stdout

    def test_without_wanting_it(self):
        self.assertNotIn("is missing", self.configure("-DTUTOR_WITH_PYTHON=OFF"))

    def test_without_pythons_development_files(self):
        folder = Path(self.enterContext(harness.temporary_folder()))
        tool = folder / "pkg-config"
        tool.write_text(
            '#!/bin/sh\ncase "$*" in *python3-embed*) exit 1;; esac\nexec /usr/bin/pkg-config "$@"\n'
        )
        tool.chmod(0o755)
        said = self.configure(f"-DPKG_CONFIG_EXECUTABLE={tool}")
        self.assertIn("The Python host is not built", said)
        self.assertIn("python3-dev", said)


if __name__ == "__main__":
    main()
