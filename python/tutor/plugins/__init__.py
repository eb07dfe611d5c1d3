# SPDX-License-Identifier: Apache-2.0
"""Which plugins there are, and which are loaded."""

from __future__ import annotations

import typing as t

import _tutor

from tutor import exceptions, fmt, hooks
from tutor.types import Config

from . import base, openedx, v0, v1


def is_installed(name: str) -> bool:
    return name in iter_installed()


def iter_installed() -> t.Iterator[str]:
    yield from sorted({name for name, _version in _tutor.installed_plugins()})


def iter_info() -> t.Iterator[tuple[str, t.Optional[str]]]:
    """Name and version, or path, of every plugin."""
    yield from sorted(_tutor.installed_plugins())


def is_loaded(name: str) -> bool:
    return name in iter_loaded()


def iter_loaded() -> t.Iterator[str]:
    yield from sorted(_tutor.loaded_plugins())


def load(name: str) -> None:
    """Load a plugin; a TutorError when it is not installed or fails."""
    _tutor.load_plugin(name)


def load_all(names: t.Iterable[str]) -> None:
    """Load plugins; a failure is an alert."""
    for name in sorted(set(names)):
        try:
            load(name)
        except exceptions.TutorError as error:
            fmt.echo_alert(f"Failed to enable plugin '{name}': {error}")


def unload(plugin: str) -> None:
    """Forget what a plugin contributed."""
    hooks.clear_all(context=hooks.Contexts.app(plugin).name)


def iter_patches(name: str) -> t.Iterator[str]:
    """The texts of a patch, not rendered."""
    for patch, content in hooks.Filters.ENV_PATCHES.iterate():
        if patch == name:
            yield content
