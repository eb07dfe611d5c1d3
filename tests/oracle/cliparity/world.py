# SPDX-License-Identifier: Apache-2.0
"""The folders in which a command line runs: project root, plugins, home, stand-ins.

Worlds are described in `commands/worlds.yml`. Each is made once by each program, then copied for
every command line. The files of the two sides have paths of the same length.
"""
import os
import pathlib
import re
import shlex
import shutil
import stat

import yaml

# What is drawn at random otherwise.
SETTINGS = {
    "ID": "paritypariyparityparity1",
    "CMS_OAUTH2_SECRET": "oauthsecretoauthsecret12",
    "MEILISEARCH_MASTER_KEY": "masterkeymasterkeymaster",
    "MEILISEARCH_API_KEY_UID": "5f1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
    "MYSQL_ROOT_PASSWORD": "rootpass",
    "OPENEDX_MYSQL_PASSWORD": "edxapp12",
    "OPENEDX_SECRET_KEY": "secretkeysecretkeysecret",
    "PLUGINS": [],
}
DRAWN = {*SETTINGS, "JWT_RSA_PRIVATE_KEY", "MEILISEARCH_API_KEY"} - {"PLUGINS"}

# Where the worlds are copied from.
_WORLDS = re.compile(r"[^\s'\"]*/(?:ours|peer)/worlds/")

_RECORDER = """#!/bin/sh
# Writes down its words, each ended by a null character, and answers as it was told.
terminal=; [ -t 0 ] && terminal=terminal
program=${0##*/}
printf '%s\\0' "$program" "$@" \\
    "$terminal" "${DOCKER_BUILDKIT-}" "${COMPOSE_PROJECT_NAME-}" "${KUBECONFIG-}" '\036' \\
    >> @WORK@/calls
words="$program $*"
. @WORK@/answers
"""
FACTS = ("stdin", "DOCKER_BUILDKIT", "COMPOSE_PROJECT_NAME", "KUBECONFIG")


class World:
    """One copy, for one command line of one side."""

    def __init__(self, folder):
        self.folder = folder
        self.root = folder / "root"
        self.plugins = folder / "plugins"
        self.calls_read = 0

    def prepare(self, case):
        """Stand-ins, files and answers of the case."""
        for name in ("plugins", "here", "home", "bin"):
            (self.folder / name).mkdir(exist_ok=True)
        recorder = _RECORDER.replace("@WORK@", shlex.quote(str(self.folder)))
        for name in case.get("programs", ["docker", "kubectl"]):
            path = self.folder / "bin" / name
            path.write_text(recorder)
            path.chmod(0o755)
        (self.folder / "answers").write_text(_answers([*case.get("answers", []), *_USUAL_ANSWERS], self.expand))
        for name in case.get("remove", []):
            _remove(self.folder / name)
        for name, text in case.get("files", {}).items():
            path = self.folder / name
            if text is None:
                path.mkdir(parents=True, exist_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.expand(text))
            if text.startswith("#!"):
                path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def expand(self, text):
        return text.replace("$WORK", str(self.folder))

    def environment(self, case):
        variables = {
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.folder}/bin" + ("" if case.get("bare_path") else ":/usr/bin:/bin"),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLUMNS": "80",
            "TUTOR_ROOT": str(self.root),
            "TUTOR_PLUGINS_ROOT": str(self.plugins),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for name, value in case.get("environment", {}).items():
            if value is None:
                variables.pop(name, None)
            else:
                variables[name] = self.expand(str(value))
        return variables

    def calls(self):
        """(words, facts) of every call of a stand-in so far."""
        path = self.folder / "calls"
        if not path.exists():
            return []
        found = []
        for record in path.read_text(encoding="utf-8", errors="backslashreplace").split("\036\0"):
            if record:
                words = record.split("\0")[:-1]
                facts = dict(zip(FACTS, words[-len(FACTS) :]))
                found.append((words[: -len(FACTS)], {name: value for name, value in facts.items() if value}))
        return found

    def normal(self, text):
        """Without what only depends on the folder."""
        text = text.replace(str(self.folder), "$WORK")
        return _WORLDS.sub("$WORLDS/", text)

    def files(self):
        """Relative paths below the root, and the texts of the plugins."""
        return {
            "root": {
                re.sub("^logs/.*", "logs/...", str(path.relative_to(self.root)))
                for path in self.root.rglob("*")
                if path.is_file() or path.is_symlink()
            },
            "plugins": {
                str(path.relative_to(self.plugins)): self.normal(path.read_text(encoding="utf-8", errors="replace"))
                for path in sorted(self.plugins.rglob("*"))
                if path.is_file() and "__pycache__" not in path.parts
            },
            "here": {str(path.relative_to(self.folder / "here")) for path in (self.folder / "here").rglob("*")},
        }

    def config(self):
        """config.yml as a mapping; drawn values by kind; None when there is none."""
        path = self.root / "config.yml"
        if not path.exists():
            return None
        text = self.normal(path.read_text(encoding="utf-8"))
        try:
            loaded = yaml.safe_load(text)
        except yaml.YAMLError:
            return text
        if not isinstance(loaded, dict):
            return loaded
        return {name: _kind(name, value) for name, value in loaded.items()}


