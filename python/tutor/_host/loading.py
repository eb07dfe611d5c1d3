# SPDX-License-Identifier: Apache-2.0
"""Loading plugins: what they contribute ends up in the hooks."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys

import _tutor

# All single files share a name, which is no key of sys.modules: each load is a fresh module.
_FILE_MODULE = "tutor_plugin"


def load_file(plugin: str, path: str) -> None:
    """Run a plugin that is one file."""
    _tutor.add_owner(plugin, path)
    spec = importlib.util.spec_from_file_location(_FILE_MODULE, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _push_context()


def load_module(plugin: str, name: str) -> None:
    """Import a plugin that is part of a package."""
    _add_owner(plugin, name)
    importlib.import_module(name)
    _push_context()


def load_v0(plugin: str, target: str) -> None:
    """Load a plugin that describes itself in attributes."""
    from tutor.plugins import v0

    name, _, attribute = target.partition(":")
    _add_owner(plugin, name)
    described = importlib.import_module(name)
    for part in attribute.split(".") if attribute else []:
        described = getattr(described, part)
    v0.load_described(plugin, described)
    _push_context()


def _add_owner(plugin: str, module: str) -> None:
    spec = importlib.machinery.PathFinder.find_spec(module.partition(".")[0])
    if spec is None:
        return
    for folder in spec.submodule_search_locations or []:
        _tutor.add_owner(plugin, folder)
    if spec.origin and not spec.submodule_search_locations:
        _tutor.add_owner(plugin, spec.origin)


def _push_context() -> None:
    # Plugins ask click for the current context while the program itself renders.
    if "click" in sys.modules:
        import click

        if click.get_current_context(silent=True) is None:
            from . import commands

            commands.push_context(sys.argv[1:])
