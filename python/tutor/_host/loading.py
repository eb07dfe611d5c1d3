# SPDX-License-Identifier: Apache-2.0
"""Loading plugins: what they contribute ends up in the hooks."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
import typing as t

import _tutor

# All single files share a name, which is no key of sys.modules: each load is a fresh module.
_FILE_MODULE = "tutor_plugin"


def load_file(plugin: str, path: str) -> None:
    """Run a plugin that is one file."""
    _tutor.add_owner(plugin, path)
    spec = importlib.util.spec_from_file_location(_FILE_MODULE, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with _RootContext():
        spec.loader.exec_module(module)
    _push_context()


def load_module(plugin: str, name: str) -> None:
    """Import a plugin that is part of a package."""
    _add_owner(plugin, name)
    with _RootContext():
        importlib.import_module(name)
    _push_context()


def load_v0(plugin: str, target: str) -> None:
    """Load a plugin that describes itself in attributes."""
    from tutor.plugins import v0

    name, _, attribute = target.partition(":")
    _add_owner(plugin, name)
    with _RootContext():
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


class _RootContext:
    """While a plugin is loaded, click's current context is that of the program itself.

    click takes long to import: it is left to the plugin whether to do that.
    """

    def __init__(self) -> None:
        self._is_pushed = False

    def __enter__(self) -> None:
        if "click" in sys.modules:
            self._push()
        else:
            sys.meta_path.insert(0, self)  # type: ignore[arg-type]

    def find_spec(self, name: str, _path: t.Any = None, _target: t.Any = None) -> t.Any:
        """Asked by Python's import of any module: waits for click."""
        if name != "click":
            return None
        self._forget()
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def run_and_push(module: t.Any) -> None:
                run(module)
                self._push()

            spec.loader.exec_module = run_and_push  # type: ignore[method-assign]
        return spec

    def _push(self) -> None:
        from . import commands

        commands.click.globals.push_context(commands.root_context())
        self._is_pushed = True

    def _forget(self) -> None:
        if self in sys.meta_path:
            sys.meta_path.remove(self)  # type: ignore[arg-type]

    def __exit__(self, *_error: t.Any) -> None:
        self._forget()
        if self._is_pushed:
            from . import commands

            commands.click.globals.pop_context()


def _push_context() -> None:
    # Plugins ask click for the current context while the program itself renders.
    if "click" in sys.modules:
        import click

        if click.get_current_context(silent=True) is None:
            from . import commands

            commands.push_context(list.__getitem__(sys.argv, slice(1, None)))  # unwatched
