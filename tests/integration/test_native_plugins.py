# SPDX-License-Identifier: Apache-2.0
"""Native plugins: the worked example, and plugins that fail."""

import os
import re
import shutil
from pathlib import Path

import yaml

from harness import ProgramTest, main
from native import EXAMPLES, SOURCE, build_example, run, temporary_folder

# Fails wherever a function of its own is called.
FAILING = """
#include <tutor/plugin.hpp>
#include <dlfcn.h>
#include <stdexcept>
using namespace tutor::plugin;
static const int early = [] {
    Dl_info self = {};
    dladdr(reinterpret_cast<const void*>(&tutor_plugin), &self);
    if (std::string(self.dli_fname).ends_with("/static.so")) {
        throw std::runtime_error("too early");
    }
    return 0;
}();
TUTOR_PLUGIN("1.0", plugin) {
    plugin.template_function("fail", [](const Arguments&) -> Value { throw Error("I fail"); });
    if (plugin.name() == "settings") {
        plugin.add_filter("CONFIG_DEFAULTS", [](Value, const Arguments&) -> Value {
            throw std::runtime_error("settings fail");
        });
    }
    if (plugin.name() == "rendering") {
        plugin.defaults("X", "{{ fail() }}");
        plugin.patch("lms-env", "X: {{ RENDERING_X }}");
    }
    if (plugin.name() == "patching") {
        plugin.add_filter("ENV_PATCHES", [](Value, const Arguments&) -> Value { throw 5; });
    }
    if (plugin.name() == "loaded") {
        plugin.add_action("PLUGINS_LOADED", [](const Arguments&) {
            throw std::runtime_error("cannot go on");
        });
    }
    if (plugin.name() == "loading") {
        throw std::runtime_error("cannot be loaded");
    }
    plugin.template_filter("broken", [](const Arguments&) -> Value { throw std::out_of_range("no"); });
    plugin.job({.name = "work-" + plugin.name(), .tasks = [](const Parameters&) -> std::vector<Task> {
        throw std::runtime_error("no tasks");
    }});
    if (plugin.name() == "unloading") {
        plugin.add_action("PLUGIN_UNLOADED", [](const Arguments&) { throw 5; });
    }
    plugin.command({.name = plugin.name(), .run = [](const Parameters&) {
        throw Error("the command fails", "do not run it");
    }});
}
"""


