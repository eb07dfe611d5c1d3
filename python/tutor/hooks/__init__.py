# SPDX-License-Identifier: Apache-2.0
"""The hooks through which plugins extend the program."""

from __future__ import annotations

import functools
import typing as t

from tutor.core.hooks import clear_all, priorities

from .catalog import Actions, Contexts, Filters


def lru_cache(func: t.Callable[..., t.Any]) -> t.Callable[..., t.Any]:
    """`functools.lru_cache`, emptied whenever a plugin is loaded or unloaded."""
    cached = functools.lru_cache(func)

    def forget(*_args: t.Any) -> None:
        cached.cache_clear()

    Actions.PLUGIN_LOADED.add()(forget)
    Actions.PLUGIN_UNLOADED.add()(forget)
    return cached
