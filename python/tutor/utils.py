# SPDX-License-Identifier: Apache-2.0
"""Running programs, and small helpers."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import random
import re
import shlex
import shutil
import string
import subprocess
import sys
import typing as t
import uuid as uuid_module
from typing import List, Tuple

import click

from . import exceptions, fmt


def __getattr__(name: str) -> t.Any:
    # Few need them, and they are slow to import.
    if name == "urlopen":
        from urllib.request import urlopen

        return urlopen
    if name == "URLError":
        from urllib.error import URLError

        return URLError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _filter(name: str, value: t.Any, *args: t.Any) -> t.Any:
    # What templates call as a filter, from the program itself.
    from ._host.rendering import native_filter

    return native_filter(name)(value, *args)


def common_domain(d1: str, d2: str) -> str:
    """The labels in which two domain names end alike."""
    return _filter("common_domain", d1, d2)


def reverse_host(domain: str) -> str:
    return _filter("reverse_host", domain)


def encrypt(text: str) -> str:
    return _filter("encrypt", text)


def random_string(length: int) -> str:
    return _filter("random_string", length)


def long_to_base64(n: int) -> str:
    return _filter("long_to_base64", n)


def list_if(services: List[Tuple[str, bool]]) -> str:
    """A JSON list of the names whose condition holds."""
    return json.dumps([name for name, condition in services if condition])


def rsa_private_key(bits: int = 2048) -> str:
    return _filter("rsa_private_key", bits)


def rsa_import_key(key: str) -> t.Any:
    """The numbers of a key as attributes."""
    import _tutor

    kept: t.List[t.Any] = []
    _tutor.render_text({"key": key, "keep": kept.append}, "{{ keep(key|rsa_import_key) }}")
    return kept[0]


def uuid(size: int) -> str:
    return _filter("uuid", size)


def uid_master_hash(master_key: str, uid: str) -> str:
    return _filter("uid_master_hash", master_key, uid)


def verify_encrypted(encrypted: str, text: str) -> bool:
    raise exceptions.TutorError("verify_encrypted is not supported")


def ensure_file_directory_exists(path: str) -> None:
    """Make the folder of a file."""
    if os.path.isdir(path):
        raise exceptions.TutorError(f"Cannot write to file {path}: it is a directory")
    ensure_directory_exists(os.path.dirname(path))


def ensure_directory_exists(path: str) -> None:
    if os.path.isfile(path):
        raise exceptions.TutorError(f"Cannot make directory {path}: it is a file")
    if path:
        os.makedirs(path, exist_ok=True)


def get_user_id() -> int:
    return os.getuid()


def is_root() -> bool:
    return get_user_id() == 0


def is_a_tty() -> bool:
    """Whether standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def docker_run(*command: str) -> int:
    args = ["run", "--rm"]
    if is_a_tty():
        args.append("-it")
    return docker(*args, *command)


def docker(*command: str) -> int:
    _require("docker", "Docker Engine")
    return execute("docker", *command)


def docker_compose(*command: str) -> int:
    """Compose, however it is called on this machine."""
    return execute(*_compose_client(), *command)


def _compose_client() -> list[str]:
    _require("docker", "Docker Engine")
    plugins = ("~/.docker/cli-plugins", "/usr/local/lib/docker/cli-plugins",
               "/usr/local/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins",
               "/usr/libexec/docker/cli-plugins")
    for folder in plugins:
        if os.path.exists(os.path.join(os.path.expanduser(folder), "docker-compose")):
            return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]


def kubectl(*command: str) -> int:
    _require("kubectl", "the Kubernetes client")
    return execute("kubectl", *command)


def _require(program: str, name: str) -> None:
    if shutil.which(program) is None:
        raise exceptions.TutorError(
            f"'{program}' is not installed or not in PATH: install {name}"
        )


def execute(*command: str) -> int:
    """Echo a command and run it on the terminal; a TutorError when it fails."""
    click.echo(fmt.command(_joined(*command)))
    return execute_silent(*command)


def execute_silent(*command: str) -> int:
    """Run a command on the terminal; a TutorError when it fails."""
    sys.stdout.flush()
    with subprocess.Popen(command) as process:
        try:
            status = process.wait(timeout=None)
        except KeyboardInterrupt:
            process.kill()
            process.wait()
            raise
        if status > 0:
            raise exceptions.TutorError(
                f"Command failed with status {status}: {_joined(*command)}"
            )
        if status < 0:
            raise exceptions.TutorError(
                f"Command was ended by signal {-status}: {_joined(*command)}"
            )
    return status


def check_output(*command: str) -> bytes:
    """Echo a command, run it, return what it prints; a TutorError when it fails."""
    literal = _joined(*command)
    click.echo(fmt.command(literal))
    try:
        return subprocess.check_output(command)
    except Exception as error:
        raise exceptions.TutorError(f"Command failed: {literal} ({error})") from error


def _joined(*command: str) -> str:
    import _tutor

    return _tutor.mask(shlex.join(command))


def is_http(url: str) -> bool:
    return re.match(r"^https?://", url) is not None


def is_url(text: str) -> bool:
    """An http address or a path that exists."""
    return is_http(text) or os.path.exists(text)


def read_url(url: str) -> str:
    """The text at an http address or in a file."""
    if is_http(url):
        from urllib.error import URLError
        from urllib.request import urlopen

        try:
            with urlopen(url) as response:
                return response.read().decode("utf-8")
        except URLError as error:
            raise exceptions.TutorError(f"Cannot read {url}: {error.reason}") from error
        except UnicodeDecodeError as error:
            raise exceptions.TutorError(f"What is at {url} is no text") from error
    try:
        with open(url, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise exceptions.TutorError(f"Cannot read {url}: {error}") from error


def format_table(rows: List[Tuple[str, ...]], separator: str = "\t") -> str:
    """Columns of one width each, the last one as it is."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row[:-1], widths)]
        lines.append(separator.join([*cells, row[-1]]))
    return "\n".join(lines)


def check_macos_docker_memory() -> None:
    """Only matters on macOS."""


def warn_macos_docker_memory() -> None:
    """Only matters on macOS."""
