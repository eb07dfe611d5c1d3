# SPDX-License-Identifier: Apache-2.0
"""The tables of `tests/oracle/commands`: command lines, allowed differences, pending ones."""
import fnmatch
import re
import shlex
from dataclasses import dataclass, field

import yaml

_KEYS = {
    "run", "note", "world", "stdin", "terminal", "input", "answers", "environment", "files", "remove", "programs",
    "bare_path", "out", "shows", "scripts", "folder", "slow",
}  # fmt: skip


@dataclass
class Case:
    """One entry: one or several command lines that run one after the other in one world."""

    name: str
    world: str
    steps: list  # of lists of words
    options: dict = field(default_factory=dict)

    def get(self, key, default=None):
        return self.options.get(key, default)


def load_cases(folder):
    """All entries of all tables; exits when a name stands twice."""
    cases = {}
    for path in sorted((folder / "cases").glob("*.yml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8")):
            shared = {key: value for key, value in group.items() if key not in ("about", "lines", "each")}
            for line in group["lines"]:
                line = line if isinstance(line, dict) else {"run": line}
                for word in group.get("each", [""]):
                    case = _case(path.stem, shared, {**line, "run": _with_word(line["run"], word)})
                    if case.name in cases:
                        raise SystemExit(f"{path.name}: '{case.name}' stands twice: give one a 'note'")
                    cases[case.name] = case
    return sorted(cases.values(), key=lambda case: not case.get("slow", False))


def _with_word(run, word):
    """The command lines with "$EACH" replaced by one of the group's words."""
    return [text.replace("$EACH", word) for text in _as_list(run)]


def _case(table, shared, line):
    options = {**shared, **line}
    for key in ("environment", "files"):
        if key in shared and key in line:
            options[key] = {**shared[key], **line[key]}
    unknown = set(options) - _KEYS
    if unknown:
        raise SystemExit(f"{table}: unknown key {sorted(unknown)} in {line}")
    texts = options["run"]
    note = f"  # {options['note']}" if "note" in options else ""
    return Case(
        name=f"{table}: " + "; ".join(texts) + note,
        world=options.get("world", "saved"),
        steps=[shlex.split(text) for text in texts],
        options=options,
    )


class Allowed:
    """Rows of `differences.yml`. Each quotes the document that wants the difference."""

    def __init__(self, folder, documents):
        self._rows = yaml.safe_load((folder / "differences.yml").read_text(encoding="utf-8")) or []
        self._used = [False] * len(self._rows)
        for row in self._rows:
            _check(row, documents)

    def reason(self, case, difference):
        """Why the difference is meant; None when it is not."""
        found = None
        for index, row in enumerate(self._rows):
            if _fits(row, case, difference):
                self._used[index] = True
                found = found or row["quotes"]
        return found

    def unused(self, ran_everything):
        return [row for row, used in zip(self._rows, self._used) if not used and ran_everything]


def _fits(row, case, difference):
    sides = (("ours", difference.ours), ("reference", difference.reference))
    return (
        any(fnmatch.fnmatchcase(case, pattern) for pattern in _as_list(row.get("case", "*")))
        and fnmatch.fnmatchcase(difference.path, row["path"].replace("[", "[[]"))
        and all(re.search(row[side], str(value), re.DOTALL) for side, value in sides if side in row)
    )


def _check(row, documents):
    quote = " ".join(row["quotes"].split())
    if documents and not any(quote in text for text in documents):
        raise SystemExit(f"differences.yml: no document says: {row['quotes']}")


def _as_list(value):
    return value if isinstance(value, list) else [value]


def load_pending(folder):
    """Patterns of names of cases in pending.yml: they differ, and an issue says so."""
    return yaml.safe_load((folder / "pending.yml").read_text(encoding="utf-8")) or []


def is_pending(patterns, name):
    return any(fnmatch.fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in patterns)
