# SPDX-License-Identifier: Apache-2.0
"""The whole program as a click group: any command can be run in process."""

from __future__ import annotations

import sys
import typing as t

import click

import _tutor

from tutor._host.commands import core_group

from .context import Context


class TutorCli(click.Group):
    """Commands of the core and of plugins."""

    def list_commands(self, ctx: click.Context) -> t.List[str]:
        return sorted({*self._core_names(), *self._plugin_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> t.Optional[click.Command]:
        plugin_command = self._plugin_commands().get(cmd_name)
        if plugin_command is not None:
            return plugin_command
        if cmd_name in ("local", "dev", "k8s"):
            module = __import__(f"tutor.commands.{cmd_name}", fromlist=[cmd_name])
            return t.cast(click.Command, getattr(module, cmd_name))
        return core_group(cmd_name) if cmd_name in self._core_names() else None

    @staticmethod
    def _core_names() -> t.List[str]:
        return [one["name"] for one in _tutor.command_tree()["commands"] if not one["hidden"]]

    @staticmethod
    def _plugin_commands() -> t.Dict[str, click.Command]:
        from tutor import hooks

        return {
            command.name or "": command for command in hooks.Filters.CLI_COMMANDS.iterate()
        }


@click.command(
    cls=TutorCli, name="tutor", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("-r", "--root", default=_tutor.root, help="Folder of the platform's files.")
@click.pass_context
def cli(context: click.Context, root: str) -> None:
    """Run Open edX."""
    context.obj = Context(root)


def main() -> None:
    """Run a command line."""
    sys.exit(_tutor.run_command(sys.argv[1:]))
