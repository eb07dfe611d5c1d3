# SPDX-License-Identifier: Apache-2.0
"""What commands get as `context.obj`."""

from __future__ import annotations

from tutor.tasks import BaseTaskRunner
from tutor.types import Config


class Context:
    """The project root; plugins may add attributes."""

    def __init__(self, root: str) -> None:
        self.root = root


class BaseTaskContext(Context):
    """Of a group whose commands run tasks."""

    def job_runner(self, config: Config) -> BaseTaskRunner:
        raise NotImplementedError
