# SPDX-License-Identifier: Apache-2.0
"""The part `v1` of YAML plugins: what only code could contribute before."""

import yaml

from harness import ProgramTest, main

EVERYTHING = """\
name: every
version: 1.0
templates: {folder}
v1:
  config_defaults:
    - name: EVERY_HOST
      value: "every.{{{{ LMS_HOST }}}}"
    - {{name: EVERY_NUMBER, value: 5}}
    - {{name: EVERY_NOTHING, value: null}}
  config_unique:
    - {{name: EVERY_SECRET, value: "{{{{ 8|random_string }}}}"}}
  config_overrides:
    - {{name: CONTACT_EMAIL, value: "x@{{{{ EVERY_HOST }}}}"}}
  config_user:
    - {{name: EVERY_USER, value: always}}
  env_patches:
    - name: common-env-features
      content: |
        SECOND: true
    - name: common-env-features
      content: |
        FIRST: true
      priority: high
  env_template_roots:
    - more
  env_template_targets:
    - {{source: elsewhere/, destination: plugins}}
  env_template_variables:
    - {{name: EVERY_LIST, value: [1, {{a: 2}}]}}
  env_patterns_ignore:
    - (.*/)?unwanted$
  cli_do_init_tasks:
    - service: lms
      script: echo late
      priority: low
    - service: lms
      script: |
        echo first {{{{ EVERY_HOST }}}}
      priority: 1
    - service: foo
      template: every/scripts/init
  images_build:
    - name: every
      path: [plugins, every, build, every]
      tag: "every:{{{{ TUTOR_VERSION }}}}"
      arguments: [--build-arg=A=1, --network=host]
  images_pull:
    - {{name: every, tag: "every:1"}}
  images_push:
    - {{name: every, tag: "every:1"}}
  images_build_mounts:
    - {{folder: every-.*, image: every, context: src}}
  compose_mounts:
    - {{folder: every-.*, service: lms, path: /openedx/every}}
  mounted_directories:
    - {{image: openedx, pattern: my-package}}
  app_public_hosts:
    - "{{{{ EVERY_HOST }}}}"
    - {{host: "{{{{ EVERY_HOST }}}}:1234", context: dev}}
  lms_worker_command:
    - --extra
  docker_build_command:
    - {{word: --last, priority: low}}
patches:
  local-docker-compose-jobs-services: |
    foo-job:
      image: foo
"""


