# SPDX-License-Identifier: Apache-2.0
"""Environments of both programs for the same configuration.

What the reference renders is kept below build/oracle/rendered, by the content of the
configuration: it takes seconds, and does not change.
"""
import functools
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

ORACLE = pathlib.Path(__file__).resolve().parents[1]
TOP = ORACLE.parents[1]
CONFIGURATIONS = sorted((ORACLE / "configs").glob("*.yml"))
REFERENCE = "tutor==21.0.8"
# Drawn at random otherwise: the same for all, so that the same script is run
# once only.
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
# What the programs run: the environment, the tasks, and the command lines that start a platform.
COMMANDS = (
    ["config", "save"],
    ["local", "do", "init"],
    ["local", "start", "--detach"],
    ["dev", "start", "--detach"],
)
RECORDER = """#!/bin/sh
# Stands for docker: one file per call, each word ended by a null character.
for word in "$@"; do printf '%s\\0' "$word"; done > "$RECORDED/$(date +%s%N)"
case " $* " in *" ls "*) echo "[]" ;; esac
"""


def ours_default():
    """Our program, as the preset "release" builds it."""
    return str(TOP / "build/release/bin/tutor")


@functools.lru_cache(maxsize=None)
def reference_program():
    """The reference, installed on first use."""
    folder = TOP / "build/oracle/reference"
    if not (folder / "bin/tutor").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", REFERENCE], check=True)
    return str(folder / "bin/tutor")


def by_reference(path):
    """The project that the reference makes of a configuration file. Not to be changed."""
    settings = {**SETTINGS, **(yaml.safe_load(path.read_text(encoding="utf-8")) or {})}
    text = yaml.safe_dump(settings)
    digest = hashlib.sha256(repr((text, REFERENCE, COMMANDS, RECORDER)).encode())
    for plugin in sorted((ORACLE / "parity/plugins").iterdir()):
        digest.update(plugin.read_bytes())
    kept = TOP / "build/oracle/rendered" / f"{path.stem}-{digest.hexdigest()[:16]}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
            render(reference_program(), text, pathlib.Path(scratch, "root"))
            os.rename(pathlib.Path(scratch, "root"), kept)
    return kept


def by_ours(program, reference, root):
    """The project that our program makes below `root` of the config.yml of the reference: what
    that drew and wrote down is taken over, secrets too."""
    return render(program, (reference / "config.yml").read_text(encoding="utf-8"), root)


def render(program, config, root):
    """Render a configuration below `root`, and record the words given to docker."""
    root.mkdir(parents=True)
    (root / "config.yml").write_text(config, encoding="utf-8")
    shutil.copytree(ORACLE / "parity/plugins", root / "plugins")
    (root / "bin").mkdir()
    (root / "bin/docker").write_text(RECORDER, encoding="utf-8")
    (root / "bin/docker").chmod(0o755)
    for command in COMMANDS:
        recorded = root / "recorded" / "-".join(command)
        recorded.mkdir(parents=True)
        run(program, command, root, RECORDED=str(recorded), PATH=f"{root}/bin:{os.environ['PATH']}")
    return root


def run(program, command, root, **environment):
    """Run a command of either program in a project."""
    done = subprocess.run(
        [program, *command],
        env={
            **{key: value for key, value in os.environ.items() if not key.startswith("TUTOR_")},
            "TUTOR_ROOT": str(root),
            "TUTOR_PLUGINS_ROOT": str(root / "plugins"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        sys.exit(f"{program} {' '.join(command)} failed:\n{done.stderr}")


def calls(root, *command):
    """What docker was called with during a command, in order."""
    return [
        recorded.read_text(encoding="utf-8").split("\0")[:-1]
        for recorded in sorted((root / "recorded" / "-".join(command)).iterdir())
    ]


def init_tasks(root):
    """The (service, script) pairs that "do init" ran, in order."""
    return [
        (words[-5], words[-1])
        for words in calls(root, "local", "do", "init")
        if "run" in words and words[-4:-1] == ["sh", "-e", "-c"]
    ]
