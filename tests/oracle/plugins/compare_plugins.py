# SPDX-License-Identifier: Apache-2.0
"""The plugins of two environments, each alone and all together, in our program and the reference.

Prints what differs; the status is 1 when anything does.
"""
import argparse
import fnmatch
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from parity import compare  # noqa: E402  pylint: disable=wrong-import-position

_LOADER = importlib.machinery.SourceFileLoader("env_parity", str(HERE.parent / "env-parity"))
_SPEC = importlib.util.spec_from_loader("env_parity", _LOADER)
env_parity = importlib.util.module_from_spec(_SPEC)
_LOADER.exec_module(env_parity)

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Side:
    """One program with a project root of its own."""

    def __init__(self, program, folder, extra):
        self.program = program
        self.root = folder
        (folder / "bin").mkdir(parents=True)
        (folder / "recorded").mkdir()
        (folder / "plugins").mkdir()
        for name in ("docker", "kubectl"):
            (folder / "bin" / name).write_text(env_parity.RECORDER, encoding="utf-8")
            (folder / "bin" / name).chmod(0o755)
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("TUTOR_")},
            "HOME": str(folder / "home"),
            "TUTOR_ROOT": str(folder),
            "TUTOR_PLUGINS_ROOT": str(folder / "plugins"),
            "RECORDED": str(folder / "recorded"),
            "PATH": f"{folder}/bin:/usr/bin:/bin",
            "COLUMNS": "80",
            **extra,
        }

    def run(self, *words):
        """Status, standard output and standard error, without colours."""
        done = subprocess.run(
            [self.program, *words], env=self.environment, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, timeout=600,
        )
        return done.returncode, ANSI.sub("", done.stdout), ANSI.sub("", done.stderr)

    def must(self, *words):
        status, out, error = self.run(*words)
        if status != 0:
            raise Failure(f"{self.program} {' '.join(words)}: status {status}\n{error[-2000:]}")
        return out

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text(encoding="utf-8"))


class Failure(Exception):
    """A command that should work does not."""


def plugin_names(program, environment):
    """Installed plugins that are packages."""
    with tempfile.TemporaryDirectory() as scratch:
        side = Side(program, pathlib.Path(scratch, "x"), environment)
        listed = side.must("plugins", "list")
    names = []
    for line in listed.splitlines()[1:]:
        words = line.split()
        if words and re.fullmatch(r"[0-9]+(\.[0-9]+)+", words[-1]):
            names.append(words[0])
    return names


# A plugin of ours, in both programs: every patch, rendered, in one run.
PATCHES = """
import json, click
from tutor import config, env, hooks

@click.command()
@click.pass_obj
def allpatches(obj):
    renderer = env.Renderer(config.load(obj.root))
    def render(name):
        try:
            return renderer.patch(name)
        except Exception:  # one that includes itself, or needs what its template sets
            return "cannot be rendered alone"
    names = sorted({name for name, _content in hooks.Filters.ENV_PATCHES.iterate()})
    click.echo(json.dumps({name: render(name) for name in names}))

hooks.Filters.CLI_COMMANDS.add_item(allpatches)
"""


def patches_of(side):
    """Each patch, rendered."""
    return json.loads(side.must("allpatches").splitlines()[-1])


def commands_of(side, *path):
    """Names in the list of commands on a help page."""
    page = side.must(*path, "--help")
    found = set()
    listing = False
    for line in page.splitlines():
        if re.match(r"(Commands|Jobs|Tasks).*:$", line):
            listing = True
        elif listing and (match := re.match(r"  ([a-z][a-z0-9_-]*)\b", line)):
            found.add(match[1])
    return found


