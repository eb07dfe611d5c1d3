# SPDX-License-Identifier: Apache-2.0
"""What version 0 called otherwise, and plugins written for it."""

from harness import ProgramTest, main


class Spellings(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()
        self.answer(["ls"], "[]")

    def children(self, *words, **options):
        result = self.run_tutor(*words, **options)
        self.assertEqual(result.status, 0, result)
        calls = []
        for call in self.compose_calls():
            while call[0] == "-f":
                call = call[2:]
            if call[0] != "ls":
                calls.append(call)
        return calls, result.err

    def test_they_do_what_they_did_and_say_their_new_name(self):
        job = ["run", "--rm", "-T"]
        cases = {
            ("local", "quickstart", "-I", "-p"): ("launch", ["stop"]),
            ("local", "pullimages"): ("dc pull", ["pull"]),
            ("dev", "runserver", "lms"): ("start", ["up", "--remove-orphans", "-d", "lms"]),
            ("local", "init", "--limit", "mysql"): ("do init", [*job, "mysql-job"]),
            ("local", "createuser", "--staff", "-p", "password", "me", "me@x.org"):
                ("do createuser", [*job, "lms-job"]),
            ("local", "importdemocourse"): ("do importdemocourse", [*job, "cms-job"]),
            ("local", "settheme", "mytheme", "a.org", "b.org"): ("do settheme", [*job, "lms-job"]),
        }
        for words, (name, first) in cases.items():
            with self.subTest(words):
                calls, error = self.children(*words)
                self.assertEqual(calls[0][: len(first)], first)
                self.assertIn(f'"tutor {words[0]} {name}"', error)

    def test_settheme_takes_its_domains_as_arguments(self):
        old, _ = self.children("local", "settheme", "mytheme", "a.org", "b.org")
        new, _ = self.children("local", "do", "settheme", "-d", "a.org", "-d", "b.org", "mytheme")
        self.assertEqual(old, new)
        self.fails("local", "settheme", "mytheme", status=2)

    def test_they_are_not_in_help(self):
        for group in ("local", "dev"):
            out = self.tutor(group, "-h")
            for name in ("quickstart", "pullimages", "runserver", "createuser", "https"):
                self.assertNotIn(name, out)

    def test_certificates_make_themselves(self):
        error = self.fails("local", "https", "create")
        self.assertIn("ENABLE_HTTPS", error)
        self.assertEqual(self.calls(), [])


class Patches(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save()

    def enable(self, patches):
        self.plugin("old", "name: old\npatches:\n" + patches)
        result = self.run_tutor("plugins", "enable", "old")
        self.assertEqual(result.status, 0, result)
        return result.err

    def test_places_that_are_gone(self):
        error = self.enable("  nginx-extra: x\n  caddyfile: '# x'\n")
        self.assertIn("'nginx-extra' of plugin 'old'", error)
        self.assertNotIn("'caddyfile'", error)
        self.assertIn("'nginx-extra'", self.run_tutor("config", "save").err)
        self.assertNotIn("nginx-extra", self.run_tutor("config", "printvalue", "LMS_HOST").err)

    def test_settings_in_json(self):
        for text, complains in {
            '"A": true,\n    "B": false': True,
            '"A": "x",\n    "B": "y"': True,
            '"A": "x"': False,
            "A: true\n    B: [1, 2]": False,
            'A: {\n      "x": 1,\n      "y": 2}': False,
            '"A": "{{ LMS_HOST }}"': False,
        }.items():
            with self.subTest(text):
                error = self.enable(f"  lms-env: |\n    {text}\n")
                self.assertEqual("written as JSON" in error, complains, error)


if __name__ == "__main__":
    main()
