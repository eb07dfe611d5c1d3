# SPDX-License-Identifier: Apache-2.0
"""The group `local`."""

from __future__ import annotations

import _tutor

from tutor._host.commands import core_group
from tutor.types import Config

from . import compose


class LocalTaskRunner(compose.ComposeTaskRunner):
    """Runs tasks on `local`."""

    _platform = "local"

    def __init__(self, root: str, config: Config):
        super().__init__(root, config)
        self.project_name = str(config.get("LOCAL_PROJECT_NAME", ""))


class LocalContext(compose.BaseComposeContext):
    """The context of `local` commands."""

    NAME = "local"
    OPENEDX_SERVICES = ["lms", "cms", "lms-worker", "cms-worker"]

    def job_runner(self, config: Config) -> LocalTaskRunner:
        return LocalTaskRunner(self.root, config)


local = core_group("local")
