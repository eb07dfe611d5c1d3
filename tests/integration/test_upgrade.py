# SPDX-License-Identifier: Apache-2.0
"""local|dev upgrade, and launch over an older environment."""

import yaml

from harness import ProgramTest, main

EXTERNAL = ("RUN_MONGODB=false", "RUN_MYSQL=false")
RELEASES = ["ironwood", "juniper", "koa", "lilac", "maple", "nutmeg", "olive", "palm", "quince",
            "redwood", "sumac", "teak", "ulmo"]
# What the steps of each release run when neither database is ours.
MAPLE = [
    ["run", "--rm", "-T", service, "sh", "-e", "-c", f"./manage.py {service} {command}"]
    for service, command in [
        ("lms", "migrate user_tours"), ("lms", "backpopulate_user_tours"),
        ("cms", "migrate contentstore"), ("cms", "migrate split_modulestore_django"),
        ("cms", "backfill_course_tabs"), ("cms", "migrate course_overviews"),
        ("cms", "simulate_publish"),
    ]
]
NUTMEG = [["run", "--rm", "-T", "lms-job", "sh", "-e", "-c",
           "./manage.py lms compute_grades -v1 --all_courses"]]
OLIVE = [["up", "--remove-orphans", "-d", "lms"], ["exec", "-T", "lms", "sh", "-e", "-c"]]


def mongodb(version, shell, more=""):
    command = f'db.adminCommand({{"setFeatureCompatibilityVersion": "{version}"{more}}})'
    return [["up", "--remove-orphans", "-d", "mongodb"],
            ["exec", "-T", "mongodb", shell, "--eval", command], ["stop"]]


class Upgrade(ProgramTest):
    def setUp(self):
        super().setUp()
        self.answer(["ls"], "[]")

    def children(self):
        """Calls of compose without files and the look for the other project."""
        calls = []
        for call in self.compose_calls():
            while call[0] == "-f":
                call = call[2:]
            if call[0] != "ls":
                calls.append(call)
        return calls

    def steps(self, *words):
        out = self.tutor("local", "upgrade", *words)
        self.assertTrue(out.endswith(f"Environment generated in {self.root}/env\n"), out)
        return self.children()

    def test_each_release_runs_its_steps_and_those_after_it(self):
        self.save(*EXTERNAL)
        expected = [*([["stop"]] * 2), *MAPLE, *NUTMEG, *OLIVE]
        begins = {"ironwood": 0, "juniper": 1, "koa": 2, "lilac": 2, "maple": 2, "nutmeg": 9,
                  "olive": 10}
        for release in RELEASES:
            with self.subTest(release):
                calls = self.steps("--from", release)
                wanted = expected[begins[release]:] if release in begins else []
                for call in calls:
                    if call[0] == "exec":
                        self.assertIn("openedxuploads", call.pop())
                self.assertEqual(calls, wanted)

    def test_the_other_project_is_looked_for_once(self):
        self.save(*EXTERNAL)
        self.tutor("local", "upgrade", "--from", "maple")
        listings = [call for call in self.calls() if "ls" in call]
        self.assertEqual(len(listings), 1)

    def test_development_has_its_own_project(self):
        self.save(*EXTERNAL)
        self.tutor("dev", "upgrade", "--from", "nutmeg")
        runs = [call for call in self.calls() if "run" in call]
        self.assertEqual(len(runs), 1)
        self.assertIn("tutor_dev", runs[0])

    def test_without_from_the_environment_tells_the_release(self):
        self.save(*EXTERNAL)
        version = self.root / "env/version"
        for text, first in {"14.0.3": NUTMEG[0], "21.0.1": None, "3.11.12": ["stop"]}.items():
            version.write_text(text)
            calls = self.steps()
            self.assertEqual(calls[0] if calls else None, first)
            self.assertEqual(version.read_text(), "21.0.8")
        version.unlink()
        out = self.tutor("local", "upgrade")
        self.assertIn("Nothing to upgrade", out)
        version.write_text("5.0.0")
        self.assertIn("5.0.0", self.fails("local", "upgrade"))
        self.fails("local", "upgrade", "--from", "xenial", status=2)

    def test_mongodb_goes_through_every_version(self):
        self.save("RUN_MYSQL=false")
        recorder = self.programs / "docker"
        # Which image the environment had when the server was started.
        recorder.write_text(recorder.read_text().replace(
            "exec /usr/bin/python3",
            'case "$*" in *"up --remove-orphans -d mongodb"*) grep -h "image:.*mongo" '
            '"$TUTOR_ROOT"/env/local/docker-compose.yml >> "$RECORD_FOLDER/images";; esac\n'
            "exec /usr/bin/python3", 1))
        self.assertEqual(
            self.steps("--from", "quince"),
            [*mongodb("5.0", "mongo"), *mongodb("6.0", "mongosh"),
             *mongodb("7.0", "mongosh", ', "confirm": 1')])
        images = [line.split('"')[1] for line in (self.folder / "images").read_text().splitlines()]
        self.assertEqual(images, ["mongo:5.0.26", "mongo:6.0.14", "mongo:7.0.28"])
        self.assertNotIn("DOCKER_IMAGE_MONGODB", (self.root / "config.yml").read_text())

    def test_mysql_goes_through_8_1(self):
        self.save("RUN_MONGODB=false")
        recorder = self.programs / "docker"
        recorder.write_text(recorder.read_text().replace(
            "exec /usr/bin/python3",
            'case "$*" in *mysql-8.1-job*) cp "$TUTOR_ROOT"/env/local/docker-compose*.yml '
            '"$RECORD_FOLDER";; esac\nexec /usr/bin/python3', 1))
        calls = self.steps("--from", "olive")
        short = [call[:4] for call in calls[2:]]
        self.assertEqual(
            short,
            [["stop"], ["run", "--rm", "-T", "mysql-8.1-job"], ["stop", "mysql-8.1"],
             ["run", "--rm", "-T", "mysql-job"], ["stop", "mysql"]])
        self.assertIn("--host='mysql-8.1'", calls[3][-1])
        self.assertIn("--host='mysql'", calls[5][-1])
        services = yaml.safe_load((self.folder / "docker-compose.yml").read_text())["services"]
        self.assertEqual(services["mysql-8.1"]["image"], "docker.io/mysql:8.1.0")
        self.assertEqual(services["mysql-8.1"]["volumes"], services["mysql"]["volumes"])
        jobs = yaml.safe_load((self.folder / "docker-compose.jobs.yml").read_text())["services"]
        self.assertEqual(jobs["mysql-8.1-job"]["depends_on"], ["mysql-8.1"])
        # Nothing of it stays.
        for name in ("docker-compose.yml", "docker-compose.jobs.yml"):
            self.assertNotIn("8.1", (self.root / "env/local" / name).read_text())
        self.assertNotIn("MYSQL_HOST", (self.root / "config.yml").read_text())
        self.tutor("config", "save", "--set", "DOCKER_IMAGE_MYSQL=mysql:8.1.0")
        self.assertEqual(len(self.steps("--from", "olive")), 2)

    def test_mysql_tables_are_upgraded_without_showing_the_password(self):
        self.save("RUN_MONGODB=false", "DOCKER_IMAGE_MYSQL=mysql:5.7", "MYSQL_ROOT_PASSWORD=it's me")
        result = self.run_tutor("local", "upgrade", "--from", "juniper")
        self.assertEqual(result.status, 0, result)
        calls = self.children()
        self.assertEqual(calls[:2], [["stop"], ["up", "--remove-orphans", "-d", "mysql"]])
        self.assertEqual(calls[2][:6], ["exec", "-T", "mysql", "bash", "-e", "-c"])
        self.assertIn("mysql_upgrade", calls[2][6])
        self.assertIn("s me", calls[2][6])
        self.assertNotIn("s me", result.out + result.err)

    def test_plugins_that_were_features_of_lilac_stay_enabled(self):
        self.plugin("forum", "name: forum\n")
        self.save(*EXTERNAL)
        result = self.run_tutor("local", "upgrade", "--from", "lilac")
        self.assertEqual(result.status, 0, result)
        config = yaml.safe_load((self.root / "config.yml").read_text())
        self.assertEqual(config["PLUGINS"], ["forum"])
        self.assertIn("'mfe'", result.err)
        last = self.children()[-1]
        self.assertIn("forum_v2.enable_mysql_backend", last[-1])

    def test_redwood_sets_flags_for_enabled_plugins_only(self):
        self.plugin("mfe", "name: mfe\n")
        self.plugin("forum", "name: forum\n")
        self.save(*EXTERNAL)
        self.assertEqual(self.steps("--from", "redwood"), [])
        self.tutor("plugins", "enable", "mfe", "forum")
        scripts = [call[-1] for call in self.steps("--from", "redwood")]
        self.assertEqual(len(scripts), 2)
        self.assertIn("courseware.enable_navigation_sidebar", scripts[0])
        self.assertIn("forum_v2.enable_mysql_backend", scripts[1])

    def test_a_failing_step_ends_the_upgrade(self):
        self.save(*EXTERNAL)
        self.answer(["./manage.py cms migrate contentstore"], status=4)
        self.fails("local", "upgrade", "--from", "maple")
        self.assertEqual(len(self.children()), 3)


