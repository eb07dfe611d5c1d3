# SPDX-License-Identifier: Apache-2.0
"""The plugins of two environments, each alone and all together, in our program and the reference.

Prints what differs, and in the end what came of each plugin. The status is 0 when everything is equal
or explained by a row of differences.yml; a plugin that the reference cannot run needs such a row, too.
What the reference does is kept below --kept, by the plugins and their versions: it takes long, and
does not change.
"""
import argparse
import concurrent.futures
import dataclasses
import fnmatch
import hashlib
import importlib.metadata
import json
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

from parity import compare  # noqa: E402  pylint: disable=wrong-import-position

import observe  # noqa: E402  pylint: disable=wrong-import-position


def plugins_in(environment):
    """Name and version of the plugins that are packages there."""
    found = {}
    for distribution in importlib.metadata.distributions(path=[str(environment)]):
        for point in distribution.entry_points:
            if point.group in ("tutor.plugin.v0", "tutor.plugin.v1"):
                found[point.name] = distribution.version
    return found


class NothingToCompare(Exception):
    """The reference does not manage it; what it says, and what we do."""

    def __init__(self, reference, ours):
        super().__init__(f"the reference fails ({reference}); ours: {ours}")
        self.reference = reference
        self.ours = ours


@dataclasses.dataclass
class Outcome:
    """What came of one set of plugins."""

    title: str
    kind: str  # a key of KINDS
    what: str = ""
    details: list = dataclasses.field(default_factory=list)  # lines to print
    rows: set = dataclasses.field(default_factory=set)  # of differences.yml, by number

    def __str__(self):
        return f"{self.title}: {self.what or self.kind}"


# What may come of a set, and whether it is as it should be.
KINDS = {"equal": True, "explained": True, "fails in the reference too": True, "differs": False,
         "fails in the reference, unexplained": False}


