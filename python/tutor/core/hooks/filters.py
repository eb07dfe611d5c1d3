# SPDX-License-Identifier: Apache-2.0
"""Filters: callbacks that each get the previous result and return the next one."""

from __future__ import annotations

import typing as t

from . import priorities
from ._hook import F, Hook


class Filter(Hook):
    """Its callbacks run one after the other on a value."""

    def add(self, priority: t.Optional[float] = None) -> t.Callable[[F], F]:
        """Decorator that adds a callback."""

        def decorate(function: F) -> F:
            self._native.add(function, priorities._number(priority))
            return function

        return decorate

    def add_item(self, item: t.Any, priority: t.Optional[float] = None) -> None:
        """Append an item to the list that the filter makes."""
        self._native.add_items([item], priorities._number(priority))

    def add_items(self, items: t.List[t.Any], priority: t.Optional[float] = None) -> None:
        """Append items; the list itself is kept, what is appended to it later is seen."""
        self._native.add_items(items, priorities._number(priority))

    def apply(self, value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """What all callbacks make of the value."""
        return self._native.run(None, value, *args, **kwargs)

    def apply_from_context(
        self, context: t.Optional[str], value: t.Any, *args: t.Any, **kwargs: t.Any
    ) -> t.Any:
        """What the callbacks of one context make of the value."""
        return self._native.run(context, value, *args, **kwargs)

    def iterate(self, *args: t.Any, **kwargs: t.Any) -> t.Iterator[t.Any]:
        """The items that the callbacks make of an empty list."""
        yield from self.apply([], *args, **kwargs)

    def iterate_from_context(
        self, context: t.Optional[str], *args: t.Any, **kwargs: t.Any
    ) -> t.Iterator[t.Any]:
        """The same, callbacks of one context only."""
        yield from self.apply_from_context(context, [], *args, **kwargs)
