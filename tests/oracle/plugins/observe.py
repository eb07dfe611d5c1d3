# SPDX-License-Identifier: Apache-2.0
"""What one program does with some plugins enabled, as plain data and a rendered environment."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from parity import rendering  # noqa: E402  pylint: disable=wrong-import-position

ANSI = re.compile(r"\x1b\[[0-9;]*m")
# The setting whose default differs; docs/compatibility/tutor.md tells why.
SETTINGS = {**rendering.SETTINGS, "NPM_REGISTRY": "https://npm.example.org/"}

# A plugin of ours, in both programs: what the plugins contribute, told in one run.
TELLING = """
import json, click
from tutor import config, env, hooks

def pages(command, name, parent):
    context = click.Context(command, info_name=name, parent=parent)
    yield context.command_path.split(" ", 1)[1], [0, command.get_help(context) + "\\n"]
    for name, child in sorted(getattr(command, "commands", {}).items()):
        yield from pages(child, name, context)

@click.command()
@click.pass_obj
def tell(obj):
    values = config.load(obj.root)
    renderer = env.Renderer(values)
    def render(name):
        try:
            return renderer.patch(name)
        except Exception:  # one that includes itself, or needs what its template sets
            return "cannot be rendered alone"
    names = sorted({name for name, _content in hooks.Filters.ENV_PATCHES.iterate()})
    def tags(images):
        return [env.render_str(values, tag) for _name, tag in images.iterate(values)]
    click.echo(json.dumps({
        "patches": {name: render(name) for name in names},
        "images pull all": tags(hooks.Filters.IMAGES_PULL),
        "images push all": tags(hooks.Filters.IMAGES_PUSH),
    }))

@click.command()
@click.pass_context
def tellpages(context):
    from tutor.commands.cli import cli
    from tutor.commands.local import local
    top = context.find_root()
    middle = click.Context(local, info_name="local", parent=top)
    jobs = click.Context(local.commands["do"], info_name="do", parent=middle)
    found = {}
    for owner, inside in ((None, top), (local, middle), (local.commands["do"], jobs)):
        commands = owner.commands if owner else {name: cli.get_command(top, name) for name in cli.list_commands(top)}
        path = inside.command_path.split(" ", 1)[1:]
        for name, command in commands.items():
            for words, page in pages(command, name, inside):
                found[words] = page
    click.echo(json.dumps(found))

hooks.Filters.CLI_COMMANDS.add_items([tell, tellpages])
"""

# Stands for docker and kubectl: one file per call; answers as an engine on which nothing runs.
RECORDER = """#!/bin/sh
{ printf '%s\\0' "$(basename "$0")"; for word in "$@"; do printf '%s\\0' "$word"; done; } \
    > "$RECORDED/$(date +%s%N)"
case " $* " in *" ls "*) echo "[]" ;; esac
"""


class Failure(Exception):
    """A command that should work does not."""


class Side:
    """One program with a project root of its own."""

    def __init__(self, program, root, extra):
        self.program = program
        self.root = root
        for folder in ("bin", "recorded", "plugins", "home"):
            (root / folder).mkdir(parents=True)
        for name in ("docker", "kubectl"):
            (root / "bin" / name).write_text(RECORDER, encoding="utf-8")
            (root / "bin" / name).chmod(0o755)
        (root / "bin/tutor").symlink_to(program)
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("TUTOR_")},
            "HOME": str(root / "home"),
            "TUTOR_ROOT": str(root),
            "TUTOR_PLUGINS_ROOT": str(root / "plugins"),
            "RECORDED": str(root / "recorded"),
            "PATH": f"{root}/bin:/usr/bin:/bin",
            "COLUMNS": "80",
            **extra,
        }

    def run(self, *words, timeout=600):
        """Status, standard output and standard error, without colours and the folder's name."""
        with subprocess.Popen(
            [self.program, *words], env=self.environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, cwd=self.root,
        ) as process:
            try:
                out, error = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return "timeout", "", ""
        return process.returncode, self.neutral(out), self.neutral(error)

    def neutral(self, text):
        return ANSI.sub("", text).replace(str(self.root), "ROOT")

    def must(self, *words):
        status, out, error = self.run(*words)
        if status != 0:
            raise Failure(f"tutor {' '.join(words)}: status {status}\n{error[-2500:]}")
        return out

    def enable(self, *names):
        """Enables plugins, also those that say that they are made for another release."""
        status, _out, error = self.run("plugins", "enable", *names)
        if status != 0 and "is for another release" in error:
            self.must("plugins", "enable", "--force", *names)
        elif status != 0:
            raise Failure(f"tutor plugins enable {' '.join(names)}: status {status}\n{error[-2500:]}")

    def config(self):
        return yaml.safe_load((self.root / "config.yml").read_text(encoding="utf-8"))

    def configure(self, settings):
        (self.root / "config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")

    def recorded(self):
        """What docker and kubectl were called with since the last time."""
        calls = []
        for path in sorted((self.root / "recorded").iterdir()):
            calls.append(self.neutral(path.read_text(encoding="utf-8")).split("\0")[:-1])
            path.unlink()
        return calls


