# SPDX-License-Identifier: Apache-2.0
"""config: layers, saving, printing, and that nothing is ever lost or half-written."""

import os
import re
import signal
import stat
import subprocess
import threading
import time

import yaml

from harness import BINARY, ProgramTest, main


class Saving(ProgramTest):
    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text())

    def test_a_first_save_makes_secrets_and_the_environment(self):
        out = self.tutor("config", "save")
        self.assertIn(str(self.root / "config.yml"), out)
        self.assertIn(str(self.root / "env"), out)
        config = self.config()
        self.assertEqual(
            sorted(config),
            [
                "CMS_OAUTH2_SECRET", "ID", "JWT_RSA_PRIVATE_KEY", "MEILISEARCH_API_KEY",
                "MEILISEARCH_API_KEY_UID", "MEILISEARCH_MASTER_KEY", "MYSQL_ROOT_PASSWORD",
                "OPENEDX_MYSQL_PASSWORD", "OPENEDX_SECRET_KEY", "PLUGINS", "PLUGIN_INDEXES",
            ],
        )
        self.assertRegex(config["ID"], r"^[A-Za-z0-9]{24}$")
        self.assertRegex(config["MYSQL_ROOT_PASSWORD"], r"^[A-Za-z0-9]{8}$")
        self.assertTrue(config["JWT_RSA_PRIVATE_KEY"].startswith("-----BEGIN RSA PRIVATE KEY-----"))
        mode = stat.S_IMODE((self.root / "config.yml").stat().st_mode)
        self.assertEqual(mode, 0o600)
        self.assertEqual((self.root / "env/version").read_text(), "21.0.8")

    def test_a_second_save_touches_nothing(self):
        self.save()
        before = {p: p.stat().st_mtime_ns for p in self.root.rglob("*") if p.is_file()}
        content = self.tree()
        self.tutor("config", "save")
        self.assertEqual(self.tree(), content)
        self.assertEqual({p: p.stat().st_mtime_ns for p in before}, before)

    def test_values_are_typed_as_yaml_1_1_has_them(self):
        cases = {
            "1": 1, "1.5": 1.5, "1e3": "1e3", "0123": 83, "0x1F": 31, "1_000": 1000,
            "12:30:45": 45045, "true": True, "off": False, "y": "y", "": "", "#abc": "#abc",
            "null": None, "~": None, '"quoted"': "quoted", "a: b": {"a": "b"}, "x:y": "x:y",
            "a=b=c": "a=b=c", "[a, b]": ["a", "b"], '{"a": 1}': {"a": 1}, "<<": "<<", "=": "=",
            "*a": "*a", "!x": "!x", "[a": "[a",
        }
        for text, value in cases.items():
            with self.subTest(text):
                self.save(f"X={text}")
                self.assertEqual(self.config()["X"], value)

    def test_ports_may_be_text(self):
        # As published plugins have them; the databases' clients insist on numbers.
        self.save('SMTP_PORT="1025"', 'MYSQL_PORT="3307"', 'MONGODB_PORT="27018"')
        for service in ("lms", "cms"):
            text = (self.root / f"env/apps/openedx/config/{service}.env.yml").read_text()
            self.assertRegex(text, r"\nEMAIL_PORT: 1025\n")
            self.assertRegex(text, r"\n +PORT: 3307\n")
            text = (self.root / f"env/apps/openedx/settings/{service}/production.py").read_text()
            self.assertRegex(text, r"\n *\"port\": 27018,\n")

    def test_values_are_printed_as_python_does(self):
        self.save("A=[a, 1, true, null]", "B={a: [1.0]}", "C=true", "D=null", "E=2020-01-01")
        for key, text in {"A": "['a', 1, True, None]", "B": "{'a': [1.0]}", "C": "true",
                          "D": "null", "E": "2020-01-01", "LMS_HOST": "local.openedx.io"}.items():
            self.assertEqual(self.tutor("config", "printvalue", key), text + "\n")

    def test_set_append_remove_unset(self):
        self.save("L=[a]", "X=1")
        self.tutor("config", "save", "-a", "L=b", "-a", "L=b", "-a", "NEW=x", "-U", "X")
        self.assertEqual(self.config()["L"], ["a", "b"])
        self.assertEqual(self.config()["NEW"], ["x"])
        self.assertNotIn("X", self.config())
        self.tutor("config", "save", "-A", "L=a", "-A", "ABSENT=a", "-U", "ABSENT")
        self.assertEqual(self.config()["L"], ["b"])
        self.tutor("config", "save", "--append", "OPENEDX_EXTRA_PIP_REQUIREMENTS=x")
        self.assertEqual(self.config()["OPENEDX_EXTRA_PIP_REQUIREMENTS"], ["x"])
        for words in (["-a", "LMS_HOST=x"], ["-a", "L=1"], ["-A", "LMS_HOST=x", "-s", "LMS_HOST=y"]):
            self.fails("config", "save", *words)
        self.fails("config", "save", "--set", "novalue", status=2)
        self.fails("config", "save", "--set", "a b=1", status=2)

    def test_set_stores_what_it_renders_to_and_may_refer_to_defaults(self):
        self.save("X={{ CMS_HOST }}/x", 'Y="{{ X }}/y"')
        self.assertEqual(self.config()["X"], "studio.local.openedx.io/x")
        self.assertEqual(self.config()["Y"], "studio.local.openedx.io/x/y")

    def test_the_users_file_keeps_comments_order_quotes_and_templates(self):
        self.save()
        path = self.root / "config.yml"
        mine = (
            "# mine\nZ: 'quoted'  # why\nLMS_HOST: \"{{ FOO }}\"\nFOO: '{{ BAR }}'\nBAR: example.com\n"
        )
        path.write_text(mine + path.read_text())
        self.tutor("config", "save", "--set", "NEW=1")
        self.assertTrue(path.read_text().startswith(mine), path.read_text())
        self.assertEqual(self.tutor("config", "printvalue", "LMS_HOST"), "example.com\n")
        self.assertEqual(
            self.tutor("config", "printvalue", "CMS_HOST"), "studio.example.com\n"
        )

    def test_a_circle_of_settings_is_named(self):
        self.save()
        path = self.root / "config.yml"
        path.write_text(path.read_text() + "LMS_HOST: '{{ FOO }}'\nFOO: '{{ LMS_HOST }}'\n")
        error = self.fails("config", "save")
        self.assertIn("LMS_HOST", error)
        self.assertIn("FOO", error)
        self.assertIn("circle", error)

    def test_environment_variables_replace_settings_that_exist(self):
        self.save("LMS_HOST=stored.com")
        env = {"TUTOR_LMS_HOST": "env.com", "TUTOR_PLATFORM_NAME": "Env", "TUTOR_NOTHING": "x"}
        self.assertEqual(
            self.tutor("config", "printvalue", "LMS_HOST", environment=env), "env.com\n"
        )
        self.assertEqual(
            self.tutor("config", "printvalue", "PLATFORM_NAME", environment=env), "Env\n"
        )
        self.fails("config", "printvalue", "NOTHING", environment=env)
        self.tutor("config", "save", environment=env)
        self.assertEqual(self.config()["LMS_HOST"], "env.com")
        self.assertNotIn("PLATFORM_NAME", self.config())

    def test_a_first_save_honours_variables_for_secrets(self):
        self.tutor("config", "save", environment={"TUTOR_ID": "mine"})
        self.assertEqual(self.config()["ID"], "mine")

    def test_env_only_renders_with_the_value_and_does_not_store_it(self):
        self.save()
        before = (self.root / "config.yml").read_bytes()
        self.tutor("config", "save", "--env-only", "--set", "LMS_HOST=once.com")
        self.assertEqual((self.root / "config.yml").read_bytes(), before)
        self.assertIn("once.com", (self.root / "env/apps/caddy/Caddyfile").read_text())

    def test_obsolete_names_are_replaced(self):
        self.root.mkdir()
        (self.root / "config.yml").write_text(
            "PLUGINS: []\nMYSQL_PASSWORD: abc\nWEB_PROXY: true\nACTIVATE_HTTPS: true\n"
            "NGINX_HTTP_PORT: 81\nSECRET_KEY: s3cr3t\nACTIVATE_SMTP: false\n"
        )
        self.tutor("config", "save")
        config = self.config()
        self.assertEqual(config["MYSQL_ROOT_PASSWORD"], "abc")
        self.assertEqual(config["OPENEDX_MYSQL_PASSWORD"], "abc")
        self.assertEqual(config["OPENEDX_SECRET_KEY"], "s3cr3t")
        self.assertIs(config["ENABLE_WEB_PROXY"], False)
        self.assertIs(config["ENABLE_HTTPS"], True)
        self.assertIs(config["RUN_SMTP"], False)
        self.assertEqual(config["CADDY_HTTP_PORT"], 81)
        for name in ("MYSQL_PASSWORD", "WEB_PROXY", "RUN_CADDY", "ACTIVATE_HTTPS"):
            self.assertNotIn(name, config)

    def test_an_old_json_file_is_converted(self):
        self.root.mkdir()
        (self.root / "config.json").write_text('{"PLUGINS": [], "LMS_HOST": "old.com"}')
        self.tutor("config", "save")
        self.assertEqual(self.config()["LMS_HOST"], "old.com")
        self.assertFalse((self.root / "config.json").exists())

    def test_clean_deletes_foreign_files_and_a_plain_save_does_not(self):
        self.save()
        foreign = self.root / "env/local/docker-compose.override.yml"
        foreign.write_text("services: {}\n")
        self.tutor("config", "save")
        self.assertTrue(foreign.exists())
        self.tutor("config", "save", "--clean")
        self.assertFalse(foreign.exists())

    def test_interactive_questions(self):
        self.save()
        answers = "y\nlearn.example.com\n\nAcademy\n\nxx\nfr\ny\n"
        self.tutor("config", "save", "-i", input=answers)
        config = self.config()
        self.assertEqual(config["LMS_HOST"], "learn.example.com")
        self.assertEqual(config["CMS_HOST"], "studio.learn.example.com")
        self.assertEqual(config["PLATFORM_NAME"], "Academy")
        self.assertEqual(config["CONTACT_EMAIL"], "contact@learn.example.com")
        self.assertEqual(config["LANGUAGE_CODE"], "fr")
        self.assertIs(config["ENABLE_HTTPS"], True)
        before = self.tree()
        result = self.run_tutor("config", "save", "-i", input="y\nother.com\n")
        self.assertEqual(result.status, 1)
        self.assertIn("Aborted!", result.err)
        self.assertEqual(self.tree(), before)
        self.fails("config", "save", "-i", input="y\nlocalhost\n")

    def test_edit_opens_the_file_with_the_first_program_there_is(self):
        self.save()
        self.environment["PATH"] = str(self.programs)
        self.fails("config", "edit")
        file = str(self.root / "config.yml")
        for program, call in (("start", ["start", '""', file]), ("xdg-open", ["xdg-open", file]),
                              ("open", ["open", file])):
            self.stand_in(program)
            self.tutor("config", "edit")
            self.assertEqual(self.calls(), [call])
        self.stand_in("mine")
        self.tutor("config", "edit", environment={"EDITOR": "mine -x"})
        self.assertEqual(self.calls(), [["mine", "-x", file]])

    def test_every_setting_must_render(self):
        self.save()
        (self.root / "config.yml").write_text("A: '{{ NOTHING }}'\nPLUGINS: []\n")
        self.assertIn("'NOTHING' is undefined", self.fails("config", "save"))

    def test_set_comes_after_the_questions_and_answers_stay_as_typed(self):
        self.save()
        self.tutor("config", "save", "-i", "-s", "CONTACT_EMAIL=x@y.z", input="n\n{{ 1 + 1 }}\n\n\n")
        text = (self.root / "config.yml").read_text()
        self.assertIn("CONTACT_EMAIL: x@y.z\n", text)
        self.assertIn("{{ 1 + 1 }}", text)
        self.assertEqual(self.tutor("config", "printvalue", "PLATFORM_NAME"), "2\n")

    def test_patches_list_and_show(self):
        self.plugin("p", "name: p\npatches:\n  lms-env: 'A: \"{{ LMS_HOST }}\"'\n")
        self.save()
        self.tutor("plugins", "enable", "p")
        listed = self.tutor("config", "patches", "list")
        self.assertRegex(listed, r"openedx-auth +\tapps/openedx/config/cms.env.yml\n +\tapps/openedx/config/lms.env.yml")
        self.assertTrue(listed.startswith("PATCH"))
        self.assertRegex(listed, r"(?m)^lms-env +\tapps/openedx/config/lms.env.yml")
        self.assertRegex(listed, r"(?m)^caddyfile +\tapps/caddy/Caddyfile")
        self.assertEqual(
            self.tutor("config", "patches", "show", "lms-env"), 'A: "local.openedx.io"\n'
        )
        self.assertEqual(self.tutor("config", "patches", "show", "nothing"), "")


