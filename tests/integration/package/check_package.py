# SPDX-License-Identifier: Apache-2.0
"""The installed CMake package serves programs outside this tree.

Installs the component `jinja` into an empty prefix, builds examples/jinja and the C++ of
docs/jinja.md against it, runs them and compares what they print with what the pages say.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["TUTOR_SOURCE_DIR"])
BUILD = pathlib.Path(os.environ["TUTOR_BUILD_DIR"])
HERE = pathlib.Path(__file__).parent


def run(*command, cwd=None, status=0):
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    if done.returncode != status:
        raise AssertionError(f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout if status == 0 else done.stderr


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.work = pathlib.Path(cls.folder.name)
        run("cmake", "--install", BUILD, "--prefix", cls.work / "prefix", "--component", "jinja")

    def build(self, source, name):
        run(
            "cmake", "-S", source, "-B", self.work / name, "-G", "Ninja",
            "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_PREFIX_PATH={self.work / 'prefix'}",
        )
        run("cmake", "--build", self.work / name)
        return self.work / name

    def test_headers_do_not_lead_into_the_tree(self):
        for file in (self.work / "prefix").rglob("*.cmake"):
            self.assertNotIn(str(SOURCE), file.read_text(encoding="utf-8"), file)

    def test_an_unknown_component_is_an_error(self):
        source = self.work / "missing"
        source.mkdir()
        (source / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(p NONE)\n"
            "find_package(tutor CONFIG REQUIRED COMPONENTS nothing)\n", encoding="utf-8"
        )
        errors = run("cmake", "-S", source, "-B", source / "build",
                     f"-DCMAKE_PREFIX_PATH={self.work / 'prefix'}", status=1)
        self.assertIn("nothing", errors)

    def test_the_example_builds_outside_the_tree_and_prints_what_its_page_says(self):
        source = self.work / "example"
        shutil.copytree(SOURCE / "examples/jinja", source)
        program = self.build(source, "example-build") / "bin/example-jinja"
        said = blocks(SOURCE / "examples/jinja/README.md", "")
        self.assertEqual(run(program, "examples/jinja/templates", cwd=SOURCE), said[-2])
        errors = run(program, "examples/jinja/templates", "broken.txt", cwd=SOURCE, status=1)
        self.assertEqual(errors, said[-1])

    def test_the_code_of_the_manual_builds_and_prints_what_it_says(self):
        source = self.work / "manual"
        shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("*.py"))
        start, includes, *pieces = blocks(SOURCE / "docs/jinja.md", "cpp")
        self.assertLessEqual(len([line for line in start.splitlines() if line]), 10)
        (source / "start.cpp").write_text(start, encoding="utf-8")
        body = "jinja::Environment environment;\n" + "\n".join(pieces)
        (source / "tour.cpp").write_text(
            f"{includes}\nint main() {{\n{body}\n}}\n", encoding="utf-8"
        )
        build = self.build(source, "manual-build")
        self.assertEqual(run(build / "start"), "Hello Ada and Grace!\n")
        printed = run(build / "tour")
        said = re.findall(r"^(?!///).*// => (.*)$", body, re.MULTILINE)
        self.assertGreaterEqual(len(said), 5)
        for line in said:
            self.assertIn(line + "\n", printed)


if __name__ == "__main__":
    unittest.main()
