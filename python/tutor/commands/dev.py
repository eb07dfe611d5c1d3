# SPDX-License-Identifier: Apache-2.0
"""The group `dev`."""

from __future__ import annotations

import typing as t

import _tutor

from tutor._host.commands import core_group
from tutor.types import Config

from . import compose


class DevTaskRunner(compose.ComposeTaskRunner):
    """Runs tasks on `dev`."""

    _platform = "dev"

    def __init__(self, root: str, config: Config):
        super().__init__(root, config)
        self.project_name = str(config.get("DEV_PROJECT_NAME", ""))


class DevContext(compose.BaseComposeContext):
    """The context of `dev` commands."""

    NAME = "dev"
    OPENEDX_SERVICES = ["lms", "cms"]

    def job_runner(self, config: Config) -> DevTaskRunner:
        return DevTaskRunner(self.root, config)


dev = core_group("dev")


def __getattr__(name: str) -> t.Any:
    if name == "hosts":
        return dev.commands[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
