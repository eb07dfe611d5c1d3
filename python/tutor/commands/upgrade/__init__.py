# SPDX-License-Identifier: Apache-2.0
"""Upgrades of a platform are the program's own."""

import typing as t

from tutor.exceptions import TutorError

OPENEDX_RELEASE_NAMES = [
    "ironwood", "juniper", "koa", "lilac", "maple", "nutmeg", "olive", "palm", "quince", "redwood",
    "sumac", "teak", "ulmo",
]


def upgrade_from(*_args: t.Any, **_kwargs: t.Any) -> None:
    raise TutorError("tutor.commands.upgrade is not supported: run the command 'upgrade'")
