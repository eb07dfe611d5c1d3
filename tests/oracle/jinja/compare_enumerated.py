#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `jinja-cases` with Jinja2 on the cases of enumerate_cases.py.

  compare_enumerated.py [options] DRIVER      (needs jinja2 3.1.6)

Status 1 when an output, an error class, a line number or a message differs that
differences.py does not list.
"""
import argparse
import json
import pathlib
import random
import sys

import jinja2

import differences
import driver
import enumerate_cases
import reference


def references(cases, cache):
    """Jinja2's answers; kept in the file `cache` while working on the engine."""
    known = {}
    if cache and cache.exists():
        known = {key: answer for key, answer in map(json.loads, cache.open(encoding="utf-8"))}
    keys = [json.dumps(case, sort_keys=True) for case in cases]
    new = [(key, reference.answer(case)) for key, case in zip(keys, cases) if key not in known]
    known.update(new)
    if cache and new:
        with cache.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(pair) + "\n" for pair in new)
    return [known[key] for key in keys]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="only so many cases, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", help="only the cases whose id begins so")
    parser.add_argument("--cache", type=pathlib.Path)
    parser.add_argument("--show", type=int, default=30)
    parser.add_argument("driver")
    arguments = parser.parse_args()
    cases = [
        case
        for case in enumerate_cases.all_cases()
        if case["id"].startswith(arguments.family or "")
    ]
    if arguments.sample and arguments.sample < len(cases):
        cases = random.Random(arguments.seed).sample(cases, arguments.sample)
    expected = references(cases, arguments.cache)
    found = driver.run_driver(arguments.driver, cases)
    counts, shown = {}, 0
    for case, wanted in zip(cases, expected):
        kind = driver.difference(wanted, found[case["id"]])
        if not kind:
            continue
        if differences.is_known(case, wanted, found[case["id"]]):
            counts["known"] = counts.get("known", 0) + 1
            continue
        counts[kind] = counts.get(kind, 0) + 1
        if shown < arguments.show:
            shown += 1
            answer = found[case["id"]]
            print(f"-- {case['id']} ({kind}) {case['env'] or ''}\n   {case['source']}")
            for label, side in (("jinja2", wanted), ("  ours", answer)):
                text = side.get("output", side.get("crash"))
                if text is None:
                    text = f"{side['error']}: {side['message']} {side.get('lineno', '')}"
                print(f"   {label}: {text[:300]!r}")
    print(f"{len(cases)} cases with Jinja2 {jinja2.__version__}; different: {counts or 'none'}")
    return 1 if set(counts) - {"known"} else 0


if __name__ == "__main__":
    sys.exit(main())
