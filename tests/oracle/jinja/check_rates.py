#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `jinja-cases` with files of cases that hold Jinja2's answers, and wants

all outputs of "core" and "near-core", 98 % of "beyond", 99 % of the error classes and 97 % of the
messages.

  check_rates.py DRIVER CASES.jsonl...
"""
import json
import sys

import driver

LEAST = {"core": 100, "near-core": 100, "beyond": 98, "error classes": 99, "error messages": 97}
# A case counts as right for its tags whatever its error is called; see the case format.
ANY_ERROR = ("class", "line", "message")


def main():
    program, *files = sys.argv[1:]
    cases = [json.loads(line) for name in files for line in open(name, encoding="utf-8")]
    found = driver.run_driver(program, cases)
    rates = {name: [0, 0] for name in LEAST}
    for case in cases:
        wanted = case.get("expect_316", case["expect"])
        kind = driver.difference(wanted, found[case["id"]])
        for tag in {"core", "near-core", "beyond"} & set(case["tags"]):
            rates[tag][1] += 1
            rates[tag][0] += not kind or kind in ANY_ERROR
        if "error" in wanted:
            rates["error classes"][1] += 1
            rates["error classes"][0] += kind in ("", "line", "message")
            rates["error messages"][1] += 1
            rates["error messages"][0] += kind in ("", "line")
        if kind:
            print(f"-- {case['id']} ({kind}): {wanted} {found[case['id']]}"[:600])
    failed = False
    for name, (right, total) in rates.items():
        short = total > 0 and 100 * right < LEAST[name] * total
        failed |= short
        print(f"{name:15} {right:6} of {total:6}{' TOO FEW' if short else ''}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
