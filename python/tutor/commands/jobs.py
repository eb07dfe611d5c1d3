# SPDX-License-Identifier: Apache-2.0
"""Jobs: the commands below `do`."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor import hooks
from tutor.exceptions import TutorError

from .context import BaseTaskContext, Context


def do_callback(service_commands: t.Iterable[tuple[str, str]]) -> None:
    """Run (service, script) pairs, scripts being templates, where the current command runs."""
    context = click.get_current_context().obj
    platform = type(context).__name__.removesuffix("Context").lower()
    name = click.get_current_context().info_name or "job"
    _tutor.run_tasks(platform, name, service_commands)


def __getattr__(name: str) -> t.Any:
    # The core's jobs, as click commands.
    wanted = {"initialise": "init"}.get(name, name).replace("_", "-")
    for command in hooks.Filters.CLI_DO_COMMANDS.iterate():
        if command.name == wanted:
            return command
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
