# SPDX-License-Identifier: Apache-2.0
"""Filters of the core as functions."""

from __future__ import annotations

import typing as t

import _tutor


def native_filter(name: str) -> t.Callable[..., t.Any]:
    """The template filter of that name as a function of its value and arguments."""

    def apply(value: t.Any, *args: t.Any) -> t.Any:
        names = [f"a{index}" for index in range(len(args))]
        config = {"value": value, **dict(zip(names, args))}
        return _tutor.render_text(config, "{{ value|%s(%s) }}" % (name, ", ".join(names)))

    apply.__name__ = name
    return apply
