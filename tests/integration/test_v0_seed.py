# SPDX-License-Identifier: Apache-2.0
"""The v0 plugin API document, row by row, where no other suite shows it.

docs/compatibility/v0.md has the whole table; names of tests begin with the row.
"""

import re
import textwrap

import yaml

from harness import main
from test_python_plugins import PythonTest


class SeedTest(PythonTest):
    def yaml_plugin(self, name, text):
        return self.plugin(name, textwrap.dedent(text))

    def v0(self, name, text, **options):
        return self.package(name, text, group="tutor.plugin.v0", **options)

    def template(self, path, text):
        file = self.folder / "templates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return self.folder / "templates"

    def show(self, text):
        """What a template makes of `text`."""
        self.plugin("shown", yaml.safe_dump({"name": "shown", "patches": {"shown": text}}))
        self.tutor("plugins", "enable", "shown")
        return self.tutor("config", "patches", "show", "shown").strip()

    def rendered(self, path):
        return (self.root / "env" / path).read_text()


class Config(SeedTest):
    def test_a6_values_may_be_templates_and_refer_to_later_ones(self):
        self.yaml_plugin("one", """
            name: one
            config:
              defaults: {A_URL: "{{ ONE_Z_HOST }}/x", Z_HOST: "{{ LMS_HOST }}:8"}
            """)
        self.tutor("plugins", "enable", "one")
        self.assertEqual(self.tutor("config", "printvalue", "ONE_A_URL"), "local.openedx.io:8/x\n")

    def test_a9_of_two_plugins_that_set_the_same_the_later_wins_with_an_alert(self):
        for name in ("alpha", "beta"):
            self.yaml_plugin(name, f"name: {name}\nconfig: {{set: {{MASTER_PASSWORD: of-{name}}}}}\n")
        path = self.root / "config.yml"
        path.write_text(path.read_text().replace("PLUGINS: []", "PLUGINS: [beta, alpha]"))
        result = self.run_tutor("config", "save")
        self.assertEqual(result.status, 0, result)
        self.assertIn("MASTER_PASSWORD", result.err)
        self.assertEqual(self.config()["MASTER_PASSWORD"], "of-beta")

    def test_a10_b2_c9_g8_config_patches_hooks_and_templates_may_be_callables(self):
        templates = self.template("zero/hooks/lms/init", "echo {{ ZERO_X }}")
        self.template("zero/apps/x", "{{ ZERO_X }}")
        self.v0("zero", f"""
            def config(): return {{"defaults": {{"X": "called"}}}}
            def patches(): return {{"local-docker-compose-services": "zero: {{image: z}}"}}
            def hooks(): return {{"init": ["lms"]}}
            def templates(): return {str(templates)!r}
            """)
        self.tutor("plugins", "enable", "zero")
        self.assertEqual(self.rendered("plugins/zero/apps/x"), "called")
        self.assertEqual(self.compose()["services"]["zero"], {"image": "z"})
        self.tutor("local", "do", "init", "--limit", "zero")
        self.assertEqual(self.scripts(), ["echo called"])


class Patches(SeedTest):
    def test_b4_alphabetical_order_separator_and_suffix(self):
        for name in ("beta", "alpha"):
            self.yaml_plugin(name, f"name: {name}\npatches: {{seed: of-{name}}}\n")
            self.tutor("plugins", "enable", name)
        self.assertEqual(self.show('[{{ patch("seed") }}]'), "[of-alpha\nof-beta]")
        self.assertEqual(
            self.show('[{{ patch("seed", separator=";", suffix="!") }}]'), "[of-alpha;of-beta!]"
        )
        self.assertEqual(self.show('[{{ patch("none", separator=";", suffix="!") }}]'), "[]")

    def test_b5_templates_of_plugins_may_have_patches_of_their_own(self):
        templates = self.template("own/apps/x", '{{ patch("own-patch") }}')
        self.yaml_plugin("own", f"name: own\ntemplates: {templates}\n")
        self.yaml_plugin("other", 'name: other\npatches: {own-patch: "from {{ LMS_HOST }}"}\n')
        self.tutor("plugins", "enable", "own", "other")
        self.assertEqual(self.rendered("plugins/own/apps/x"), "from local.openedx.io")


