# SPDX-License-Identifier: Apache-2.0
"""YAML plugins: the promises of the v0 plugin API document."""

import re

import yaml

from harness import ProgramTest, main

MYPLUGIN = """\
name: myplugin
version: 0.0.1
config:
  add:
    SECRET_KEY: "{{ 8|random_string }}"
  defaults:
    DOCKER_IMAGE: "username/imagename:latest"
  set:
    MASTER_PASSWORD: "h4cked"
patches:
  local-docker-compose-services: |
    redis:
      image: redis:latest
"""

FOO = """\
name: foo
templates: {templates}
hooks:
  init: [foo, lms]
  pre-init: [foo]
  build-image:
    fooimage: "{{{{ DOCKER_REGISTRY }}}}foo:{{{{ TUTOR_VERSION }}}}"
  remote-image:
    fooimage: "{{{{ DOCKER_REGISTRY }}}}foo:{{{{ TUTOR_VERSION }}}}"
patches:
  local-docker-compose-jobs-services: |
    foo-job:
      image: foo
"""


class SeedPlugin(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save("RUN_REDIS=false")
        self.plugin("myplugin", MYPLUGIN)

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text())

    def test_added_settings_are_stored_at_once(self):
        self.tutor("plugins", "enable", "myplugin")
        secret = self.config()["MYPLUGIN_SECRET_KEY"]
        self.assertRegex(secret, r"^[A-Za-z0-9]{8}$")
        self.tutor("config", "save")
        self.assertEqual(self.config()["MYPLUGIN_SECRET_KEY"], secret)

    def test_defaults_are_printable_and_not_stored(self):
        self.tutor("plugins", "enable", "myplugin")
        value = self.tutor("config", "printvalue", "MYPLUGIN_DOCKER_IMAGE")
        self.assertEqual(value, "username/imagename:latest\n")
        self.assertNotIn("MYPLUGIN_DOCKER_IMAGE", self.config())
        self.tutor("config", "save", "--set", "MYPLUGIN_DOCKER_IMAGE=x")
        self.assertEqual(self.config()["MYPLUGIN_DOCKER_IMAGE"], "x")
        self.assertEqual(self.tutor("config", "printvalue", "MYPLUGIN_DOCKER_IMAGE"), "x\n")

    def test_set_changes_a_setting_without_prefix(self):
        self.tutor("plugins", "enable", "myplugin")
        self.assertEqual(self.tutor("config", "printvalue", "MASTER_PASSWORD"), "h4cked\n")
        self.assertEqual(self.config()["MASTER_PASSWORD"], "h4cked")
        self.assertNotIn("MYPLUGIN_MASTER_PASSWORD", self.config())

    def test_set_does_not_replace_what_the_user_has(self):
        self.tutor("config", "save", "--set", "MASTER_PASSWORD=mine")
        self.tutor("plugins", "enable", "myplugin")
        self.assertEqual(self.tutor("config", "printvalue", "MASTER_PASSWORD"), "mine\n")

    def test_the_patch_lands_as_valid_yaml(self):
        self.tutor("plugins", "enable", "myplugin")
        path = self.root / "env/local/docker-compose.yml"
        services = yaml.safe_load(path.read_text())["services"]
        self.assertEqual(services["redis"], {"image": "redis:latest"})

    def test_disabling_takes_back_what_set_made_and_keeps_secrets(self):
        before = self.config()
        self.tutor("plugins", "enable", "myplugin")
        secret = self.config()["MYPLUGIN_SECRET_KEY"]
        self.tutor("plugins", "disable", "myplugin")
        self.assertEqual(self.config(), {**before, "MYPLUGIN_SECRET_KEY": secret})
        text = (self.root / "env/local/docker-compose.yml").read_text()
        self.assertNotIn("redis:latest", text)

    def test_no_names_are_no_mistake(self):
        before = self.config()
        self.tutor("plugins", "enable")
        self.tutor("plugins", "disable")
        self.assertEqual(self.config(), before)

    def test_disabling_nothing_writes_nothing(self):
        before = self.tree()
        (self.root / "env/version").write_text("mine")
        result = self.run_tutor("plugins", "disable", "myplugin")
        self.assertEqual(result.status, 0)
        self.assertIn("'myplugin' is not enabled", result.err)
        self.assertEqual(self.tree(), {**before, "env/version": b"mine"})

    def test_disabling_keeps_what_the_user_changed_since(self):
        self.tutor("plugins", "enable", "myplugin")
        self.tutor("config", "save", "--set", "MASTER_PASSWORD=mine")
        result = self.run_tutor("plugins", "disable", "myplugin")
        self.assertEqual(result.status, 0)
        self.assertIn("MASTER_PASSWORD", result.err)
        self.assertEqual(self.config()["MASTER_PASSWORD"], "mine")

    def test_list_tells_what_is_enabled(self):
        rows = dict(re.findall(r"^(\S+) *\t(.*?) *\t", self.tutor("plugins", "list"), re.M))
        self.assertEqual(rows["myplugin"], "installed")
        self.tutor("plugins", "enable", "myplugin")
        rows = dict(re.findall(r"^(\S+) *\t(.*?) *\t", self.tutor("plugins", "list", "-e"), re.M))
        self.assertEqual(rows, {"NAME": "STATUS", "myplugin": "\u2705 enabled"})

    def test_printroot(self):
        self.assertEqual(self.tutor("plugins", "printroot"), f"{self.plugins}\n")


