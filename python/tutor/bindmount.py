# SPDX-License-Identifier: Apache-2.0
"""Folders of the host that containers see."""

from __future__ import annotations

import os
import re
import typing as t
from functools import lru_cache

import _tutor

from . import hooks, types


def get_mounts(config: types.Config) -> list[str]:
    return types.get_typed(config, "MOUNTS", list, [])


def iter_mounts(user_mounts: list[str], *names: str) -> t.Iterable[str]:
    """ "HOST:CONTAINER" for each mount that one of the services sees."""
    yield from _tutor.volumes(list(user_mounts), list(names))


def parse_mount(value: str) -> list[tuple[str, str, str]]:
    """(service, host path, container path) of a mount, of either form."""
    return parse_explicit_mount(value) or parse_implicit_mount(value)


@lru_cache(maxsize=None)
def parse_explicit_mount(value: str) -> list[tuple[str, str, str]]:
    """Of "service1,service2:HOST:CONTAINER"; nothing when it has not that form."""
    match = re.match(
        r"(?P<services>[a-zA-Z0-9-_, ]+):(?P<host>[^:]+):(?P<container>[^:]+)", value
    )
    if match is None:
        return []
    host = os.path.abspath(os.path.expanduser(match["host"].strip()))
    services = [name.strip() for name in match["services"].split(",")]
    return [(name, host, match["container"].strip()) for name in services if name]


@lru_cache(maxsize=None)
def parse_implicit_mount(value: str) -> list[tuple[str, str, str]]:
    """Of a folder, as COMPOSE_MOUNTS tells from its name."""
    host = os.path.abspath(os.path.expanduser(value))
    found = hooks.Filters.COMPOSE_MOUNTS.iterate(os.path.basename(host))
    return [(service, host, container) for service, container in found]
