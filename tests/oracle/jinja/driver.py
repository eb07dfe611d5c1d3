# SPDX-License-Identifier: Apache-2.0
"""Runs `jinja-cases` and compares its answers with Jinja2's."""
import json
import re
import subprocess


def run_driver(driver, cases):
    """The driver's answers by id; a case that ends it has none, and it is started again."""
    answers, todo = {}, cases
    while todo:
        lines = "".join(json.dumps(case) + "\n" for case in todo)
        done = subprocess.run(
            [driver], input=lines.encode(), stdout=subprocess.PIPE, timeout=600, check=False
        )
        for line in done.stdout.decode("utf-8", "replace").split("\n"):
            try:
                answer = json.loads(line)
            except ValueError:
                continue
            answers[answer["id"]] = answer
        todo = [case for case in todo if case["id"] not in answers]
        if todo:
            answers[todo[0]["id"]] = {"crash": f"status {done.returncode}"}
            todo = todo[1:]
    return answers


def comparable(text):
    """Addresses and the words of Python for memory have no meaning."""
    text = re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", text)
    return text.encode("utf-8", "replace").decode()


def difference(expected, found):
    if "crash" in found:
        return "crash"
    if "output" in expected:
        if "error" in found:
            return "error"
        return "" if comparable(found["output"]) == comparable(expected["output"]) else "output"
    if "error" not in found:
        return "no error"
    if expected["error"] != found["error"]:
        return "class"
    if "lineno" in expected and expected["lineno"] != found.get("lineno"):
        return "line"
    if comparable(expected["message"]) != comparable(found["message"]):
        return "message"
    return ""
