# SPDX-License-Identifier: Apache-2.0
"""What plugins may ask of upgrades."""

from __future__ import annotations

import typing as t

import click

import _tutor

from tutor.exceptions import TutorError

from . import unsupported

_INSTEAD = "run the command 'upgrade', which takes all steps from a release on"


def upgrade_from(platform: str, from_release: str) -> None:
    """Run `upgrade` of a platform."""
    if _tutor.run_command([platform, "upgrade", "--from", from_release]) != 0:
        raise TutorError(f"tutor {platform} upgrade --from={from_release} failed")


def platform_of(context: click.Context) -> str:
    """The platform that a context is of."""
    return str(getattr(context.obj, "NAME", "local"))


def single_step(module: str, name: str) -> t.Callable[..., t.Any]:
    """A step that cannot be taken by itself."""
    return unsupported.function(f"tutor.commands.upgrade.{module}.{name}", _INSTEAD)