class Jobs(SeedTest):
    def jobs(self, folder="local"):
        return yaml.safe_load(self.rendered(f"{folder}/docker-compose.jobs.yml"))["services"]

    def test_c4_c5_f3_the_file_of_jobs(self):
        self.assertEqual(sorted(self.jobs()), ["cms-job", "lms-job", "mysql-job"])
        self.assertIn("mysql", self.jobs()["lms-job"]["depends_on"])
        self.tutor("config", "save", "--set", "RUN_MYSQL=false")
        self.assertNotIn("mysql", self.compose()["services"])
        self.assertEqual(sorted(self.jobs()), ["cms-job", "lms-job", "mysql-job"])
        self.assertNotIn("mysql", self.jobs()["lms-job"]["depends_on"])
        for job in self.jobs().values():
            self.assertNotIn("entrypoint", job)

    def test_c6_f1_f2_f5_a_job_service_of_a_plugin(self):
        templates = self.template("foo/hooks/foo/init", "echo foo")
        self.yaml_plugin("foo", f"""
            name: foo
            templates: {templates}
            hooks: {{init: [foo]}}
            patches:
              local-docker-compose-jobs-services: |
                foo-job:
                  image: foo
            """)
        self.tutor("plugins", "enable", "foo")
        self.assertEqual(self.jobs()["foo-job"], {"image": "foo"})
        self.assertIn("\n    foo-job:\n", self.rendered("local/docker-compose.jobs.yml"))
        self.calls()
        self.tutor("local", "do", "init", "--limit", "foo")
        [call] = [call for call in self.compose_calls() if "run" in call]
        at = call.index("run")
        self.assertEqual(call[at:], ["run", "--rm", "-T", "foo-job", "sh", "-e", "-c", "echo foo"])
        self.assertIn(str(self.root / "env/local/docker-compose.jobs.yml"), call)

    def test_c7_a_kubernetes_job_of_a_plugin(self):
        if not (self.root / "env/k8s/jobs.yml").exists():
            self.skipTest("this program has no k8s templates")
        self.yaml_plugin("foo", """
            name: foo
            patches:
              k8s-jobs: |
                ---
                apiVersion: batch/v1
                kind: Job
                metadata: {name: foo-job}
            """)
        self.tutor("plugins", "enable", "foo")
        names = [job["metadata"]["name"] for job in yaml.safe_load_all(self.rendered("k8s/jobs.yml")) if job]
        self.assertIn("foo-job", names)

    def test_c8_a_missing_job_service_is_an_error_that_helps(self):
        templates = self.template("foo/hooks/nowhere/init", "echo foo")
        self.yaml_plugin("foo", f"name: foo\ntemplates: {templates}\nhooks: {{init: [nowhere]}}\n")
        self.tutor("plugins", "enable", "foo")
        (self.programs / "docker").write_text(
            '#!/bin/sh\ncase "$*" in *nowhere-job*) echo "no such service: nowhere-job" >&2; exit 1;; esac\n'
        )
        error = self.fails("local", "do", "init", "--limit", "foo")
        self.assertIn("nowhere", error)
        self.assertIn("plugin 'foo'", error)
        self.assertIn("local-docker-compose-jobs-services", error)


class Images(SeedTest):
    def test_d2_a_missing_dockerfile_is_told_before_docker_runs(self):
        self.yaml_plugin("foo", 'name: foo\nhooks: {build-image: {fooimage: "foo:1"}}\n')
        self.tutor("plugins", "enable", "foo")
        self.calls()
        error = self.fails("images", "build", "fooimage")
        self.assertIn("plugins/foo/build/fooimage", error)
        self.assertNotIn(["docker", "buildx", "build"], [call[:3] for call in self.calls()])

    def test_d5_an_unknown_image(self):
        for command in ("build", "pull", "push", "printtag"):
            self.assertIn("nosuchimage", self.fails("images", command, "nosuchimage"))


class Templates(SeedTest):
    def test_g2_g4_g5_g6_what_is_copied_included_and_left_out(self):
        binary = ["ico", "jpg", "png", "ttf", "otf", "patch", "webp", "woff", "woff2"]
        for suffix in binary:
            self.template(f"foo/apps/copied.{suffix}", "{{ LMS_HOST }}")
        self.template("foo/apps/text", '{% include "foo/apps/partials/part" %}')
        self.template("foo/apps/partials/part", "part {{ LMS_HOST }}")
        for hidden in (".hidden", ".git/config", "x.pyc", "__pycache__/x"):
            self.template(f"foo/apps/{hidden}", "{{ no }}")
        templates = self.template("foo/elsewhere/x", "{{ no }}")
        self.yaml_plugin("foo", f"name: foo\ntemplates: {templates}\n")
        self.tutor("plugins", "enable", "foo")
        self.assertEqual(
            self.tree(self.root / "env/plugins/foo"),
            {
                **{f"apps/copied.{suffix}": b"{{ LMS_HOST }}" for suffix in binary},
                "apps/text": b"part local.openedx.io",
            },
        )

    def test_h1_to_h8_filters(self):
        for text, shown in {
            '{{ "studio.demo.myopenedx.com"|common_domain("lms.demo.myopenedx.com") }}':
                "demo.myopenedx.com",
            '{{ [("a", true), ("b", false)]|list_if }}': '["a"]',
            '{{ "demo.myopenedx.com"|reverse_host }}': "com.myopenedx.demo",
            "{{ 8|random_string|length }}": "8",
            '{{ ("secret"|encrypt)[:7] }} {{ "secret"|encrypt|length }}': "$2a$12$ 60",
            "{% set ns = namespace(n=0) %}{% for i in [1, 2] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}": "3",
            "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(1) }}{{ loop is defined }}": "<1>False",
        }.items():
            with self.subTest(text):
                self.assertEqual(self.show(text), shown)

    def test_h7_walk_templates(self):
        templates = self.template("foo/apps/b", "b")
        self.template("foo/apps/a/deep", "a")
        self.template("foo/apps/partials/x", "x")
        self.yaml_plugin("foo", f"name: foo\ntemplates: {templates}\n")
        self.tutor("plugins", "enable", "foo")
        self.assertEqual(
            self.show('{% for path in "foo/apps"|walk_templates %}{{ path }} {% endfor %}').split(),
            ["foo/apps/a/deep", "foo/apps/b"],
        )


