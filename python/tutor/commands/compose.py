# SPDX-License-Identifier: Apache-2.0
"""What `local` and `dev` share."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor._host.commands import core_group
from tutor.core.hooks import Filter
from tutor import interactive as interactive_config
from tutor import bindmount, fmt, hooks, images, utils
from tutor import config as tutor_config, env as tutor_env
from tutor.exceptions import TutorError
from tutor.tasks import BaseComposeTaskRunner
from tutor.types import Config

from .context import BaseTaskContext
from .upgrade import OPENEDX_RELEASE_NAMES
from .upgrade.compose import upgrade_from


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


# Commands that `local` and `dev` share, by the names of their functions.
_COMMANDS = {
    "copyfrom": "copyfrom", "dc_command": "dc", "do": "do", "execute": "exec", "launch": "launch",
    "logs": "logs", "reboot": "reboot", "restart": "restart", "run": "run", "start": "start",
    "status": "status", "stop": "stop", "upgrade": "upgrade",
}


def __getattr__(name: str) -> t.Any:
    if name == "config_save_command":
        from .config import save

        return save
    if name in _COMMANDS:
        return core_group("local").commands[_COMMANDS[name]]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def add_commands(command_group: click.Group) -> None:
    """Add the commands that `local` and `dev` share to a group."""
    for name in _COMMANDS.values():
        command_group.add_command(core_group("local").commands[name])


def interactive_configuration(
    context: click.Context, interactive: bool, run_for_prod: t.Optional[bool] = None
) -> None:
    """Save the configuration and render the environment, after questions if that is wanted."""
    words = ["config", "save", *(["--interactive"] if interactive else [])]
    if _tutor.run_command(words) != 0:
        raise TutorError(f"tutor {' '.join(words)} failed")


def interactive_upgrade(
    context: click.Context, interactive: bool, run_for_prod: t.Optional[bool]
) -> None:
    """When the environment is of an older release: upgrade from that, after a question."""
    release = tutor_env.should_upgrade_from_release(context.obj.root)
    if release is None:
        return
    question = f"The platform runs {release.capitalize()}: upgrade it now?"
    if interactive:
        click.confirm(fmt.question(question), default=True, abort=True, prompt_suffix=" ")
    upgrade_from(context, release)
    interactive_configuration(context, interactive, run_for_prod=run_for_prod)
