# SPDX-License-Identifier: Apache-2.0
"""Plugins of API v1. The program finds them itself; these make others known."""

from __future__ import annotations

import importlib
import os
import typing as t

from tutor import exceptions
from tutor._host import discovery, loading

from .base import PLUGINS_ROOT


def discover_module(path: str) -> None:
    """Make a plugin known that is one file."""
    name = os.path.splitext(os.path.basename(path))[0]
    discovery.add(name, path, lambda: loading.load_file(name, path))


def discover_package(entrypoint: t.Any) -> None:
    """Make the plugin of an entry point known, also of a package installed a moment ago."""
    if entrypoint.dist is None:
        raise exceptions.TutorError(f"Plugin '{entrypoint.name}' belongs to no package")

    def load() -> None:
        importlib.invalidate_caches()
        loading.load_module(entrypoint.name, entrypoint.value)

    discovery.add(entrypoint.name, str(entrypoint.dist.version), load)
