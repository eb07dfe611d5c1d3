# SPDX-License-Identifier: Apache-2.0
"""What actions and filters have in common."""

from __future__ import annotations

import types
import typing as t

import _tutor

F = t.TypeVar("F")


class Hook:
    """Callbacks in the program's registry."""

    def __init__(self) -> None:
        self._native = _tutor.new_hook()

    @classmethod
    def _of(cls, native: t.Any) -> t.Any:
        hook = cls.__new__(cls)
        hook._native = native
        return hook

    def __class_getitem__(cls, item: t.Any) -> t.Any:
        # Any subscript will do: annotations of plugins are evaluated.
        return types.GenericAlias(cls, item)

    def clear(self, context: t.Optional[str] = None) -> None:
        """Remove the callbacks of a context, or all of them."""
        self._native.clear(context)

    @classmethod
    def clear_all(cls, context: t.Optional[str] = None) -> None:
        """Remove the callbacks of a context, or all of them, from every hook."""
        _tutor.clear_all(context)
