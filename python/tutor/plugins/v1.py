# SPDX-License-Identifier: Apache-2.0
"""Plugins of API v1. The program finds them itself."""

from __future__ import annotations

import typing as t

from tutor import exceptions, hooks

from .base import PLUGINS_ROOT


def discover_module(path: str) -> None:
    raise exceptions.TutorError(
        f"Plugin '{path}' cannot be added to a running program: put it into {PLUGINS_ROOT}"
    )


def discover_package(entrypoint: t.Any) -> None:
    raise exceptions.TutorError(
        f"Plugin '{entrypoint.name}' cannot be added to a running program: "
        "install it with: tutor plugins install"
    )
