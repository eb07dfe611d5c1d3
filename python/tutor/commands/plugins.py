# SPDX-License-Identifier: Apache-2.0
"""The group `plugins`."""

from __future__ import annotations

import typing as t

from tutor._host.commands import core_group

from .context import Context

plugins_command = core_group("plugins")


def __getattr__(name: str) -> t.Any:
    # "list_command" and "install" alike.
    command = plugins_command.commands.get(name.removesuffix("_command").replace("_", "-"))
    if command is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return command