class Everything(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        files = {
            "templates/every/scripts/init": "echo foo {{ LMS_HOST }}",
            "templates/every/build/every/Dockerfile": "FROM scratch",
            "templates/every/apps/unwanted": "x",
            "plugins/more/elsewhere/file": "{{ EVERY_LIST }}",
        }
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.plugin("every", EVERYTHING.format(folder=self.folder / "templates"))
        self.tutor("plugins", "enable", "every")

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text())

    def test_settings(self):
        config = self.config()
        self.assertRegex(config["EVERY_SECRET"], "^[A-Za-z0-9]{8}$")
        self.assertEqual(config["CONTACT_EMAIL"], "x@every.local.openedx.io")
        self.assertEqual(config["EVERY_USER"], "always")
        self.assertNotIn("EVERY_HOST", config)
        for name, value in (("EVERY_HOST", "every.local.openedx.io"), ("EVERY_NUMBER", "5"),
                            ("EVERY_NOTHING", "null")):
            self.assertEqual(self.tutor("config", "printvalue", name), value + "\n")

    def test_patches_come_by_priority(self):
        shown = self.tutor("config", "patches", "show", "common-env-features")
        self.assertLess(shown.index("FIRST"), shown.index("SECOND"))

    def test_templates_of_further_roots_and_targets(self):
        self.assertEqual(
            self.tree(self.root / "env/plugins"),
            {
                "elsewhere/file": b"[1, {'a': 2}]",
                "every/build/every/Dockerfile": b"FROM scratch",
            },
        )

    def test_tasks_of_the_plugin(self):
        self.calls()
        self.tutor("local", "do", "init", "--limit", "every")
        runs = [call for call in self.compose_calls() if "run" in call]
        self.assertEqual(
            [(call[call.index("-T") + 1], call[-1]) for call in runs],
            [
                ("lms-job", "echo first every.local.openedx.io"),
                ("foo-job", "echo foo local.openedx.io"),
                ("lms-job", "echo late"),
            ],
        )

    def test_images(self):
        mount = self.folder / "every-app"
        mount.mkdir()
        self.tutor("mounts", "add", str(mount))
        self.calls()
        self.tutor("images", "build", "every")
        build = [call for call in self.calls() if call[1:3] == ["buildx", "build"]]
        self.assertEqual(len(build), 1)
        for word in ("--tag=every:21.0.8", "--build-arg=A=1", "--network=host",
                     f"--build-context=src={mount}"):
            self.assertIn(word, build[0])
        self.assertEqual(build[0][-1], "--last")
        self.tutor("images", "pull", "every")
        self.tutor("images", "push", "every")
        self.assertEqual(
            self.calls(), [["docker", "pull", "every:1"], ["docker", "push", "every:1"]]
        )

    def test_mounts(self):
        for name in ("every-app", "my-package-x", "other"):
            (self.folder / name).mkdir()
            self.tutor("mounts", "add", str(self.folder / name))
        listed = {
            entry["name"].split("/")[-1]: entry
            for entry in yaml.safe_load(self.tutor("mounts", "list"))
        }
        self.assertEqual(
            listed["every-app"]["compose_mounts"],
            [{"service": "lms", "container_path": "/openedx/every"}],
        )
        self.assertEqual(
            listed["every-app"]["build_mounts"], [{"image": "every", "context": "src"}]
        )
        self.assertIn(
            {"service": "openedx", "container_path": "/mnt/my-package-x"},
            listed["my-package-x"]["compose_mounts"],
        )
        self.assertEqual(listed["other"]["compose_mounts"], [])

    def test_public_hosts_and_worker_command(self):
        out = self.tutor("local", "launch", "--non-interactive", "--skip-build")
        self.assertIn("http://every.local.openedx.io\n", out)
        self.assertNotIn("1234", out)
        compose = self.tree(self.root / "env/local")
        self.assertTrue(any(b"--extra" in text for text in compose.values()))

    def test_disabling_takes_it_all_back(self):
        self.tutor("plugins", "disable", "every")
        self.assertNotIn("CONTACT_EMAIL", self.config())
        self.assertFalse((self.root / "env/plugins").exists())


