#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Check the lists that env-parity lives on, without running it.

- Every entry of env-parity.allow.yml has its row in docs/compatibility/tutor.md, and every row of
  the part "Environment" there has an entry.
- There are at least forty configurations; each setting of the core has another value than its
  default in at least one of them, and each switch is seen on and off.
"""
import pathlib
import re
import sys

import yaml

TOP = pathlib.Path(__file__).resolve().parents[3]
PAGE = "docs/compatibility/tutor.md"
# The reference draws another one for every configuration.
DRAWN = {"JWT_RSA_PRIVATE_KEY"}
# The reference has no such setting; integration.k8s compares the two forms of the environment.
OURS = {"K8S_SECRETS"}


def main():
    problems = [*rows(), *coverage()]
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} in the lists of env-parity")
    return 1 if problems else 0


def load(name):
    return yaml.safe_load((TOP / name).read_text(encoding="utf-8")) or {}


def rows():
    """What is wrong between the explained differences and the page for users."""
    page = (TOP / PAGE).read_text(encoding="utf-8")
    cells = {line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")}
    part = page.partition("## Environment")[2].partition("\n## ")[0]
    environment = {line.split("|")[1].strip() for line in part.splitlines() if line.startswith("| ")} - {"Difference"}
    entries = load("tests/oracle/env-parity.allow.yml")
    explained = {entry.get("row") for entry in entries}
    for entry in entries:
        if entry.get("row") not in cells:
            yield f"env-parity.allow.yml: no row '{entry.get('row')}' in {PAGE}, for {entry['file']}"
        if not entry.get("reason"):
            yield f"env-parity.allow.yml: no reason for {entry['file']}"
    if not environment:
        yield f"{PAGE}: no rows under 'Environment'"
    for row in sorted(environment - explained):
        yield f"{PAGE}: no entry of env-parity.allow.yml has the row '{row}'"


def coverage():
    """Settings that no configuration varies."""
    configurations = [load(path) for path in sorted((TOP / "tests/oracle/configs").glob("*.yml"))]
    if len(configurations) < 40:
        yield f"only {len(configurations)} configurations"
    defaults = {**load("templates/config/base.yml"), **load("templates/config/defaults.yml")}
    for name, default in defaults.items():
        values = [configuration.get(name, default) for configuration in configurations]
        if name not in DRAWN | OURS and all(value == default for value in values):
            yield f"no configuration varies {name}"
        if re.match(r"(RUN|ENABLE)_", name) and {bool(value) for value in values} != {True, False}:
            yield f"{name} is not seen both on and off"


if __name__ == "__main__":
    sys.exit(main())
