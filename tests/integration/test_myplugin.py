# SPDX-License-Identifier: Apache-2.0
"""The plugin of the v0 plugin API document, in every language, under one test."""

import shutil
import subprocess
import tempfile
import unittest

import yaml

from harness import BINARY, ProgramTest, main
from native import EXAMPLES, build_example, temporary_folder


def has_python_host():
    """Whether the program under test can load a Python plugin."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(EXAMPLES / "myplugin-python-v1/myplugin.py", folder)
        listed = subprocess.run(
            [BINARY, "plugins", "list"],
            capture_output=True,
            text=True,
            timeout=120,
            env={"HOME": folder, "PATH": "/usr/bin:/bin", "TUTOR_ROOT": f"{folder}/root",
                 "TUTOR_PLUGINS_ROOT": folder},
        )
        return "myplugin" in listed.stdout


class MyPlugin:
    """What every implementation promises."""

    def install(self):
        raise NotImplementedError

    def setUp(self):
        super().setUp()
        self.save()
        self.install()

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text())

    def test_it_is_listed_and_can_be_enabled_and_disabled(self):
        self.assertRegex(self.tutor("plugins", "list"), r"(?m)^myplugin\s.*installed")
        self.tutor("plugins", "enable", "myplugin")
        self.assertRegex(self.tutor("plugins", "list"), r"(?m)^myplugin\s.*enabled")
        self.tutor("plugins", "disable", "myplugin")
        self.assertRegex(self.tutor("plugins", "list"), r"(?m)^myplugin\s.*installed")

    def test_settings(self):
        self.tutor("plugins", "enable", "myplugin")
        config = self.config()
        self.assertRegex(config["MYPLUGIN_SECRET_KEY"], "^[A-Za-z0-9]{8}$")
        self.assertEqual(config["MASTER_PASSWORD"], "h4cked")
        self.assertNotIn("MYPLUGIN_DOCKER_IMAGE", config)
        self.assertEqual(
            self.tutor("config", "printvalue", "MYPLUGIN_DOCKER_IMAGE"),
            "username/imagename:latest\n",
        )
        self.tutor("config", "save")
        self.assertEqual(self.config(), config)
        self.tutor("plugins", "disable", "myplugin")
        self.assertNotIn("MASTER_PASSWORD", self.config())

    def test_patch(self):
        self.tutor("plugins", "enable", "myplugin")
        path = self.root / "env/local/docker-compose.yml"
        services = yaml.safe_load(path.read_text())["services"]
        self.assertEqual(services["myplugin"], {"image": "username/imagename:latest"})

    def test_command(self):
        self.tutor("plugins", "enable", "myplugin")
        self.assertEqual(self.tutor("myplugin"), "Hello from myplugin!\n")
        self.assertEqual(self.tutor("myplugin", "dosomething"), "This subcommand is awesome\n")

    def test_help(self):
        self.tutor("plugins", "enable", "myplugin")
        shown = self.tutor("--help")
        self.assertRegex(shown, r"(?m)^  myplugin +My plugin command\.$")
        shown = self.tutor("myplugin", "--help")
        self.assertIn("Usage: tutor myplugin", shown)
        self.assertRegex(shown, r"(?m)^  dosomething +This is a subcommand of the plugin\.$")
        self.assertIn(
            "This is a subcommand of the plugin.", self.tutor("myplugin", "dosomething", "-h")
        )

    def test_completion(self):
        self.tutor("plugins", "enable", "myplugin")
        for line, word in (("tutor myp", "myplugin"), ("tutor myplugin do", "dosomething")):
            out = self.tutor(
                environment={
                    "_TUTOR_COMPLETE": "bash_complete",
                    "COMP_WORDS": line,
                    "COMP_CWORD": str(len(line.split()) - 1),
                }
            )
            self.assertIn(f"plain,{word}\n", out)

    def test_wrong_words(self):
        self.assertIn(
            "installed but not enabled: tutor plugins enable myplugin",
            self.fails("myplugin", status=2),
        )
        self.tutor("plugins", "enable", "myplugin")
        self.assertIn("No such command", self.fails("myplugin", "dosomthing", status=2))
        self.assertIn("No such option", self.fails("myplugin", "--nope", status=2))


class Yaml(MyPlugin, ProgramTest):
    def install(self):
        shutil.copy(EXAMPLES / "myplugin-yaml/myplugin.yml", self.plugins)


class Native(MyPlugin, ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.built = build_example("myplugin-native", temporary_folder(cls))

    def install(self):
        shutil.copy(self.built, self.plugins)


@unittest.skipUnless(BINARY and has_python_host(), "this program has no Python host")
class PythonV1(MyPlugin, ProgramTest):
    def install(self):
        shutil.copy(EXAMPLES / "myplugin-python-v1/myplugin.py", self.plugins)


@unittest.skipUnless(BINARY and has_python_host(), "this program has no Python host")
class PythonV0(MyPlugin, ProgramTest):
    """The package lies on PYTHONPATH with the metadata that an installation would leave."""

    def install(self):
        folder = self.folder / "site"
        shutil.copytree(EXAMPLES / "myplugin-python-v0/tutormyplugin", folder / "tutormyplugin")
        metadata = folder / "tutor_myplugin-0.1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: tutor-myplugin\nVersion: 0.1.0\n"
        )
        (metadata / "entry_points.txt").write_text(
            "[tutor.plugin.v0]\nmyplugin = tutormyplugin.plugin\n"
        )
        self.environment["PYTHONPATH"] = str(folder)


if __name__ == "__main__":
    main()
