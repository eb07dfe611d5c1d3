# SPDX-License-Identifier: Apache-2.0
"""Jobs: the commands below `do`."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor import config as tutor_config, env, exceptions, fmt, hooks, utils
from tutor.hooks import priorities
from tutor._host.commands import CoreGroup, core_group
from tutor.exceptions import TutorError

from .context import BaseTaskContext, Context
from .jobs_utils import create_user_template, get_mysql_change_charset_query, load_env_file
from .jobs_utils import parse_test_env_var, set_theme_template, tests_setup_template
from .jobs_utils import tests_teardown_cms_template, tests_teardown_lms_template


def do_callback(service_commands: t.Iterable[tuple[str, str]]) -> None:
    """Run (service, script) pairs, scripts being templates, where the current command runs."""
    context = click.get_current_context().obj
    platform = type(context).__name__.removesuffix("Context").lower()
    name = click.get_current_context().info_name or "job"
    _tutor.run_tasks(platform, name, service_commands)


class DoGroup(CoreGroup):
    """The group `do`."""


def add_job_commands(do_command_group: click.Group) -> None:
    """Add all jobs to a group."""
    for command in hooks.Filters.CLI_DO_COMMANDS.iterate():
        do_command_group.add_command(command)


def __getattr__(name: str) -> t.Any:
    if name == "do_group":
        return core_group("local").commands["do"]
    # The core's jobs, as click commands.
    names = {"initialise": "init", "tests_command": "tests"}
    wanted = names.get(name, name).replace("_", "-")
    for command in hooks.Filters.CLI_DO_COMMANDS.iterate():
        if command.name == wanted:
            return command
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
