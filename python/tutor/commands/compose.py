# SPDX-License-Identifier: Apache-2.0
"""What `local` and `dev` share."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor import fmt, hooks, utils
from tutor.core.hooks import Filter
from tutor.exceptions import TutorError
from tutor.tasks import BaseComposeTaskRunner
from tutor.types import Config

from .context import BaseTaskContext


class ComposeTaskRunner(BaseComposeTaskRunner):
    """Runs tasks and Compose commands on a platform."""

    _platform = "local"

    def __init__(self, root: str, config: Config):
        super().__init__(root, config)
        self.project_name = ""

    def docker_compose(self, *command: str) -> int:
        """Run Compose with the files of the platform."""
        return utils.execute(*_tutor.compose_command(self._platform, list(command)))

    def docker_compose_output(self, *command: str) -> bytes:
        """The same; returns what it prints."""
        return utils.check_output(*_tutor.compose_command(self._platform, list(command)))

    def is_running(self) -> bool:
        return _tutor.is_running(self._platform)

    def run_task(self, service: str, command: str) -> int:
        _tutor.run_task(self._platform, service, command)
        return 0


class BaseComposeContext(BaseTaskContext):
    """Of `local` and `dev`."""

    OPENEDX_SERVICES: t.List[str] = ["lms", "cms"]

    def job_runner(self, config: Config) -> ComposeTaskRunner:
        raise NotImplementedError


def add_commands(command_group: click.Group) -> None:
    raise TutorError("tutor.commands.compose.add_commands is not supported")
