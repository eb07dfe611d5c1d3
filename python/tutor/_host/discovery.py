# SPDX-License-Identifier: Apache-2.0
"""Plugins that a running plugin makes known, beside those that the program finds itself."""

from __future__ import annotations

import typing as t

from tutor import hooks


def add(name: str, version: t.Optional[str], load: t.Callable[[], None]) -> None:
    """Make a plugin known; `load` adds what it contributes, each time that it is loaded."""
    hooks.Filters.PLUGINS_INSTALLED.add_item(name)
    if version is not None:
        hooks.Filters.PLUGINS_INFO.add_item((name, version))

    @hooks.Actions.PLUGIN_LOADED.add()
    def load_when_wanted(loaded: str) -> None:
        if loaded == name:
            load()