def _kind(name, value):
    if name not in DRAWN or value == SETTINGS.get(name) or not isinstance(value, str):
        return value
    if "PRIVATE KEY" in value:
        return "a private key"
    return f"{len(value)} characters" if re.fullmatch("[A-Za-z0-9-]+", value) else value


# `compose ls`: nothing runs.
_USUAL_ANSWERS = [{"words": "ls --format json", "output": "[]\n"}]


def _answers(answers, expand):
    """A shell script: the first answer whose words are in the call counts."""
    branches = []
    for answer in answers:
        steps = []
        if "output" in answer:
            steps.append(f"printf %s {shlex.quote(expand(answer['output']))}")
        if "error" in answer:
            steps.append(f"printf %s {shlex.quote(expand(answer['error']))} >&2")
        if answer.get("record_input"):
            steps.append("cat > /dev/null")
        if "signal" in answer:
            steps.append(f"kill -{answer['signal']} $$")
        steps.append(f"exit {answer.get('status', 0)}")
        branches.append(f"*{shlex.quote(answer['words'])}*) {'; '.join(steps)} ;;")
    return 'case "$words" in\n' + "\n".join(branches) + "\nesac\nexit 0\n"


def _remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def copy(source, target):
    """A world to run in."""
    if source is None:
        target.mkdir(parents=True)
    else:
        shutil.copytree(source, target, symlinks=True)
        for path in (*target.glob("plugins/*.yml"), *target.glob("root/config.yml")):
            text = path.read_text(encoding="utf-8", errors="surrogateescape")
            if str(source) in text:
                path.write_text(text.replace(str(source), str(target)), encoding="utf-8", errors="surrogateescape")
    return World(target)


class Workshop:
    """Makes each world once for each side."""

    def __init__(self, folder, descriptions, plugin_files, run):
        self._folder = pathlib.Path(folder)
        self._descriptions = descriptions
        self._plugin_files = plugin_files
        self._run = run  # (side, world, words) -> Finished
        self._key = None

    def make(self, name):
        """Both sides of a world: the configuration of ours is the one that the reference wrote."""
        description = self._descriptions[name]
        sources = {}
        for side in ("peer", "ours"):
            world = World(self._folder / side / "worlds" / name)
            world.folder.mkdir(parents=True)
            world.prepare({"files": description.get("files", {})})
            for plugin in description.get("plugins", []):
                source = self._plugin_files / plugin
                if source.is_dir():
                    shutil.copytree(source, world.plugins / plugin)
                else:
                    (world.plugins / plugin).write_text(world.expand(source.read_text(encoding="utf-8")))
            if "config" in description:
                world.root.mkdir(exist_ok=True)
                self._write_config(side, world, sources.get("peer"), description["config"])
                self._save(side, world)
            for path, text in description.get("after", {}).items():
                target = world.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            for left in ("calls", "answers", "bin"):
                _remove(world.folder / left)
            sources[side] = world
        return {side: world.folder for side, world in sources.items()}

    def _write_config(self, side, world, peer, config):
        path = world.root / "config.yml"
        if side == "ours":
            path.write_text(
                (peer.root / "config.yml").read_text(encoding="utf-8").replace(str(peer.folder), str(world.folder)),
                encoding="utf-8",
            )
            return
        key = {"JWT_RSA_PRIVATE_KEY": self._key} if self._key else {}
        expanded = yaml.safe_load(world.expand(yaml.safe_dump(config)))
        path.write_text(yaml.safe_dump({**SETTINGS, **key, **expanded}), encoding="utf-8")

    def _save(self, side, world):
        done = self._run(side, world, ["config", "save"], {})
        if done.status != 0:
            raise SystemExit(f"{side}: config save failed\n{done.out}{done.error}")
        if self._key is None:
            loaded = yaml.safe_load((world.root / "config.yml").read_text(encoding="utf-8"))
            self._key = loaded["JWT_RSA_PRIVATE_KEY"]
