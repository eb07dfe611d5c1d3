# SPDX-License-Identifier: Apache-2.0
"""docs/plugins/tutorial.md, followed word by word."""

import re
import shutil
import unittest
from pathlib import Path

from harness import BINARY, ProgramTest, main
from native import SOURCE, build_plugin, temporary_folder
from test_myplugin import has_python_host

PAGE = (SOURCE / "docs/plugins/tutorial.md").read_text(encoding="utf-8")


def block(heading, language):
    """The first block in that language below a heading."""
    section = re.search(rf"(?ms)^## {heading}\n(.*?)(?=^## |\Z)", PAGE).group(1)
    return re.search(rf"(?ms)^```{language}\n(.*?)^```$", section).group(1)


class Greeter:
    """What the page promises of each of the three."""

    def setUp(self):
        super().setUp()
        self.save("PLATFORM_NAME=Our School")
        self.install()

    def test_the_page(self):
        self.assertRegex(self.tutor("plugins", "list"), r"(?m)^greeter\s.*installed")
        self.tutor("plugins", "enable", "greeter")
        text = "Hello from Our School"
        self.assertEqual(self.tutor("config", "printvalue", "GREETER_TEXT"), text + "\n")
        settings = (self.root / "env/apps/openedx/settings/lms/production.py").read_text()
        self.assertIn(f'GREETER_TEXT = "{text}"\n', settings)
        self.tutor("local", "do", "init", "--limit", "greeter")
        self.assertIn(f'echo "{text}"', str(self.compose_calls()))
        self.assertEqual(self.tutor("greeter", "Ann"), text + ", Ann\n")
        self.assertRegex(self.tutor("--help"), r"(?m)^  greeter +Greet somebody\.$")
        self.tutor("plugins", "disable", "greeter")
        self.assertNotIn(
            "GREETER", (self.root / "env/apps/openedx/settings/lms/production.py").read_text()
        )


class Yaml(Greeter, ProgramTest):
    def install(self):
        (self.plugins / "greeter.yml").write_text(block("YAML", "yaml"))


class Native(Greeter, ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(temporary_folder(cls))
        source = folder / "greeter-source"
        source.mkdir()
        (source / "greeter.cpp").write_text(block("Native", "cpp"))
        (source / "CMakeLists.txt").write_text(block("Native", "cmake"))
        cls.built = build_plugin(source, folder)

    def install(self):
        shutil.copy(self.built, self.plugins / "greeter.so")


@unittest.skipUnless(BINARY and has_python_host(), "this program has no Python host")
class Python(Greeter, ProgramTest):
    def install(self):
        (self.plugins / "greeter.py").write_text(block("Python", "python"))


if __name__ == "__main__":
    main()