class Comparison:
    """Both programs over sets of plugins."""

    def __init__(self, arguments, scratch):
        self.arguments = arguments
        self.scratch = scratch
        self.differences = yaml.safe_load((HERE / "differences.yml").read_text(encoding="utf-8")) or []
        self.allowed = yaml.safe_load((HERE.parent / "env-parity.allow.yml").read_text(encoding="utf-8"))
        self.used = set()
        site = "lib/python3.11/site-packages"
        self.ours = plugins_in(arguments.environment / site)
        self.theirs = plugins_in(pathlib.Path(arguments.reference).parents[1] / site)
        self.sources = hashlib.sha256((HERE / "observe.py").read_bytes()).hexdigest()
        self.core = observe.core_commands(self.our_side("core-ours"))
        self.core_reference = None

    def our_side(self, name):
        return observe.Side(
            self.arguments.program, self.scratch / name, {"TUTOR_PYTHON_VENV": str(self.arguments.environment)}
        )

    def harmless(self, words):
        return not any(
            fnmatch.fnmatchcase(words, pattern) for entry in self.differences for pattern in entry.get("not run", ())
        )

    def kept(self, names):
        """Where what the reference does with these plugins is kept."""
        key = repr(([(name, self.theirs[name]) for name in names], self.sources, self.settings(names, {})))
        return self.arguments.kept / f"{'-'.join(names)[:40]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"

    def settings(self, names, beginning):
        """What config.yml holds before plugins are enabled: also what they cannot do without."""
        given = dict(beginning)
        for entry in self.differences:
            if entry["plugin"] in names:
                given.update(entry.get("settings", {}))
        return given

    def prepare(self, sets):
        """Asks the reference what it does without plugins, when that will be needed."""
        if not all((self.kept(names) / "seen.json").exists() for names in sets):
            side = observe.Side(self.arguments.reference, self.scratch / "core-reference", {})
            self.core_reference = observe.core_commands(side)

    def reference(self, names):
        """What the reference does: the folder in which its environment is, and what was seen."""
        kept = self.kept(names)
        if not (kept / "seen.json").exists():
            shutil.rmtree(kept, ignore_errors=True)
            side = observe.Side(self.arguments.reference, kept, {})
            try:
                settings = self.settings(names, observe.SETTINGS)
                seen = observe.observe(side, names, self.core_reference, settings, self.harmless, True)
            except observe.Failure as failure:
                seen = {"failed": str(failure)}
            (kept / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
        return kept, json.loads((kept / "seen.json").read_text(encoding="utf-8"))

    def compare(self, names, index):
        """Differences with these plugins enabled, as (what, ours, reference)."""
        kept, theirs = self.reference(names)
        if "failed" in theirs:
            raise NothingToCompare(gist(theirs["failed"]), self.how_we_do(names, index))
        # What enabling stores, from the same beginning; the drawn values differ.
        fresh = self.our_side(f"{index}-fresh")
        fresh.configure(self.settings(names, observe.SETTINGS))
        fresh.enable(*names)
        yield from same("settings stored", sorted(fresh.config()), sorted(theirs["config.yml"]))
        # From here on with the values that the reference drew.
        side = self.our_side(str(index))
        settings = theirs["before"] | {
            key: value for key, value in theirs["config.yml"].items() if key in theirs["disabled"]
        }
        ours = json.loads(json.dumps(observe.observe(side, names, self.core, settings, self.harmless, False)))
        for what in ("config.yml", "patches", "printtag", "images pull all", "images push all",
                     "commands", "pages", "disabled"):
            yield from same(what, ours[what], theirs[what])
        for words in sorted({*ours["runs"], *theirs["runs"]}):
            if self.harmless(words):
                yield from runs(words, ours["runs"].get(words), theirs["runs"].get(words))
        # We also list what stands in a branch that is not rendered.
        status, listed = ours["patches list"]
        missing = set(theirs["patches list"][1]) - set(listed)
        yield from same("patches list", [status, sorted(missing)], [0, []])
        yield from same("env/plugins", tree(side.root / "enabled/env/plugins"), tree(kept / "enabled/env/plugins"))
        meanings = [
            *([] if self.arguments.quick else compare.environments(
                side.root / "enabled/env", kept / "enabled/env", may_be_refused=True)),
            *compare.jobs(ours["init"], theirs["init"]),
        ]
        for name, difference in meanings:
            if not self.of_the_core(name, difference):
                yield f"{name}: {difference.path}", difference.ours, difference.reference
        if self.arguments.kustomize:
            yield from manifests(self.arguments.kustomize, side.root / "enabled/env")
        left = [name for name in tree(side.root / "env/plugins") if not name.startswith("index/")]
        yield from same("files left after disabling", left, [])

    def how_we_do(self, names, index):
        """Whether we manage what the reference does not."""
        side = self.our_side(f"{index}-alone")
        try:
            observe.observe(side, names, self.core, self.settings(names, observe.SETTINGS), self.harmless, False)
        except observe.Failure as failure:
            return gist(str(failure))
        return "works"

    def needed(self, names):
        """The plugins, and those without which they do not work."""
        more = [
            needed for entry in self.differences if entry["plugin"] in names for needed in entry.get("needs", ())
        ]
        return sorted({*names, *more})

    def of_the_core(self, name, difference):
        plain = [re.sub(" at 0x[0-9a-f]+>", ">", repr(side)) for side in (difference.ours, difference.reference)]
        if plain[0] == plain[1]:
            return True  # functions differ by their address only
        return any(
            fnmatch.fnmatchcase(name, entry["file"])
            and fnmatch.fnmatchcase(difference.path, entry.get("path", "*").replace("[", "[[]"))
            for entry in self.allowed
        )

    def allowing(self, names, ours, applies):
        """The number of the first row that allows something; None when there is none."""
        for number, entry in enumerate(self.differences):
            if (
                (entry["plugin"] == "*" or entry["plugin"] in names)
                and applies(entry)
                and ("ours" not in entry or re.search(entry["ours"], str(ours)))
            ):
                return number
        return None

    def reasons(self, rows):
        return "; ".join(sorted({self.differences[row]["reason"] for row in rows}))

    def judge(self, names, index):
        """Compares, and says what came of it."""
        title = ", ".join(names) if len(names) < 9 else f"{len(names)} together ({names[0]} ... {names[-1]})"
        try:
            found = list(self.compare(names, index))
        except NothingToCompare as failure:
            row = self.allowing(
                names,
                failure.ours,
                lambda entry: "reference fails" in entry and re.search(entry["reference fails"], failure.reference),
            )
            if row is None:
                return Outcome(title, "fails in the reference, unexplained", str(failure))
            return Outcome(title, "fails in the reference too", f"{failure}: {self.reasons({row})}", rows={row})
        except observe.Failure as failure:
            found = [("failed", str(failure), None)]
        except Exception:  # pylint: disable=broad-except  # a fault here must not hide the other plugins
            found = [("comparison failed", traceback.format_exc(), None)]
        details, rows, left = [], set(), 0
        for what, ours, theirs in found:
            row = self.allowing(
                names, ours, lambda entry: fnmatch.fnmatchcase(what, entry.get("what", "").replace("[", "[[]"))
            )
            if row is None or self.arguments.all:
                details.append(f"{title}: {what}\n    ours:     {shown(ours)}\n    reference:{shown(theirs)}")
            left += row is None
            rows |= {row} - {None}
        explained = f"{len(found) - left} explained: {self.reasons(rows)}"
        if left:
            return Outcome(title, "differs", f"{left} differences{', ' + explained if rows else ''}", details, rows)
        return Outcome(title, "explained" if rows else "equal", explained if rows else "", details, rows)


def gist(failure):
    """The line of an error that says what is wrong."""
    lines = [line.strip() for line in failure.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"Error: |[A-Za-z.]+(Error|Exception)\b", line)]
    return (errors or lines)[-1]