class Launch(ProgramTest):
    def setUp(self):
        super().setUp()
        self.answer(["ls"], "[]")
        self.save(*EXTERNAL)
        self.version = self.root / "env/version"
        self.version.write_text("14.0.0")

    def test_without_questions_the_steps_come_first(self):
        out = self.tutor("local", "launch", "-I")
        titles = ["Upgrading from an older release", "Building Docker images",
                  "Stopping any existing platform", "Starting the platform in detached mode"]
        places = [out.index(title) for title in titles]
        self.assertEqual(places, sorted(places))
        self.assertNotIn("Interactive", out)
        self.assertIn("compute_grades", str(self.compose_calls()[1]))
        self.assertEqual(self.version.read_text(), "21.0.8")
        self.assertNotIn("Upgrading", self.tutor("local", "launch", "-I"))

    def test_it_is_confirmed_twice_with_the_commands_of_a_backup(self):
        out = self.tutor("local", "launch", input="y\ny\nn\n\n\n\n")
        self.assertIn("from Nutmeg to Ulmo", out)
        self.assertIn("rsync", out)
        self.assertIn("tutor images build all", out)
        places = [out.index(text) for text in ("rsync", "compute_grades", "images build all",
                                               "Interactive platform configuration")]
        self.assertEqual(places, sorted(places))

    def test_refusing_changes_nothing(self):
        before = self.tree()
        result = self.run_tutor("local", "launch", input="n\n")
        self.assertEqual(result.status, 1)
        self.assertIn("Aborted!", result.err)
        self.assertEqual(self.calls(), [])
        self.assertEqual(self.tree(), before)

    def test_refusing_later_stops_before_the_platform_starts(self):
        result = self.run_tutor("local", "launch", input="y\nn\n")
        self.assertEqual(result.status, 1)
        self.assertIn("Aborted!", result.err)
        self.assertFalse([c for c in self.compose_calls() if c == ["up", "--remove-orphans", "-d"]])


if __name__ == "__main__":
    main()
