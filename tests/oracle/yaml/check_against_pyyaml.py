#!/usr/bin/python3
"""Compares the yaml module with the PyYAML of this machine on random input.

    check_against_pyyaml.py PROBE [SEED [COUNT]]

Random values: both dump the same bytes and PyYAML reads ours back as the same
value. Random texts: both load the same value, wherever both accept the text
(docs/compatibility/pyyaml.md lists what only one of them accepts). Skipped
(status 77) without PyYAML.
"""

import json
import random
import subprocess
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)

from make_cases import DOCUMENTS, SCALARS, describe, random_value

FRAGMENTS = [
    "a", "b: ", "- ", "\n", "\n  ", "\n    ", "'", '"', "{", "}", "[", "]", ",", ": ", ":", "? ", "|", "|-\n  ", ">\n  ",
    "&x ", "*x ", "!!str ", " # c", "1", "0x", "_", "1.5", "yes", "~", "<<: ", "...", "---\n", "é", "\\", "e", "+", "-",
    ".", " ", "😀", "2020-01-01", "12:30",
]


def ask(probe, questions):
    run = subprocess.run([probe], input=json.dumps(questions), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def random_text(source, corpus):
    text = source.choice(corpus)
    for _ in range(source.randint(1, 4)):
        at = source.randint(0, len(text))
        text = text[:at] + source.choice(FRAGMENTS) + text[at + source.randint(0, 1):]
    return text


def python_load(text):
    try:
        return describe(yaml.safe_load(text))
    except Exception:  # whatever PyYAML lets through
        return "ERROR"


def check_dumps(probe, source, count):
    values = [json.loads(json.dumps(random_value(source, 4))) for _ in range(count)]
    failures = []
    for value, ours in zip(values, ask(probe, [["dump", json.dumps(value)] for value in values])):
        theirs = yaml.safe_dump(value, default_flow_style=False, allow_unicode=True)
        if ours != theirs or yaml.safe_load(ours) != value:
            failures.append(f"dump of {value!r}\n  theirs {theirs!r}\n  ours   {ours!r}")
    return failures


def check_loads(probe, source, count):
    corpus = [word.replace(r"\u0020", " ") for word in SCALARS.split()] + DOCUMENTS
    texts = [random_text(source, corpus) for _ in range(count)]
    failures = []
    for text, ours in zip(texts, ask(probe, [["load", text] for text in texts])):
        theirs = python_load(text)
        if "ERROR" not in (ours, theirs) and ours != theirs and "set(" not in theirs:
            failures.append(f"load of {text!r}\n  theirs {theirs}\n  ours   {ours}")
    return failures


def main():
    probe = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    source = random.Random(seed)
    failures = check_dumps(probe, source, count) + check_loads(probe, source, 3 * count)
    print(*failures[:10], sep="\n")
    print(f"seed {seed}: {len(failures)} of {4 * count} differ from PyYAML {yaml.__version__}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
