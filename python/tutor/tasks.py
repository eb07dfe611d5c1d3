# SPDX-License-Identifier: Apache-2.0
"""What runs scripts in containers."""

from __future__ import annotations

import typing as t

from . import env
from .types import Config


class BaseTaskRunner:
    """Runs scripts in services of a platform."""

    def __init__(self, root: str, config: Config):
        self.root = root
        self.config = config

    def run_task(self, service: str, command: str) -> int:
        """Run a script, which is no template, in a service's job container."""
        raise NotImplementedError

    def run_task_from_template(self, service: str, *path: str) -> None:
        self.run_task(service, self.render(*path))

    def run_task_from_str(self, service: str, command: str) -> None:
        """Run a script that is a template."""
        self.run_task(service, env.render_str(self.config, command).strip())

    def render(self, *path: str) -> str:
        rendered = env.render_file(self.config, *path)
        if isinstance(rendered, bytes):
            raise TypeError(f"template {'/'.join(path)} is no text")
        return rendered.strip()


class BaseComposeTaskRunner(BaseTaskRunner):
    """A runner over Docker Compose."""

    def docker_compose(self, *command: str) -> int:
        raise NotImplementedError