class Mistakes(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()

    def test_unknown_keys_are_alerts_with_the_nearest_name(self):
        path = self.plugin(
            "typo",
            "name: typo\nv1:\n  env_patchs: []\n  cli_do_commands: []\n"
            "  env_patches:\n    - {name: lms-env, content: 'X: 1', prority: 5}\n",
        )
        result = self.run_tutor("plugins", "enable", "typo")
        self.assertEqual(result.status, 0, result)
        for words in (("'env_patchs'", f"{path}:3", "did you mean 'env_patches'?"),
                      ("'cli_do_commands'", f"{path}:4"),
                      ("'prority'", f"{path}:6", "did you mean 'priority'?")):
            line = [line for line in result.err.splitlines() if words[0] in line]
            self.assertEqual(len(line), 1, result)
            for word in words:
                self.assertIn(word, line[0])
        self.assertIn("X: 1", self.tutor("config", "patches", "show", "lms-env"))

    def test_wrong_types_name_file_and_line(self):
        cases = {
            "v1: 5": ("'v1' must be a mapping", 2),
            "v1: {env_patches: 5}": ("'v1.env_patches' must be a list", 2),
            "v1:\n  env_patches:\n    - 5": ("an item of 'v1.env_patches' must be a mapping", 4),
            "v1:\n  env_patches:\n    - name: x": ("has no 'content'", 4),
            "v1:\n  env_patches:\n    - name: x\n      content: 5": ("'content'", 5),
            "v1:\n  images_build:\n    - {name: a, path: a, tag: a, arguments: x}":
                ("'arguments'", 4),
            "v1:\n  env_patches:\n    - {name: x, content: y, priority: soon}": ("priority", 4),
            "v1:\n  env_patches:\n    - {name: x, content: y, priority: .nan}": ("priority", 4),
            "v1:\n  app_public_hosts:\n    - {host: x, context: k8s}": ("'local' or 'dev'", 4),
            "v1:\n  compose_mounts:\n    - {service: x, path: y}": ("has no 'folder'", 4),
            "v1:\n  compose_mounts:\n    - {service: x, path: y, folder: '['}":
                ("no regular expression", 4),
            "v1:\n  cli_do_init_tasks:\n    - {service: lms, template: nowhere}":
                ("template 'nowhere' does not exist", 4),
            "v1:\n  lms_worker_command:\n    - 5": ("must be of type str", 4),
        }
        before = self.tree()
        for text, (message, line) in cases.items():
            with self.subTest(text):
                path = self.plugin("typed", f"name: typed\n{text}\n")
                error = self.fails("plugins", "enable", "typed")
                self.assertIn("plugin 'typed'", error)
                self.assertIn(message, error)
                self.assertIn(f"{path}:{line}", error)
                self.assertEqual(self.tree(), before)

    def test_an_undefined_name_in_an_inline_script_names_the_line(self):
        path = self.plugin(
            "broken",
            "name: broken\nv1:\n  cli_do_init_tasks:\n    - service: lms\n      script: |\n"
            "        echo one\n        echo {{ NOPE }}\n",
        )
        self.tutor("plugins", "enable", "broken")
        error = self.fails("local", "do", "init", "--limit", "broken")
        self.assertIn("NOPE", error)
        self.assertIn(f"{path}:7", error)


COMMANDS = """\
name: talk
v1:
  cli_commands:
    - name: talk
      help: Talk.
      options:
        - {names: [--loud, -l], flag: true, help: Louder.}
        - {names: [--times], type: integer, default: 2}
      arguments:
        - {name: who, count: optional, default: nobody}
      {}
"""


class Commands(ProgramTest):
    """Items of cli_commands."""

    def setUp(self):
        super().setUp()
        self.save("PLATFORM_NAME=Our School")

    def enable(self, body):
        self.plugin("talk", COMMANDS.replace("{}", body))
        return self.tutor("plugins", "enable", "talk")

    def test_what_is_printed_is_a_template(self):
        self.enable(
            'print: "{{ parameters.who }} at {{ PLATFORM_NAME }} '
            '{{ parameters.loud }} {{ parameters.times + 1 }}"'
        )
        self.assertEqual(self.tutor("talk"), "nobody at Our School False 3\n")
        self.assertEqual(
            self.tutor("talk", "-l", "--times", "4", "{{ LMS_HOST }}"),
            "{{ LMS_HOST }} at Our School True 5\n",
        )
        self.assertIn("Louder.", self.tutor("talk", "--help"))

    def test_scripts_get_parameters_in_their_environment(self):
        self.enable('run: printf "%s|%s|%s" "$WHO" "$LOUD" "{{ PLATFORM_NAME }}"')
        self.assertTrue(
            self.tutor("talk", "a'; echo $(id) b").endswith("a'; echo $(id) b|False|Our School")
        )

    def test_the_failure_of_a_script_is_one_of_the_command(self):
        self.enable("run: exit 3")
        error = self.fails("talk")
        self.assertIn("command 'talk' of plugin 'talk' failed with status 3", error)
        self.assertIn("talk.yml:11", error)

    def test_an_undefined_name_is_told_with_its_line(self):
        self.enable('print: "{{ NOPE_NOPE }}"')
        self.assertIn("talk.yml:11", self.fails("talk"))

    def test_mistakes_name_plugin_file_and_line(self):
        for body, message in (
            ("help2: x", "must have either 'print' or 'run'"),
            ("print: x\n      run: y", "must have either 'print' or 'run'"),
            ("print: x\n      unknown: y", "command 'talk' has no key 'unknown'"),
            ("print: [x]", "'print' and 'run' must be strings, found list"),
            ("commands: x", "'commands' must be a list, found str"),
        ):
            with self.subTest(body):
                self.plugin("talk", COMMANDS.replace("{}", body))
                error = self.fails("plugins", "enable", "talk")
                self.assertIn("plugin 'talk'", error)
                self.assertIn(message, error)
                self.assertRegex(error, r"talk\.yml:\d+")


if __name__ == "__main__":
    main()
