# SPDX-License-Identifier: Apache-2.0
"""Stands for a program: writes down how it was called and answers as the
scenario in the environment says."""
import json
import os
import pathlib
import sys


def main():
    words = sys.argv[1:]
    program = os.path.basename(words[0])
    call = {"words": words, "input": "", "password": ""}
    if program == "mysql":
        statement_given = any(word.startswith(("-e", "--execute")) for word in words)
        call["input"] = "" if statement_given else sys.stdin.read()
        given = [word.split("=", 1)[1] for word in words if word.startswith("--password=")]
        call["password"] = given[-1] if given else os.environ.get("MYSQL_PWD", "")
    if program == "manage.py" and words[2:4] == ["shell", "-c"]:
        call["words"] = [*words[:4], *_shell(words[4])]
    with open(os.environ["JOURNAL"], "a", encoding="utf-8") as journal:
        journal.write(json.dumps(call) + "\n")
    if program == "mysql":
        _fail_a_few_times()
    if program == "manage.py" and "waffle_switch" in words and "--list" in words:
        print("Switches:\n" + os.environ.get("SWITCHES", ""))
    if program == "git" and "clone" in words:
        _clone(pathlib.Path(words[-1]))
    if program == "pip" and words[1:2] in (["show"], ["list"], ["freeze"]):
        if not os.environ.get("AUTHZ"):
            sys.exit(1 if words[1] == "show" else 0)
        print("openedx-authz 1.0")


def _shell(code):
    """What code for the Django shell calls."""
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
    from parity import settings  # pylint: disable=import-outside-toplevel

    journal = []
    with settings.stand_in("lms", {}, journal):
        exec(code, settings.Namespace(journal))  # pylint: disable=exec-used
    return journal


def _clone(folder):
    """A repository with one course and one library."""
    for name in ("demo/course/course.xml", "demo/library/library.xml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    for name in ("course", "sub/folder"):
        (folder / name).mkdir(parents=True, exist_ok=True)


def _fail_a_few_times():
    """The first calls fail, as many as FAILURES says."""
    counter = os.environ["JOURNAL"] + ".failures"
    failed = os.path.getsize(counter) if os.path.exists(counter) else 0
    if failed < int(os.environ.get("FAILURES", "0")):
        with open(counter, "a", encoding="utf-8") as out:
            out.write("x")
        sys.exit(1)


main()