class Failing(ProgramTest):
    def check(self, *words, wanted=(), status=1, **options):
        before = self.tree() if self.root.exists() else None
        error = self.fails(*words, status=status, **options)
        self.assertEqual(error.count("Error:"), 1, error)
        for word in wanted:
            self.assertIn(word, error)
        self.assertEqual(self.tree() if before is not None else None, before)
        return error

    def test_files_that_are_no_configuration(self):
        self.save()
        path = self.root / "config.yml"
        good = path.read_text()
        cases = {
            "a: [\n": f"{path}:",
            "- a\n": "mapping",
            "1: a\n": "1",
            "a: 1\n\tb: 2\n": f"{path}:2",
            "": "mapping",
        }
        for text, word in cases.items():
            with self.subTest(text):
                path.write_text(text)
                self.check("config", "save", wanted=[word])
                self.check("config", "printvalue", "LMS_HOST", wanted=[word])
                self.tutor("config", "printroot")
                self.tutor("plugins", "printroot")
                self.tutor("--version")
        path.write_bytes(b"a: \xff\n")
        self.check("config", "save", wanted=[str(path)])
        path.write_text(good)
        self.tutor("config", "save")

    def test_both_configuration_files(self):
        self.save()
        (self.root / "config.json").write_text("{}")
        self.check("config", "save", wanted=["config.json", "config.yml"])

    def test_without_configuration(self):
        self.check("config", "printvalue", "LMS_HOST", wanted=["config.yml", "tutor config save"])
        self.check("local", "status", wanted=["config.yml"])
        self.assertFalse(self.root.exists())

    def test_an_unknown_setting_gets_a_suggestion(self):
        self.save()
        self.check("config", "printvalue", "LMS_HOTS", wanted=["LMS_HOTS", "'LMS_HOST'"])

    def test_a_template_that_fails_changes_nothing(self):
        self.save()
        self.check("config", "save", "--set", "PLATFORM_NAME={{ NOPE }}",
                   wanted=["Missing configuration value: 'NOPE' is undefined"])
        self.check("config", "save", "--set", "PLATFORM_NAME={% if %}",
                   wanted=["Template syntax error"])

    def test_wrong_types_name_the_key(self):
        self.save()
        self.check("local", "status", environment={"TUTOR_LOCAL_PROJECT_NAME": "1"},
                   wanted=["LOCAL_PROJECT_NAME", "str", "int"])
        self.check("config", "save", environment={"TUTOR_PLUGINS": "abc"},
                   wanted=["PLUGINS", "list"])

    def test_an_unwritable_root(self):
        blocked = self.folder / "file"
        blocked.write_text("")
        self.check("-r", str(blocked / "root"), "config", "save", wanted=[str(blocked)])

    def test_a_full_disk_leaves_the_old_file(self):
        self.save()
        before = self.tree()
        # RLIMIT_FSIZE makes every larger write fail, as a full disk does.
        command = f"ulimit -f 1; trap '' XFSZ; exec {BINARY} config save --set X={'y' * 2000}"
        completed = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, env=self.environment
        )
        self.assertEqual(completed.returncode, 1, completed.stderr)
        self.assertIn("config.yml", completed.stderr)
        self.assertEqual(self.tree(), before)


    def test_a_disk_that_fails_in_the_environment_leaves_the_configuration(self):
        self.save()
        for path in ("env/version", "env/local/docker-compose.yml"):
            file = self.root / path
            text = file.read_text()
            file.unlink()
            (file / "in the way").mkdir(parents=True)
            self.check("config", "save", "--set", "LMS_HOST=new.com", wanted=[str(file)])
            (file / "in the way").rmdir()
            file.rmdir()
            file.write_text(text)
        self.assertNotIn(b"new.com", b"".join(self.tree().values()))