def tree(folder):
    """Path to bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def manifests(kustomize, folder):
    """Differences between our build of a kustomization and that of kustomize, which may both fail."""
    probe = HERE.parents[2] / "build/release/tests/oracle/kustomize/kustomize_probe"
    wanted_status, wanted, _error = build(kustomize, "build", folder)
    status, text, error = build(probe, folder)
    yield from same("manifests: fails", status != 0, wanted_status != 0)
    if status != 0:
        yield from same("manifests: exit status and error", [status, bool(error.strip())], [1, True])
    elif wanted_status == 0:
        yield from same("manifests", text, wanted)


def build(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def same(what, ours, theirs):
    """One difference, or for mappings one for each key, when they are not equal."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from same(f"{what}: {key}", ours.get(key), theirs.get(key))
    elif ours != theirs:
        yield what, ours, theirs


def runs(words, ours, theirs):
    """Differences of one run of a command of a plugin."""
    if ours is None or theirs is None:
        yield f"runs: {words}", ours, theirs
    elif "Traceback (most recent call last)" in theirs["error"]:
        # The plugin cannot do it here (no network, no service): then it is one error of ours.
        if ours["status"] in (0, "timeout") or "Traceback" in ours["error"]:
            yield f"runs: {words}", ours, theirs
    else:
        for what in ("status", "calls"):
            yield from same(f"runs: {words}: {what}", ours[what], theirs[what])
        if not printed_alike(ours["out"], theirs["out"]):
            yield f"runs: {words}: out", ours["out"], theirs["out"]
        yield from same(f"runs: {words}: error", messages(ours["error"]), messages(theirs["error"]))


def printed_alike(ours, theirs):
    """Whether the lines are the same; we print *** where the reference prints a secret."""
    left, right = ours.splitlines(), theirs.splitlines()
    return len(left) == len(right) and all(
        re.fullmatch(".+?".join(map(re.escape, mine.split("***"))), other) for mine, other in zip(left, right)
    )


def messages(text):
    """Without what either program says to whom it runs as."""
    return "\n".join(line for line in text.splitlines() if " as root" not in line)


def shown(value):
    text = value if isinstance(value, str) else repr(value)
    return "\n".join(f"        {line}" for line in text[:1800].splitlines()) if "\n" in text else f" {text[:1800]}"


def sets_of(arguments, comparison):
    """What is to be compared, each a list of names."""
    names = sorted(comparison.ours)
    if arguments.only:
        return [arguments.only]
    sets = [comparison.needed([name]) for name in arguments.alone or names]
    if arguments.groups:
        lines = arguments.groups.read_text(encoding="utf-8").splitlines()
        groups = [line.split() for line in lines if line.strip() and not line.startswith("#")]
        sets += [comparison.needed(group) for group in groups]
    elif not arguments.alone:
        sets.append(names)
    return sets


def summary(outcomes, comparison):
    """Every set, by what came of it; rows that allow what nothing shows any more."""
    print("\nSummary")
    for kind in KINDS:
        found = [outcome for outcome in outcomes if outcome.kind == kind]
        if found:
            print(f"  {kind}: {len(found)}")
        for outcome in found:
            print(f"    {outcome.title if outcome.kind == 'equal' else outcome}")
    used = set().union(*(outcome.rows for outcome in outcomes))
    for row, entry in enumerate(comparison.differences):
        if row not in used and entry["plugin"] in comparison.ours and {"what", "reference fails"} & {*entry}:
            print(f"  not needed in this run: {entry}")


def in_processes(job, comparison, sets):
    """Yields what `job` of each set gives, as it comes. Processes: loading settings changes them."""
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(comparison.arguments.jobs, context) as pool:
        running = [pool.submit(job, comparison, plugins, index) for index, plugins in enumerate(sets)]
        for future in concurrent.futures.as_completed(running):
            yield future.result()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--environment", required=True, type=pathlib.Path)
    parser.add_argument("--kustomize", type=pathlib.Path, help="build manifests with it, too")
    parser.add_argument("--kept", required=True, type=pathlib.Path)
    parser.add_argument("--only", nargs="*", help="these plugins together, nothing else")
    parser.add_argument("--prepare", action="store_true", help="only find out what the reference does")
    parser.add_argument("--quick", action="store_true", help="no comparison of the core's files by meaning")
    parser.add_argument("--alone", nargs="+", help="these plugins, each alone, nothing else")
    parser.add_argument("--groups", type=pathlib.Path, help="a file of sets, one a line, instead of all together")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="sets compared at the same time")
    parser.add_argument("--all", action="store_true", help="print explained differences, too")
    arguments = parser.parse_args()
    arguments.kept = arguments.kept.resolve()
    with tempfile.TemporaryDirectory() as folder:
        comparison = Comparison(arguments, pathlib.Path(folder))
        if comparison.ours != comparison.theirs:
            print(f"installed: ours {comparison.ours}, reference {comparison.theirs}")
            return 1
        sets = sets_of(arguments, comparison)
        comparison.prepare(sets)
        if arguments.prepare:
            for plugins in sets:
                comparison.reference(plugins)
            return 0
        outcomes = []
        for outcome in in_processes(Comparison.judge, comparison, sets):
            print(*outcome.details, outcome, sep="\n", flush=True)
            outcomes.append(outcome)
        outcomes.sort(key=lambda outcome: outcome.title)
        summary(outcomes, comparison)
    return 0 if outcomes and all(KINDS[outcome.kind] for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
