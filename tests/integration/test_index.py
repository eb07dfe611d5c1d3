# SPDX-License-Identifier: Apache-2.0
"""plugins: indexes, searching, installing."""

import http.server
import json
import threading

import yaml

from harness import ProgramTest, main

FOO = "name: foo\nversion: 1.0.0\n"
INDEX = """\
- name: Foo
  src: {folder}/foofile.yml
  url: https://example.com/foo
  author: An Author <a@b.c>
  maintainer: Somebody
  description: |
    A foo plugin, first line.

    More text.
- name: package
  src: tutor-package==1.0
  description: Written in Python
- src: noname
- just text
- name: 3
  src: x
- name: nosource
"""


class Index(ProgramTest):
    def setUp(self):
        super().setUp()
        self.save("PLUGIN_INDEXES=[]")
        self.index = self.folder / "index"
        (self.index / "ulmo").mkdir(parents=True)
        (self.index / "foofile.yml").write_text(FOO)
        self.list = self.index / "ulmo/plugins.yml"
        self.list.write_text(INDEX.format(folder=self.index))
        self.cache = self.root / "env/plugins/index/cache.yml"

    def serve(self):
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def __init__(handler, *words):
                super().__init__(*words, directory=str(self.index))

            def log_message(handler, *words):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text())

    def test_add_list_remove(self):
        result = self.run_tutor("plugins", "index", "add", str(self.index))
        self.assertEqual(result.status, 0, result)
        self.assertEqual(result.err.count("invalid plugin"), 3)
        self.assertEqual(self.config()["PLUGIN_INDEXES"], [str(self.index)])
        self.assertEqual(self.tutor("plugins", "index", "list"), f"{self.index}\n")
        self.assertEqual(
            json.loads(self.tutor("plugins", "index", "list", "--output", "json")),
            [str(self.index)])
        again = self.run_tutor("plugins", "index", "add", str(self.index))
        self.assertEqual((again.status, again.out), (0, ""))
        self.assertIn("already", again.err)
        self.tutor("plugins", "index", "remove", str(self.index))
        self.assertEqual(self.config()["PLUGIN_INDEXES"], [])
        self.assertEqual(self.cache.read_text(), "[]\n")
        again = self.run_tutor("plugins", "index", "remove", str(self.index))
        self.assertEqual(again.status, 0)
        self.assertIn("not among", again.err)

    def test_public_names_and_relative_folders(self):
        curl = self.programs / "curl"
        curl.write_text("#!/bin/sh\necho 'curl: (6) Could not resolve host' >&2\nexit 6\n")
        curl.chmod(0o755)
        result = self.run_tutor("plugins", "index", "add", "contrib")
        self.assertEqual(result.status, 0, result)
        self.assertEqual(self.config()["PLUGIN_INDEXES"], ["https://overhang.io/tutor/contrib"])
        self.assertIn("https://overhang.io/tutor/contrib/ulmo/plugins.yml", result.out)
        self.assertIn("Could not resolve host", result.err)

    def test_the_cache_has_the_format_of_the_reference(self):
        self.run_tutor("plugins", "index", "add", str(self.index))
        self.assertEqual(
            self.cache.read_text(),
            f"""\
- author: An Author <a@b.c>
  description: 'A foo plugin, first line.


    More text.

    '
  index: {self.index}/ulmo/plugins.yml
  maintainer: Somebody
  name: foo
  src: {self.index}/foofile.yml
  url: https://example.com/foo
- index: {self.index}/ulmo/plugins.yml
  name: nosource
- description: Written in Python
  index: {self.index}/ulmo/plugins.yml
  name: package
  src: tutor-package==1.0
""",
        )

    def test_a_later_index_wins_and_a_broken_one_is_told(self):
        other = self.folder / "other"
        (other / "ulmo").mkdir(parents=True)
        (other / "ulmo/plugins.yml").write_text("- name: foo\n  src: elsewhere\n")
        broken = self.folder / "broken"
        (broken / "ulmo").mkdir(parents=True)
        (broken / "ulmo/plugins.yml").write_text("- name: {{ bad: 1 }}\n")
        self.tutor("config", "save", "--set",
                   f"PLUGIN_INDEXES=['{self.index}', '{broken}', '{other}', /nowhere]")
        result = self.run_tutor("plugins", "update")
        self.assertEqual(result.status, 0, result)
        self.assertIn("/nowhere/ulmo/plugins.yml", result.err)
        self.assertIn(str(broken), result.err)
        entries = {entry["name"]: entry for entry in yaml.safe_load(self.cache.read_text())}
        self.assertEqual(entries["foo"]["src"], "elsewhere")

    def test_search_and_show(self):
        self.run_tutor("plugins", "index", "add", str(self.index))
        self.assertEqual(
            self.tutor("plugins", "search"),
            "NAME    \tSTATUS       \tDESCRIPTION\n"
            "foo     \tnot installed\tA foo plugin, first line.\n"
            "nosource\tnot installed\t\n"
            "package \tnot installed\tWritten in Python\n")
        self.assertEqual(
            self.tutor("plugins", "search", "PYTHON"),
            "NAME   \tSTATUS       \tDESCRIPTION\npackage\tnot installed\tWritten in Python\n")
        self.assertEqual(self.tutor("plugins", "search", "zzz"), "NAME\tSTATUS\tDESCRIPTION\n")
        self.assertEqual(
            self.tutor("plugins", "show", "FOO"),
            f"Name: foo\nSource: {self.index}/foofile.yml\nStatus: not installed\n"
            "Author: An Author <a@b.c>\nMaintainer: Somebody\nHomepage: https://example.com/foo\n"
            f"Index: {self.index}/ulmo/plugins.yml\n"
            "Description: A foo plugin, first line.\n\nMore text.\n")
        shown = json.loads(self.tutor("plugins", "show", "foo", "--output", "json"))
        self.assertEqual((shown["name"], shown["status"]), ("foo", "not installed"))
        error = self.fails("plugins", "show", "fo")
        self.assertIn("'fo'", error)
        self.assertIn("foo", error)

    def test_install_by_name_by_path_and_by_address(self):
        self.run_tutor("plugins", "index", "add", str(self.index))
        self.tutor("plugins", "install", "Foo")
        self.assertEqual((self.plugins / "foofile.yml").read_text(), FOO)
        self.tutor("plugins", "enable", "foo")
        self.assertIn("enabled", self.tutor("plugins", "search", "foo"))
        (self.index / "plain").write_text("x = 1\n")
        self.tutor("plugins", "install", str(self.index / "plain"))
        self.assertEqual((self.plugins / "plain.py").read_text(), "x = 1\n")
        (self.plugins / "foofile.yml").unlink()
        address = self.serve()
        self.tutor("plugins", "install", f"{address}/foofile.yml?x=1")
        self.assertEqual((self.plugins / "foofile.yml").read_text(), FOO)
        (self.index / "foofile.yml").write_text(FOO.replace("1.0.0", "1.1.0"))
        self.tutor("plugins", "upgrade", "all")
        self.assertIn("1.1.0", (self.plugins / "foofile.yml").read_text())
        result = self.run_tutor("plugins", "upgrade", "nothing", "foo")
        self.assertEqual(result.status, 0)
        self.assertIn("'nothing'", result.err)

    def test_an_index_behind_an_address(self):
        address = self.serve()
        self.run_tutor("plugins", "index", "add", address)
        self.assertIn("foo", self.tutor("plugins", "search"))

    def test_what_cannot_be_installed_leaves_nothing_behind(self):
        self.run_tutor("plugins", "index", "add", str(self.index))
        address = self.serve()
        cases = {
            "nosource": "does not say where",
            "nothing": "neither a file",
            f"{address}/none.yml": "404",
            f"{address}/": "name of a file",
            str(self.folder): "neither a file",
        }
        for name, word in cases.items():
            with self.subTest(name):
                error = self.fails("plugins", "install", name)
                self.assertEqual(error.count("Error:"), 1, error)
                self.assertIn(word, error)
                self.assertEqual(list(self.plugins.iterdir()), [])
        self.fails("plugins", "install", "foo", "package")
        self.assertEqual(list(self.plugins.iterdir()), [])

    def test_without_curl(self):
        self.environment["PATH"] = str(self.programs)
        error = self.fails("plugins", "install", "http://127.0.0.1:1/x.yml")
        self.assertIn("'curl' is not installed", error)

    def test_without_config_yml(self):
        import shutil

        shutil.rmtree(self.root)
        environment = {"TUTOR_PLUGIN_INDEXES": f"['{self.index}']"}
        self.assertEqual(
            self.tutor("plugins", "index", "list", environment=environment), f"{self.index}\n")
        self.assertIn("foo", self.tutor("plugins", "search", environment=environment))
        self.tutor("plugins", "update", environment=environment)
        self.tutor("plugins", "install", "foo", environment=environment)
        self.tutor("plugins", "show", "foo", environment=environment)
        self.assertFalse((self.root / "config.yml").exists())
        self.assertTrue((self.plugins / "foofile.yml").exists())


if __name__ == "__main__":
    main()
