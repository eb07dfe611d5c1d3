# SPDX-License-Identifier: Apache-2.0
"""Actions: callbacks that are told of an event."""

from __future__ import annotations

import typing as t

from . import priorities
from ._hook import F, Hook


class Action(Hook):
    """Its callbacks run one after the other; what they return is ignored."""

    def add(self, priority: t.Optional[float] = None) -> t.Callable[[F], F]:
        """Decorator that adds a callback."""

        def decorate(function: F) -> F:
            self._native.add(function, priorities._number(priority))
            return function

        return decorate

    def do(self, *args: t.Any, **kwargs: t.Any) -> None:
        """Run all callbacks."""
        self._native.run(None, ..., *args, **kwargs)

    def do_from_context(self, context: t.Optional[str], *args: t.Any, **kwargs: t.Any) -> None:
        """Run the callbacks of one context."""
        self._native.run(context, ..., *args, **kwargs)
