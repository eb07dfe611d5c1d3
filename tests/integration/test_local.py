# SPDX-License-Identifier: Apache-2.0
"""local and dev: what is asked of docker compose, and what happens when it fails."""

import os
import signal
import socket
import subprocess
import time

from harness import BINARY, ProgramTest, main


class Commands(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        self.answer(["ls"], "[]")

    def prefix(self, mode):
        env = self.root / "env"
        second = "local/docker-compose.prod.yml" if mode == "local" else "dev/docker-compose.yml"
        return ["docker", "compose", "-f", f"{env}/local/docker-compose.yml", "-f",
                f"{env}/{second}", "--project-name", f"tutor_{mode}"]

    def test_words_of_each_command(self):
        cases = {
            ("start", "-d"): [["up", "--remove-orphans", "-d"]],
            ("start",): [["up", "--remove-orphans"]],
            ("start", "--build", "-d", "lms", "cms"):
                [["up", "--remove-orphans", "--build", "-d", "lms", "cms"]],
            ("start", "lms"): [["up", "--remove-orphans", "-d", "lms"], ["attach", "lms"]],
            ("stop",): [["stop"]],
            ("stop", "lms", "cms"): [["stop", "lms", "cms"]],
            ("reboot", "-d"): [["stop"], ["up", "--remove-orphans", "-d"]],
            ("restart", "lms", "openedx"):
                [["restart", "lms", "lms", "cms", "lms-worker", "cms-worker"]],
            ("restart", "lms", "all"): [["restart"]],
            ("run", "lms", "bash", "-c", "x"): [["run", "--rm", "-T", "lms", "bash", "-c", "x"]],
            ("run", "-e", "A=1", "lms", "ls", "-l"):
                [["run", "--rm", "-T", "-e", "A=1", "lms", "ls", "-l"]],
            ("exec", "lms", "ls"): [["exec", "-T", "lms", "ls"]],
            ("logs", "--tail", "5", "-f", "lms"): [["logs", "--follow", "--tail", "5", "lms"]],
            ("status",): [["ps"]],
            ("dc", "config", "--services"): [["config", "--services"]],
        }
        for words, expected in cases.items():
            with self.subTest(words):
                self.tutor("local", *words)
                calls = [call for call in self.compose_calls() if call[0] != "ls"]
                self.assertEqual(calls, expected)
        self.tutor("dev", "restart", "openedx")
        self.assertIn(["restart", "lms", "cms"], self.compose_calls())

    def test_files_and_projects(self):
        self.tutor("local", "status")
        self.tutor("dev", "status")
        self.assertEqual(self.calls(), [[*self.prefix("local"), "ps"], [*self.prefix("dev"), "ps"]])
        override = self.root / "env/local/docker-compose.override.yml"
        override.write_text("services: {}\n")
        self.tutor("local", "status")
        self.assertIn(str(override), self.calls()[0])

    def test_the_other_platform_is_stopped_when_it_runs(self):
        self.answers.insert(0, (["tutor_dev", "ls"], '[{"Name": "tutor_dev", "Status": "x"}]', 0))
        self.assertIn("tutor_dev ls --format json\n", self.tutor("local", "start", "-d"))
        self.assertEqual(
            self.calls(),
            [
                [*self.prefix("dev"), "ls", "--format", "json"],
                [*self.prefix("dev"), "stop"],
                [*self.prefix("local"), "up", "--remove-orphans", "-d"],
            ],
        )
        self.tutor("local", "exec", "lms", "restart")
        self.assertEqual(self.calls(), [[*self.prefix("local"), "exec", "-T", "lms", "restart"]])

    def test_copyfrom(self):
        target = self.folder / "target"
        target.mkdir()
        self.tutor("local", "copyfrom", "lms", "/a b", str(target))
        self.tutor("local", "copyfrom", "lms", "/a", str(target / "new"))
        calls = [call for call in self.compose_calls() if call[0] == "run"]
        common = ["run", "--rm", "--no-deps", "--user=0", f"--volume={target}:/tmp/mount", "lms",
                  "sh", "-e", "-c"]
        self.assertEqual(
            calls,
            [[*common, "cp --recursive --preserve '/a b' /tmp/mount"],
             [*common, "cp --recursive --preserve /a /tmp/mount/new"]],
        )
        self.tutor("local", "copyfrom", "lms", "/a", f"{target}/../target/")
        call = [call for call in self.compose_calls() if call[0] == "run"][0]
        self.assertIn(f"--volume={target}:/tmp/mount", call)
        (target / "file").write_text("")
        self.fails("local", "copyfrom", "lms", "/a", str(target / "file"), status=2)
        self.fails("local", "copyfrom", "lms", "/a", str(target / "no/where"))

    def test_launch(self):
        out = self.tutor("local", "launch", "-I")
        calls = [call for call in self.compose_calls() if call[0] != "ls"]
        self.assertEqual(calls[:2], [["stop"], ["up", "--remove-orphans", "-d"]])
        self.assertEqual(
            [call[call.index("-T") + 1] for call in calls[2:]],
            ["lms-job", "mysql-job", "lms-job", "lms-job", "cms-job"],
        )
        self.assertIn("http://local.openedx.io", out)
        self.assertIn("http://studio.local.openedx.io", out)

    def test_dev_launch_builds_the_development_image(self):
        self.tutor("dev", "launch", "-I")
        builds = [call for call in self.calls() if call[1:3] == ["buildx", "build"]]
        self.assertEqual(len(builds), 1)
        self.assertIn("--tag=openedx-dev:21.0.8", builds[0])
        self.assertIn("--target=development", builds[0])

    def test_compose_v1_where_there_is_nothing_else(self):
        (self.programs / "docker").unlink()
        self.stand_in("docker-compose")
        self.environment["PATH"] = str(self.programs)
        self.environment["DOCKER_HOST"] = f"unix://{self.folder}/nothing"
        error = self.fails("local", "status")
        self.assertIn("no Docker daemon answers", error)
        self.assertEqual(self.calls(), [])
        self.environment["DOCKER_HOST"] = f"unix://{self.folder}/engine"
        engine = socket.socket(socket.AF_UNIX)
        self.addCleanup(engine.close)
        engine.bind(f"{self.folder}/engine")
        engine.listen()
        self.tutor("local", "status")
        call = self.calls()[0]
        self.assertEqual([call[0], call[-1]], ["docker-compose", "ps"])


class Failures(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        self.answer(["ls"], "[]")

    def test_docker_missing(self):
        (self.programs / "docker").unlink()
        self.environment["PATH"] = str(self.programs)
        for words in (["local", "stop"], ["local", "start", "-d"], ["local", "do", "init"]):
            error = self.fails(*words)
            self.assertIn("docker", error)
            self.assertIn("Hint:", error)

    def test_a_failing_child_is_told_with_its_status(self):
        self.answer(["stop"], status=7)
        error = self.fails("local", "stop")
        self.assertIn("Command failed with status 7: docker compose", error)

    def test_a_child_killed_by_a_signal_is_a_failure(self):
        self.answer(["stop"], status=-9)
        error = self.fails("local", "stop")
        self.assertIn("status 137", error)
        self.assertIn("signal SIGKILL", error)

    def test_a_failing_task_stops_the_job(self):
        self.answer(["mysql-job"], "line one\nline two\n", 3)
        error = self.fails("local", "do", "init")
        for word in ("'init'", "'mysql'", "status 3", "line two"):
            self.assertIn(word, error)
        runs = [call for call in self.compose_calls() if "run" in call]
        self.assertEqual(runs[-1][runs[-1].index("-T") + 1], "mysql-job")
        logs = list((self.root / "logs").rglob("*mysql*.log"))
        self.assertEqual(len(logs), 1)
        self.assertIn(str(logs[0]), error)
        self.assertIn("line one\nline two\n", logs[0].read_text())

    def test_an_unknown_job_gets_a_suggestion(self):
        error = self.fails("local", "do", "inti", status=2)
        self.assertIn("No such command 'inti'.", error)
        self.assertIn("init", error)

    def test_no_secret_is_printed_or_logged(self):
        import yaml

        out = self.run_tutor("local", "launch", "-I")
        self.assertEqual(out.status, 0, out)
        self.tutor("local", "do", "createuser", "--password", "s3cr3tpass", "name", "a@b.c")
        printed = out.out + out.err
        result = self.run_tutor(
            "local", "do", "createuser", "--password", "s3cr3tpass", "name", "a@b.c")
        printed += result.out + result.err
        for path in (self.root / "logs").rglob("*.log"):
            printed += path.read_text()
        config = yaml.safe_load((self.root / "config.yml").read_text())
        secrets = [config[key] for key in config
                   if any(word in key for word in ("PASSWORD", "SECRET", "_KEY"))
                   and not key.endswith("_UID")]
        self.assertGreater(len(secrets), 5)
        for secret in [*secrets, "s3cr3tpass"]:
            self.assertNotIn(secret, printed)
        self.assertIn("***", printed)


class Interruption(ProgramTest):
    def test_ctrl_c_ends_the_child_and_us(self):
        self.save()
        (self.programs / "docker").write_text(
            "#!/bin/sh\ntrap 'exit 130' INT\necho started > $RECORD_FOLDER/started\n"
            "while :; do sleep 0.05; done\n"
        )
        process = subprocess.Popen(
            [BINARY, "local", "stop"], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )
        deadline = time.time() + 20
        while not (self.folder / "started").exists() and time.time() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1)
        self.assertIn("Aborted!", error)


if __name__ == "__main__":
    main()
