# SPDX-License-Identifier: Apache-2.0
"""Images: build, pull, push."""

from __future__ import annotations

from . import fmt, hooks, utils


def build(path: str, tag: str, *args: str) -> None:
    fmt.echo_info(f"Building image {tag}")
    command = hooks.Filters.DOCKER_BUILD_COMMAND.apply(
        ["build", f"--tag={tag}", *args, path]
    )
    utils.docker(*command)


def pull(tag: str) -> None:
    fmt.echo_info(f"Pulling image {tag}")
    utils.docker("pull", tag)


def push(tag: str) -> None:
    fmt.echo_info(f"Pushing image {tag}")
    utils.docker("push", tag)