def init_tasks(calls):
    """The (service, script) pairs that a job ran, in order."""
    return [
        [words[-5], words[-1]] for words in calls if "run" in words and words[-4:-1] == ["sh", "-e", "-c"]
    ]


def commands_of(side, *path):
    """Names in the list of commands on a help page."""
    status, page, _error = side.run(*path, "--help")
    found, listing = [], False
    for line in page.splitlines() if status == 0 else []:
        if re.match(r"\s*(Commands|Jobs|Tasks).*:$", line):
            listing = True
        elif listing and (match := re.match(r"  ([A-Za-z][A-Za-z0-9_-]*)(  |$)", line)):
            found.append(match[1])
    return sorted(set(found))


def pages_of(side, path):
    """The help of a command and of all commands below it, by its words."""
    status, page, _error = side.run(*path, "--help")
    pages = {" ".join(path): [status, page]}
    for name in commands_of(side, *path):
        pages.update(pages_of(side, (*path, name)))
    return pages


GROUPS = ((), ("local",), ("local", "do"))


def core_commands(side):
    """What the groups and `config patches list` list without any plugin."""
    side.configure(SETTINGS)
    side.must("config", "save")
    return {"patches": patches_of(side)[1], **{" ".join(path): commands_of(side, *path) for path in GROUPS}}


def patches_of(side):
    """The status of `config patches list`, and the names that it lists."""
    status, listed, _error = side.run("config", "patches", "list")
    return status, sorted({line.split()[0] for line in listed.splitlines() if line[:1].strip()})


def observe(side, names, core, settings, harmless, is_reference):
    """Enables the plugins, and tells all that can be told without an engine; disables them again.

    The environment as it was with the plugins is left in ROOT/enabled. Commands that `harmless`
    accepts (by their words) are run, too. The reference takes seconds for each command: of it, pages
    of help and tags are asked for in one run each.
    """
    side.configure({**settings, "PLUGINS": []})
    (side.root / "plugins/ztell.py").write_text(TELLING, encoding="utf-8")
    seen = {"before": side.config()}
    side.enable(*names, "ztell")
    side.must("config", "save")
    seen["config.yml"] = side.config()
    shutil.copytree(side.root / "env", side.root / "enabled/env", symlinks=True)
    told = json.loads(side.must("tell").splitlines()[-1])
    seen["patches"] = told["patches"]
    status, listed = patches_of(side)
    seen["patches list"] = [status, [name for name in listed if name not in core["patches"]]]
    seen["printtag"] = side.must("images", "printtag", "all").split()
    side.recorded()
    for verb in ("pull", "push"):
        command = f"images {verb} all"
        if is_reference:
            seen[command] = [0, [["docker", verb, tag] for tag in told[command]]]
        else:
            status, _out, _error = side.run(*command.split())
            seen[command] = [status, side.recorded()]
    side.must("local", "do", "init")
    seen["init"] = init_tasks(side.recorded())
    seen["commands"], seen["pages"] = {}, {}
    all_pages = json.loads(side.must("tellpages").splitlines()[-1]) if is_reference else {}
    for path in GROUPS:
        start = " ".join(path)
        if is_reference:
            found = [words for words in all_pages if words.rpartition(" ")[0] == start]
            found = [words.rpartition(" ")[2] for words in found]
        else:
            found = commands_of(side, *path)
        added = [name for name in sorted(found) if name not in (*core[start], "tell", "tellpages")]
        seen["commands"][start] = added
        for name in added:
            words = " ".join((*path, name))
            if is_reference:
                seen["pages"].update(
                    {page: text for page, text in all_pages.items() if page == words or page.startswith(words + " ")}
                )
            else:
                seen["pages"].update(pages_of(side, (*path, name)))
    seen["runs"] = {}
    for words, (status, page) in sorted(seen["pages"].items()):
        is_group = re.search(r"^Usage: .* COMMAND \[ARGS\]", page, re.MULTILINE)
        if status == 0 and not is_group and harmless(words):
            side.recorded()
            status, out, error = side.run(*words.split(), timeout=60)
            seen["runs"][words] = {"status": status, "out": out, "error": error, "calls": side.recorded()}
    side.must("plugins", "disable", *names, "ztell")
    seen["disabled"] = side.config()
    return seen
