# SPDX-License-Identifier: Apache-2.0
"""Contexts say on whose behalf callbacks are added."""

from __future__ import annotations

import typing as t
from contextlib import contextmanager

import _tutor


class Context:
    """A name that callbacks carry when they are added while it is entered."""

    def __init__(self, name: str):
        self.name = name

    @contextmanager
    def enter(self) -> t.Iterator[None]:
        scope = _tutor.Scope(self.name)
        scope.enter()
        try:
            yield
        finally:
            scope.leave()


def enter(name: str) -> t.ContextManager[None]:
    """`with enter("app:myplugin"): ...`"""
    return Context(name).enter()