class PluginWithTemplates(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        self.templates = self.folder / "templates"
        files = {
            "foo/hooks/foo/init": "echo init foo {{ LMS_HOST }}",
            "foo/hooks/foo/pre-init": "echo pre-init foo",
            "foo/hooks/lms/init": "echo init lms",
            "foo/apps/conf": "{{ LMS_HOST }}",
            "foo/apps/logo.png": "{{ LMS_HOST }}",
            "foo/apps/partials/part": "part",
            "foo/build/fooimage/Dockerfile": "FROM scratch",
            "foo/other": "not rendered",
        }
        for path, text in files.items():
            file = self.templates / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self.plugin("foo", FOO.format(templates=self.templates))

    def test_tasks_run_in_the_order_of_the_contract(self):
        self.tutor("plugins", "enable", "foo")
        self.calls()
        self.tutor("local", "do", "init")
        runs = [call for call in self.compose_calls() if "run" in call]
        services = [call[call.index("-T") + 1] for call in runs]
        self.assertEqual(
            services,
            ["lms-job", "mysql-job", "foo-job", "lms-job", "lms-job", "cms-job", "foo-job", "lms-job"],
        )
        scripts = [call[-1] for call in runs]
        self.assertEqual(scripts[2], "echo pre-init foo")
        self.assertEqual(scripts[6:], ["echo init foo local.openedx.io", "echo init lms"])
        for call in runs:
            at = call.index("run")
            self.assertEqual(call[at : at + 3], ["run", "--rm", "-T"])
            self.assertEqual(call[-4:-1], ["sh", "-e", "-c"])

    def test_init_can_be_limited_to_a_plugin_that_has_no_tasks(self):
        self.plugin("idle", "name: idle\n")
        self.tutor("plugins", "enable", "idle")
        self.calls()
        self.tutor("local", "do", "init", "--limit", "idle")
        self.assertEqual(self.calls(), [])
        self.fails("local", "do", "init", "--limit", "nothing")

    def test_init_can_be_limited_to_the_plugin(self):
        self.tutor("plugins", "enable", "foo")
        self.calls()
        self.tutor("local", "do", "init", "--limit", "foo")
        scripts = [call[-1] for call in self.compose_calls() if "run" in call]
        self.assertEqual(
            scripts, ["echo pre-init foo", "echo init foo local.openedx.io", "echo init lms"]
        )

    def test_only_apps_and_build_are_rendered(self):
        self.tutor("plugins", "enable", "foo")
        self.assertEqual(
            self.tree(self.root / "env/plugins"),
            {
                "foo/apps/conf": b"local.openedx.io",
                "foo/apps/logo.png": b"{{ LMS_HOST }}",
                "foo/build/fooimage/Dockerfile": b"FROM scratch",
            },
        )

    def test_what_is_edited_comes_back_and_the_edit_is_kept(self):
        self.tutor("plugins", "enable", "foo")
        conf = self.root / "env/plugins/foo/apps/conf"
        conf.write_text("by hand")
        result = self.run_tutor("config", "save")
        self.assertEqual(conf.read_text(), "local.openedx.io")
        kept = list((self.root / "env-edited").rglob("conf"))
        self.assertEqual([path.read_text() for path in kept], ["by hand"])
        self.assertIn(str(kept[0]), result.err)

    def test_disabling_removes_the_files(self):
        self.tutor("plugins", "enable", "foo")
        self.tutor("plugins", "disable", "foo")
        self.assertFalse((self.root / "env/plugins/foo").exists())

    def test_where_nothing_can_be_rendered_a_plugin_is_struck_off_the_list(self):
        self.tutor("plugins", "enable", "foo")
        path = self.root / "config.yml"
        path.write_text(path.read_text() + "PLATFORM_NAME: '{{ NOPE }}'\n")
        before = self.tree()
        result = self.run_tutor("plugins", "disable", "foo")
        self.assertEqual(result.status, 0, result)
        self.assertIn("'NOPE' is undefined", result.err)
        self.assertIn("tutor config save", result.err)
        after = self.tree()
        self.assertEqual(yaml.safe_load(after.pop("config.yml"))["PLUGINS"], [])
        self.assertEqual(after, {name: text for name, text in before.items() if name != "config.yml"})

    def test_images(self):
        self.tutor("plugins", "enable", "foo")
        self.assertEqual(
            self.tutor("images", "printtag", "fooimage"), "docker.io/foo:21.0.8\n"
        )
        self.calls()
        self.tutor("images", "build", "fooimage")
        build = [call for call in self.calls() if call[1:3] == ["buildx", "build"]]
        self.assertEqual(
            build,
            [
                [
                    "docker", "buildx", "build", "--tag=docker.io/foo:21.0.8",
                    "--output=type=docker",
                    "--cache-from=type=registry,ref=docker.io/foo:21.0.8-cache",
                    str(self.root / "env/plugins/foo/build/fooimage"),
                ]
            ],
        )
        self.tutor("images", "pull", "fooimage")
        self.tutor("images", "push", "fooimage")
        self.assertEqual(
            self.calls(),
            [
                ["docker", "pull", "docker.io/foo:21.0.8"],
                ["docker", "push", "docker.io/foo:21.0.8"],
            ],
        )

    def test_a_missing_script_names_plugin_service_and_path(self):
        (self.templates / "foo/hooks/lms/init").unlink()
        before = self.tree()
        error = self.fails("plugins", "enable", "foo")
        for word in ("'foo'", "'lms'", "foo/hooks/lms/init", "foo.yml:4"):
            self.assertIn(word, error)
        self.assertEqual(self.tree(), before)


class BrokenPlugins(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()

    def test_an_undefined_name_in_a_patch_is_told_with_everything_known(self):
        path = self.plugin(
            "broken",
            "name: broken\npatches:\n  lms-env: |\n    GOOD: 1\n    BAD: \"{{ PLATFROM_NAME }}\"\n",
        )
        before = self.tree()
        error = self.fails("plugins", "enable", "broken")
        self.assertIn("Error: Missing configuration value: 'PLATFROM_NAME' is undefined", error)
        self.assertIn(f"{path}:5", error)
        self.assertIn("lms-env", error)
        self.assertRegex(error, r"apps/openedx/config/lms\.env\.yml.*\d+")
        self.assertIn("did you mean 'PLATFORM_NAME'?", error)
        self.assertEqual(error.count("Error:"), 1)
        self.assertEqual(self.tree(), before)

    def test_a_syntax_error_stops_nothing_else(self):
        self.plugin("good", "name: good\nversion: 1.0\n")
        path = self.plugin("bad", "name: bad\npatches: {\n")
        for words in (["plugins", "list"], ["config", "printroot"], ["config", "save"],
                      ["plugins", "enable", "good"], ["plugins", "disable", "good"],
                      ["config", "printvalue", "LMS_HOST"], ["help"], ["--help"]):
            with self.subTest(words):
                self.tutor(*words)
        result = self.run_tutor("plugins", "list")
        self.assertIn("good", result.out)
        self.assertRegex(result.err, re.escape(str(path)) + r":\d+:\d+")
        self.assertNotIn(str(path), self.run_tutor("--version").err)

    def test_wrong_types_name_plugin_and_line(self):
        cases = {
            "config: 1": "config",
            "patches: [a]": "patches",
            "patches: {a: 1}": "'a'",
            "patches: {1: a}": "patches",
            "config: {add: []}": "config.add",
            "hooks: {init: lms}": "hooks.init",
            "hooks: {init: [1]}": "hooks.init",
            "hooks: {build-image: [a]}": "hooks.build-image",
            "hooks: {build-image: {a: 1}}": "'a'",
            "templates: 1": "templates",
            "command: x": "command",
        }
        for text, word in cases.items():
            with self.subTest(text):
                self.plugin("typed", f"name: typed\n{text}\n")
                error = self.fails("plugins", "enable", "typed")
                self.assertIn("plugin 'typed'", error)
                self.assertIn(word, error)
                self.assertIn("typed.yml:2", error)

    def test_a_plugin_that_fails_is_kept_in_the_list_and_can_be_disabled(self):
        self.plugin("later", "name: later\npatches: {}\n")
        self.tutor("plugins", "enable", "later")
        self.plugin("later", "name: later\npatches: 1\n")
        result = self.run_tutor("config", "printvalue", "PLUGINS")
        self.assertEqual((result.status, result.out), (0, "['later']\n"))
        self.assertIn("'later'", result.err)
        self.plugin("other", "name: other\n")
        self.tutor("plugins", "enable", "other")
        self.assertEqual(self.tutor("config", "printvalue", "PLUGINS"), "['later', 'other']\n")
        self.tutor("plugins", "disable", "later")
        self.assertEqual(self.tutor("config", "printvalue", "PLUGINS"), "['other']\n")

    def test_enabling_what_is_not_installed_fails_and_saves_nothing(self):
        self.plugin("good", "name: good\nconfig: {add: {X: 1}}\n")
        before = self.tree()
        error = self.fails("plugins", "enable", "good", "goood")
        self.assertIn("'goood' is not installed", error)
        self.assertIn("did you mean 'good'?", error)
        self.assertEqual(self.tree(), before)


if __name__ == "__main__":
    main()