class Concurrency(ProgramTest):
    def test_two_saves_at_once_both_take_effect(self):
        self.save()
        for turn in range(5):
            threads = [
                threading.Thread(
                    target=self.tutor, args=("config", "save", "--set", f"K{turn}_{i}=1")
                )
                for i in range(4)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        config = yaml.safe_load((self.root / "config.yml").read_text())
        for turn in range(5):
            for i in range(4):
                self.assertEqual(config[f"K{turn}_{i}"], 1)

    def test_kill_at_any_moment_leaves_an_old_or_a_new_file(self):
        self.save("MARK=a")
        path = self.root / "config.yml"
        versions = {}
        for mark in "ab":
            self.tutor("config", "save", "--set", f"MARK={mark * 5000}")
            versions[mark] = path.read_bytes()
        for turn in range(60):
            mark = "ab"[turn % 2]
            process = subprocess.Popen(
                [BINARY, "config", "save", "--set", f"MARK={mark * 5000}"],
                env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            time.sleep(turn * 0.0005)
            process.send_signal(signal.SIGKILL)
            process.wait()
            self.assertIn(path.read_bytes(), versions.values(), f"turn {turn}")
        self.tutor("config", "save", "--set", "MARK=end")
        self.assertEqual(self.tutor("config", "printvalue", "MARK"), "end\n")


if __name__ == "__main__":
    main()