class HelloNative(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.built = build_example("hello-native", temporary_folder(cls))

    def setUp(self):
        super().setUp()
        self.save()
        shutil.copy(self.built, self.plugins)
        shutil.copytree(EXAMPLES / "hello-native/templates", self.plugins / "templates")
        self.tutor("plugins", "enable", "hello")

    def test_version_is_listed(self):
        self.assertRegex(self.tutor("plugins", "list"), r"(?m)^hello\s.*enabled\s+1\.0\.0")

    def test_settings_and_templates(self):
        config = yaml.safe_load((self.root / "config.yml").read_text())
        self.assertEqual(config["CONTACT_EMAIL"], "hello@local.openedx.io")
        self.assertRegex(config["HELLO_SECRET_KEY"], "^[A-Za-z0-9]{20}$")

    def test_patches_filters_functions_and_variables(self):
        rendered = (self.root / "env/plugins/hello/apps/hello.txt").read_text()
        self.assertRegex(rendered, r"^HELLO FROM .*! 1 4 9 ")
        self.assertIn("HELLO_lms: true", self.tutor("config", "patches", "show", "lms-env"))
        settings = self.root / "env/apps/openedx/settings/lms/production.py"
        self.assertRegex(settings.read_text(), r"# HELLO FROM .*!")

    def test_commands(self):
        self.assertEqual(
            self.tutor("hello", "greet", "-n", "2", "Ann", "Bob"),
            "Hello, Ann\nHello, Bob\n" * 2,
        )
        self.assertEqual(self.tutor("hello", "greet", "--loud", "Ann"), "ANN!\n")
        self.assertIn("[default: 1]", self.tutor("hello", "greet", "--help"))
        self.assertIn("Missing argument", self.fails("hello", "greet", status=2))
        self.assertIn("not a valid integer", self.fails("hello", "greet", "-n", "x", "A", status=2))
        self.assertEqual(self.tutor("hello", "root"), f"{self.root}\n")
        self.assertEqual(self.tutor("hello", "setting", "LMS_HOST"), "local.openedx.io\n")
        error = self.fails("hello", "setting", "NOPE")
        self.assertIn("Error: there is no such setting", error)
        self.assertIn("Hint: see: tutor config save", error)
        self.assertIn("hello.so", error)
        self.assertIn("Linux\n", self.tutor("hello", "uname"))

    def test_completion_of_arguments(self):
        out = self.tutor(
            environment={
                "_TUTOR_COMPLETE": "bash_complete",
                "COMP_WORDS": "tutor hello setting LMS_HO",
                "COMP_CWORD": "3",
            }
        )
        self.assertIn("plain,LMS_HOST\n", out)

    def test_job_and_init_tasks(self):
        self.calls()
        out = self.tutor("local", "do", "hello", "--service", "mysql")
        self.assertIn("The hello job begins", out)
        runs = [call for call in self.compose_calls() if "run" in call]
        self.assertEqual(
            [(call[call.index("-T") + 1], call[-1]) for call in runs],
            [("mysql-job", "echo hello"), ("cms-job", "echo hello, too")],
        )
        self.tutor("local", "do", "init", "--limit", "hello")
        scripts = [call[-1] for call in self.compose_calls() if "run" in call]
        self.assertEqual(len(scripts), 2)
        self.assertTrue(scripts[0].startswith("echo early Hello from"))
        self.assertEqual(scripts[1], "echo hello")

    def test_images_mounts_and_hosts(self):
        self.assertEqual(
            self.tutor("images", "printtag", "hello"), "docker.io/hello:21.0.8\n"
        )
        mount = self.folder / "hello-app"
        mount.mkdir()
        self.tutor("mounts", "add", str(mount))
        [entry] = yaml.safe_load(self.tutor("mounts", "list"))
        self.assertEqual(entry["build_mounts"], [{"image": "hello", "context": "hello-src"}])
        self.assertEqual(
            entry["compose_mounts"], [{"service": "lms", "container_path": "/openedx/hello-app"}]
        )
        out = self.tutor("local", "launch", "--non-interactive", "--skip-build")
        self.assertIn("http://hello.local.openedx.io\n", out)

    def test_disabling_removes_files_and_commands(self):
        self.tutor("plugins", "disable", "hello")
        self.assertFalse((self.root / "env/plugins/hello").exists())
        self.assertNotIn("hello ", self.tutor("--help"))


class FailingPlugins(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(temporary_folder(cls))
        (folder / "failing.cpp").write_text(FAILING)
        cls.built = folder / "failing.so"
        run(os.environ.get("CXX", "c++"), "-std=c++20", "-fPIC", "-shared",
            "-fvisibility=hidden", f"-I{SOURCE / 'include'}", folder / "failing.cpp",
            "-o", cls.built)

    def setUp(self):
        super().setUp()
        self.save()

    def enable(self, name):
        shutil.copy(self.built, self.plugins / f"{name}.so")
        path = self.root / "config.yml"
        path.write_text(re.sub(r"PLUGINS:.*", f"PLUGINS: [{name}]", path.read_text()))

    def test_a_command_that_fails_is_told_with_plugin_and_file(self):
        self.enable("good")
        error = self.fails("good")
        self.assertIn("Error: the command fails", error)
        self.assertIn("Hint: do not run it", error)
        self.assertIn("plugin 'good'", error)
        self.assertIn("good.so", error)

    def test_whatever_fails_can_be_disabled(self):
        for name in ("settings", "rendering", "patching", "loaded", "loading", "static", "unloading"):
            with self.subTest(name):
                self.enable(name)
                if name in ("loading", "static"):  # told, and left out
                    result = self.run_tutor("config", "printvalue", "LMS_HOST")
                    self.assertEqual((result.status, result.out), (0, "local.openedx.io\n"), result)
                    self.assertIn(f"plugin '{name}' ", result.err)
                    self.assertIn(f"{name}.so", result.err)
                elif name != "unloading":
                    error = self.fails("config", "save")
                    self.assertIn(name, error)
                    self.assertIn(f"{name}.so", error)
                self.tutor("plugins", "list")
                self.tutor("plugins", "disable", name)
                self.assertEqual(self.tutor("config", "printvalue", "PLUGINS"), "[]\n")
                self.tutor("config", "save")

    def test_jobs_and_template_filters(self):
        self.enable("good")
        error = self.fails("local", "do", "work-good")
        self.assertIn("plugin 'good'", error)
        self.assertIn("good.so", error)
        self.assertIn("no tasks", error)
        self.plugin("user", "name: user\npatches: {lms-env: \"X: {{ 1|broken }}\"}\n")
        error = self.fails("plugins", "enable", "user")
        self.assertIn("while running function 'broken' of plugin 'good'", error)
        self.assertIn("good.so", error)
        self.assertRegex(error, r"'apps/openedx/config/lms.env.yml':\d+")

    def test_plugins_of_another_sdk(self):
        self.enable("good")
        path = self.plugins / "good.so"
        whole = path.read_bytes()
        at = whole.index(b"TUTORSO\0") + 12  # magic, size, major, minor
        for major, minor, advice in ((0, 9, "build the plugin again"), (1, 99, "use a newer version"),
                                     (2, 0, "use a newer version")):
            numbers = major.to_bytes(4, "little") + minor.to_bytes(4, "little")
            path.write_bytes(whole[:at] + numbers + whole[at + 8 :])
            result = self.run_tutor("config", "printvalue", "LMS_HOST")
            self.assertEqual((result.status, result.out), (0, "local.openedx.io\n"), result)
            self.assertIn(f"plugin 'good' is made for version {major}.{minor} of the plugin SDK", result.err)
            self.assertIn(advice, result.err)
            self.assertIn("1.0", self.tutor("plugins", "list"))
        self.tutor("plugins", "disable", "good")

    def test_a_shared_object_that_is_truncated(self):
        self.enable("good")
        path = self.plugins / "good.so"
        whole = path.read_bytes()
        for size in (0, 10, 64, 1000, len(whole) // 4, len(whole) // 2):
            path.write_bytes(whole[:size])
            with self.subTest(size):
                result = self.run_tutor("config", "printvalue", "LMS_HOST")
                self.assertEqual((result.status, result.out), (0, "local.openedx.io\n"), result)
                self.assertIn("good.so", result.err)
        self.tutor("plugins", "disable", "good")

    def test_a_shared_object_that_is_no_plugin_hides_nothing(self):
        (self.plugins / "bad.so").write_bytes(b"\x7fELF" + b"\0" * 100)
        self.plugin("good", "name: good\n")
        result = self.run_tutor("plugins", "list")
        self.assertEqual(result.status, 0)
        self.assertIn("good", result.out)
        self.assertIn("bad.so", result.err)
        self.tutor("plugins", "enable", "good")
        self.assertNotIn("bad.so", self.run_tutor("--version").err)

    def test_native_plugins_can_be_switched_off(self):
        self.enable("good")
        result = self.run_tutor(
            "plugins", "list", environment={"TUTOR_IGNORE_NATIVE_PLUGINS": "1"}
        )
        self.assertEqual(result.status, 0)
        self.assertNotIn("good", result.out)


if __name__ == "__main__":
    main()
