# SPDX-License-Identifier: Apache-2.0
"""Names that plugins may import, and that only fail once they are used."""

from __future__ import annotations

import typing as t


def _fail(name: str, instead: str) -> t.NoReturn:
    from tutor.exceptions import TutorError

    raise TutorError(f"{name} is not supported{': ' + instead if instead else ''}")


def function(name: str, instead: str = "") -> t.Callable[..., t.Any]:
    """A function that fails when it is called; `instead` says what to use."""

    def call(*_args: t.Any, **_kwargs: t.Any) -> t.Any:
        _fail(name, instead)

    call.__name__ = call.__qualname__ = name.rpartition(".")[2]
    return call


def class_(name: str, instead: str = "", base: type = object) -> type:
    """A class of which no object can be made; plugins may still derive from it."""

    def initialise(_self: t.Any, *_args: t.Any, **_kwargs: t.Any) -> None:
        _fail(name, instead)

    return type(name.rpartition(".")[2], (base,), {"__init__": initialise})