def compare_set(names, arguments, scratch, core):
    """Differences with these plugins enabled."""
    ours = Side(arguments.program, scratch / "ours", {"TUTOR_PYTHON_VENV": arguments.environment})
    theirs = Side(arguments.reference, scratch / "reference", {})
    # Our default of this one is empty, the reference's names a host.
    settings = {**env_parity.SETTINGS, "PLUGINS": [], "NPM_REGISTRY": "https://npm.example.org/"}
    for side in (theirs, ours):
        text = yaml.safe_dump(settings) if side is theirs else (theirs.root / "config.yml").read_text()
        (side.root / "config.yml").write_text(text, encoding="utf-8")
        if side is ours:
            # What the reference drew at random is taken over; enabling is still ours to do.
            config = side.config()
            config["PLUGINS"] = []
            (side.root / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        (side.root / "plugins/zpatches.py").write_text(PATCHES, encoding="utf-8")
        side.must("plugins", "enable", *names, "zpatches")
        side.must("config", "save")
    yield from same("config.yml", ours.config(), theirs.config())
    for name, difference in compare.environments(ours.root / "env", theirs.root / "env"):
        if not explained(name, difference):
            yield f"{name}: {difference.path}", difference.ours, difference.reference
    yield from same("env/plugins", tree(ours.root / "env/plugins"), tree(theirs.root / "env/plugins"))
    yield from same("patches", patches_of(ours), patches_of(theirs))
    ours.must("config", "patches", "list")
    yield from same(
        "images", ours.must("images", "printtag", "all").split(), theirs.must("images", "printtag", "all").split()
    )
    for side in (ours, theirs):
        side.must("local", "do", "init")
    jobs = [[task for task in env_parity.init_tasks(side.root)] for side in (ours, theirs)]
    for name, difference in compare.jobs(*jobs):
        if not explained(name, difference):
            yield f"{name}: {difference.path}", difference.ours, difference.reference
    for path in ((), ("local",), ("local", "do")):
        added = [commands_of(ours, *path) - core[path][0], commands_of(theirs, *path) - core[path][1]]
        yield from same(f"commands below 'tutor {' '.join(path)}'", *added)
        for command in sorted(added[0] & added[1]):
            words = (*path, command, "--help")
            yield from same(" ".join(words), ours.must(*words), theirs.must(*words))
    ours.must("plugins", "disable", *names, "zpatches")
    yield from same("PLUGINS after disabling", ours.config()["PLUGINS"], [])


def explained(name, difference):
    """Whether the difference is the core's own, and known."""
    allowed = yaml.safe_load((HERE.parent / "env-parity.allow.yml").read_text(encoding="utf-8")) or []
    return any(
        fnmatch.fnmatchcase(name, entry["file"])
        and fnmatch.fnmatchcase(difference.path, entry.get("path", "*").replace("[", "[[]"))
        for entry in allowed
    )


def tree(folder):
    """Path to bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def same(what, ours, theirs):
    """One difference, or for mappings one for each key, when they are not equal."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            if ours.get(key) != theirs.get(key):
                yield f"{what}: {key}", ours.get(key), theirs.get(key)
    elif ours != theirs:
        yield what, ours, theirs


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--reference", required=True)
    parser.add_argument("--environment", required=True)
    parser.add_argument("--only", nargs="*", help="these plugins together, nothing else")
    arguments = parser.parse_args()
    names = plugin_names(arguments.program, {"TUTOR_PYTHON_VENV": arguments.environment})
    sets = [arguments.only] if arguments.only else [[name] for name in names] + [names]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sides = (
            Side(arguments.program, folder / "core-ours", {"TUTOR_PYTHON_VENV": "/nonexistent"}),
            Side(arguments.reference, folder / "core-reference", {}),
        )
        for side in sides:
            (side.root / "config.yml").write_text(yaml.safe_dump(env_parity.SETTINGS), encoding="utf-8")
        core = {
            path: tuple(commands_of(side, *path) for side in sides) for path in ((), ("local",), ("local", "do"))
        }
        for index, plugins in enumerate(sets):
            title = ", ".join(plugins)
            try:
                found = list(compare_set(plugins, arguments, folder / str(index), core))
            except Failure as failure:
                found = [("failed", str(failure), None)]
            for what, ours, theirs in found:
                print(f"{title}: {what}\n    ours:      {ours!r:.1500}\n    reference: {theirs!r:.1500}", flush=True)
            print(f"{title}: {'equal' if not found else f'{len(found)} differences'}", flush=True)
            failures += len(found)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
