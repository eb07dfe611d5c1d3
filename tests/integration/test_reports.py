# SPDX-License-Identifier: Apache-2.0
"""--output json, dev hosts, do tests, what is kept of logs, notes about missing plugins."""

import json
import stat
from pathlib import Path

from harness import ProgramTest, main


class Json(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save("LIST=[a, 1, null, true]")

    def json(self, *words):
        return json.loads(self.tutor(*words, "--output", "json"))

    def test_values(self):
        self.assertEqual(self.json("config", "printvalue", "LIST"), ["a", 1, None, True])
        self.assertEqual(self.json("config", "printvalue", "LMS_HOST"), "local.openedx.io")
        self.assertIs(self.json("config", "printvalue", "ENABLE_HTTPS"), False)
        self.assertEqual(len(self.json("config", "printvalue", "OPENEDX_SECRET_KEY")), 24)

    def test_plugins(self):
        self.plugin("p", "name: p\nversion: 1.2.3\n")
        self.tutor("plugins", "enable", "p")
        listed = {plugin["name"]: plugin for plugin in self.json("plugins", "list")}
        self.assertEqual(listed["p"], {"name": "p", "status": "enabled", "version": "1.2.3"})
        self.assertEqual(listed["sandbox"]["status"], "installed")
        self.assertEqual([p["name"] for p in self.json("plugins", "list", "-e")], ["p"])

    def test_mounts_and_patches(self):
        folder = self.folder / "edx-platform"
        folder.mkdir()
        self.assertEqual(self.json("mounts", "list"), [])
        self.tutor("mounts", "add", str(folder))
        mounts = self.json("mounts", "list")
        self.assertEqual(mounts[0]["name"], str(folder))
        self.assertIn({"image": "openedx", "context": "edx-platform"}, mounts[0]["build_mounts"])
        patches = self.json("config", "patches", "list")
        self.assertIn("apps/caddy/Caddyfile", patches["caddyfile"])

    def test_status_is_handed_on(self):
        self.tutor("local", "status", "--output", "json")
        self.assertEqual(self.compose_calls(), [["ps", "--format", "json"]])

    def test_other_words_are_refused(self):
        self.fails("plugins", "list", "--output", "xml", status=2)


class Hosts(ProgramTest):
    PS = ('{"Name": "caddy", "Publishers": [{"PublishedPort": 8000}, {"PublishedPort": 0}]}\n'
          '{"Name": "mysql", "Publishers": null}\n')

    def setUp(self):
        super().setUp()
        self.save()

    def test_published_ports_are_marked(self):
        self.answer(["ps"], self.PS)
        out = self.tutor("dev", "hosts")
        self.assertEqual(
            out.split("\n", 1)[1],  # below the command line
            "URL                                     \tSTATUS\n"
            "http://local.openedx.io:8000            \t \u2705\n"
            "http://studio.local.openedx.io:8001     \t\n"
            "http://meilisearch.local.openedx.io:7700\t\n")
        self.assertEqual(self.compose_calls(), [["ps", "--format", "json"]])
        self.assertEqual(
            json.loads(self.tutor("dev", "hosts", "--output", "json"))[0],
            {"url": "http://local.openedx.io:8000", "status": "published"})

    def test_a_list_and_nothing_at_all(self):
        self.answer(["ps"], json.dumps([json.loads(line) for line in self.PS.splitlines()]))
        self.assertIn("\u2705", self.tutor("dev", "hosts"))
        self.answers = []
        self.assertNotIn("\u2705", self.tutor("dev", "hosts"))

    def test_it_belongs_to_development(self):
        self.fails("local", "hosts", status=2)


class Tests(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        self.answer(["ls"], "[]")
        self.pytest()

    def pytest(self, status=0):
        path = self.programs / "python3"
        path.write_text(
            '#!/bin/sh\necho "$@" >> $RECORD_FOLDER/words\nenv > $RECORD_FOLDER/variables\n'
            f"exit {status}\n")
        path.chmod(0o755)

    def variables(self):
        lines = (self.folder / "variables").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def scripts(self):
        return [(call[call.index("-T") + 1], call[-1]) for call in self.compose_calls()
                if "run" in call]

    def test_the_tests_run_on_this_machine_and_clean_up(self):
        result = self.run_tutor("local", "do", "tests", "-I")
        self.assertEqual(result.status, 0, result)
        words = (self.folder / "words").read_text().split()
        self.assertEqual(words[:4], ["-m", "pytest", "--tb=short", "-v"])
        for path in words[4:]:
            self.assertIn("def test_heartbeat", Path(path).read_text())
        variables = self.variables()
        self.assertEqual(variables["LMS_HOST"], "local.openedx.io")
        self.assertEqual(variables["ENABLE_HTTPS"], "false")
        self.assertEqual(variables["TEST_USERNAME"], "tutor_test_admin")
        self.assertNotIn("LMS_PORT", variables)
        self.assertIn(f"TEST_PASSWORD: {variables['TEST_PASSWORD']}", result.err)
        scripts = self.scripts()
        self.assertEqual([service for service, _ in scripts], ["lms-job", "cms-job"])
        self.assertIn("tutor_smoke_user", scripts[0][1])
        self.assertIn("course-v1:TutorSmokeOrg+SMOKE101+smoke", scripts[1][1])

    def test_where_variables_come_from(self):
        path = self.folder / "variables.yml"
        path.write_text("A: file\nB: file\nTEST_PASSWORD: from-file\nNUMBER: 1\n")
        self.tutor("dev", "do", "tests", "--cleanup", "skip", "--env-file", str(path), "-e",
                   "A=option", "-e", "LMS_HOST=mine", environment={"OAUTH2_CLIENT_SECRET": "s3cret"})
        variables = self.variables()
        wanted = {"A": "option", "B": "file", "NUMBER": "1", "TEST_PASSWORD": "from-file",
                  "OAUTH2_CLIENT_SECRET": "s3cret", "LMS_HOST": "local.openedx.io",
                  "LMS_PORT": "8000", "CMS_PORT": "8001"}
        self.assertEqual({key: variables[key] for key in wanted}, wanted)
        self.assertEqual(self.scripts(), [])
        path.write_text("[a]")
        self.assertIn("mapping", self.fails("local", "do", "tests", "--env-file", str(path)))
        self.fails("local", "do", "tests", "-e", "novalue", status=2)

    def test_setup_quotes_what_it_is_given(self):
        result = self.run_tutor(
            "local", "do", "tests", "--setup", "--cleanup", "dry-run", "-l", "cms", "-e",
            "TEST_PASSWORD=it's {{ LMS_HOST }}")
        self.assertEqual(result.status, 0, result)
        (service, script), = self.scripts()
        self.assertEqual(service, "cms-job")
        self.assertIn("manage_user --staff --superuser tutor_test_admin", script)
        self.assertIn("{{ LMS_HOST }}", script)
        self.assertNotIn("s {{ LMS_HOST }}", result.out + result.err)
        words = (self.folder / "words").read_text()
        self.assertIn("test_cms.py", words)
        self.assertNotIn("test_lms.py", words)

    def test_cleaning_up_is_confirmed(self):
        self.tutor("local", "do", "tests", input="n\n")
        self.assertEqual(self.scripts(), [])
        self.tutor("local", "do", "tests", input="y\n")
        self.assertEqual(len(self.scripts()), 2)

    def test_failing_tests_are_a_failure_after_cleaning_up(self):
        self.pytest(status=1)
        error = self.fails("local", "do", "tests", "-I")
        self.assertIn("tests failed", error)
        self.assertEqual(len(self.scripts()), 2)

    def test_no_such_test_is_no_failure(self):
        for words in (["nosuite"], ["-l", "nobody"]):
            result = self.run_tutor("local", "do", "tests", "-I", *words)
            self.assertEqual(result.status, 0, result)
            self.assertIn("no such test", result.err)
        self.assertFalse((self.folder / "words").exists())


class Logs(ProgramTest):
    def test_the_last_fifty_jobs_are_kept(self):
        self.save()
        self.answer(["ls"], "[]")
        logs = self.root / "logs"
        for number in range(60):
            folder = logs / f"20200101-0000{number:02}-init"
            folder.mkdir(parents=True)
            (folder / "01-lms.log").write_text("old\n")
        (logs / "mine").mkdir()
        self.tutor("local", "do", "createuser", "-p", "secretpass", "name", "a@b.c")
        names = sorted(path.name for path in logs.iterdir())
        self.assertIn("mine", names)
        self.assertEqual(len(names), 51)
        self.assertEqual(names[0], "20200101-000011-init")
        self.assertTrue(names[-2].endswith("-createuser"))
        log, = (logs / names[-2]).iterdir()
        self.assertEqual(stat.S_IMODE(log.stat().st_mode), 0o600)


class MissingPlugins(ProgramTest):
    def test_default_plugins_are_noted_where_it_matters(self):
        result = self.run_tutor("config", "save")
        self.assertEqual(result.err.count("not installed: indigo, mfe"), 1, result)
        self.assertIn("not installed: indigo, mfe", self.run_tutor("plugins", "list").err)
        for words in (["config", "printvalue", "LMS_HOST"], ["local", "status"],
                      ["mounts", "list"], ["images", "printtag", "openedx"]):
            self.assertNotIn("mfe", self.run_tutor(*words).err)

    def test_other_missing_plugins_are_told_every_time(self):
        self.save("PLUGINS=[nothing]")
        self.assertIn("'nothing'", self.run_tutor("config", "printvalue", "LMS_HOST").err)


if __name__ == "__main__":
    main()