class Commands(SeedTest):
    def test_i1_the_command_gets_the_plugins_name(self):
        self.v0("zero", """
            import click
            @click.command(name="otherwise", help="Zero.")
            def command(): click.echo("zero")
            """)
        self.tutor("plugins", "enable", "zero")
        self.assertEqual(self.tutor("zero"), "zero\n")
        self.fails("otherwise", status=2)

    def test_i3_installed_is_not_enough(self):
        self.v0("zero", "import click\ncommand = click.Group('x')\n")
        self.assertIn("tutor plugins enable zero", self.fails("zero", status=2))

    def test_i5_a_command_that_is_none(self):
        self.v0("zero", "command = 5\n")
        self.assertIn("command must be a click command", self.fails("plugins", "enable", "zero"))

    def test_i6_yaml_plugins_cannot_define_commands(self):
        self.yaml_plugin("one", "name: one\ncommand: echo\n")
        result = self.run_tutor("plugins", "enable", "one")
        self.assertIn("command", result.err)
        self.fails("one", status=2)


class Spellings(SeedTest):
    def test_j_version_may_be_left_out_or_a_number(self):
        self.yaml_plugin("one", "name: one\n")
        self.yaml_plugin("two", "name: two\nversion: 1.5\n")
        self.tutor("plugins", "enable", "one", "two")
        self.assertRegex(self.tutor("plugins", "list"), r"(?m)^two\s.*1\.5")

    def test_j_settings_of_old_are_renamed(self):
        path = self.root / "config.yml"
        path.write_text(path.read_text() + "ACTIVATE_MYSQL: false\nWEB_PROXY: true\n")
        self.tutor("config", "save")
        config = self.config()
        self.assertNotIn("ACTIVATE_MYSQL", config)
        self.assertIs(config["RUN_MYSQL"], False)
        self.assertNotIn("mysql", self.compose()["services"])

    def test_j_places_of_patches(self):
        places = {
            "local-docker-compose-services": "local/docker-compose.yml",
            "local-docker-compose-jobs-services": "local/docker-compose.jobs.yml",
            "local-docker-compose-dev-services": "dev/docker-compose.yml",
            "common-env-features": "apps/openedx/config/lms.env.yml",
            "lms-env-features": "apps/openedx/config/lms.env.yml",
            "cms-env-features": "apps/openedx/config/cms.env.yml",
            "lms-env": "apps/openedx/config/lms.env.yml",
            "cms-env": "apps/openedx/config/cms.env.yml",
            "openedx-auth": "apps/openedx/config/lms.env.yml",
            "openedx-common-settings": "apps/openedx/settings/lms/production.py",
            "openedx-lms-common-settings": "apps/openedx/settings/lms/production.py",
            "openedx-cms-common-settings": "apps/openedx/settings/cms/production.py",
            "openedx-development-settings": "apps/openedx/settings/lms/development.py",
            "openedx-lms-development-settings": "apps/openedx/settings/lms/development.py",
            "openedx-lms-production-settings": "apps/openedx/settings/lms/production.py",
            "openedx-cms-development-settings": "apps/openedx/settings/cms/development.py",
            "openedx-cms-production-settings": "apps/openedx/settings/cms/production.py",
            "openedx-dockerfile": "build/openedx/Dockerfile",
            "openedx-dockerfile-pre-assets": "build/openedx/Dockerfile",
        }
        patches = {name: f"# at {name}\n" for name in places}
        self.plugin("all", yaml.safe_dump({"name": "all", "patches": patches}))
        result = self.run_tutor("plugins", "enable", "all")
        self.assertEqual(result.status, 0, result)
        for name, path in places.items():
            with self.subTest(name):
                self.assertIn(f"# at {name}", re.findall("# at .*", self.rendered(path)))
                self.assertNotIn(f"'{name}'", result.err)

    def test_j_lms_and_cms_dependencies(self):
        self.yaml_plugin("foo", """
            name: foo
            patches:
              local-docker-compose-services: "foo: {image: foo}"
              local-docker-compose-lms-dependencies: "- foo"
              local-docker-compose-cms-dependencies: "- foo"
            """)
        self.tutor("plugins", "enable", "foo")
        for service in ("lms", "cms"):
            self.assertIn("foo", self.compose()["services"][service]["depends_on"])


if __name__ == "__main__":
    main()
